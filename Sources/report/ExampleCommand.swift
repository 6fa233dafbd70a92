import ArgumentParser
import Domains
import Foundation

/// `report example`: a small problem to start from.
struct ExampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "example",
    abstract: "Write a small problem of the form that gradient and attack read.",
    discussion: """
      Write the same arrays with any program that knows HDF5, such as h5py; numbers may be of any \
      width. The root must have the text attribute schema = "decision-problem/1".

        /train/features, labels           n×d, n×k  labels are linear terms θ
        /target/features, labels          t×d, t×k  where harm is wanted
        /held_out/features, labels        s×d, s×k  optional: no attack sees them
        /problem/quadratic                k×k       Q of max θᵀx − ½xᵀQx
        /problem/inequality_matrix        r×k       G of Gx ≤ h; r may be 0
        /problem/inequality_bound         r         h
        /problem/equality_matrix          m×k       optional: A of Ax = b
        /problem/equality_bound           m         b
        /perturbation/lower, upper        n×d       optional: of ε/B, else −1, 1
        /perturbation/features, labels    n×d, n×k  optional: the current ε, α
        /weights/W1, b1                   H×d, H    optional: the initial network
        /weights/W2, b2                   k×H, k    act(uW1ᵀ + b1)W2ᵀ + b2
        /target/desired_decisions         t×k       optional: for --objective decision

      Attributes: box of /problem (optional: −box ≤ x ≤ box); steps, learning_rate, activation \
      (tanh or relu), loss (sum or mean of the squared error over the k outputs) and, without \
      weights, hidden (H) of /training.
      """)

  @Option(help: ArgumentHelp("The file to write.", valueName: "PROBLEM.h5"))
  var output: String
  @Flag(help: "Overwrite a problem that is there.") var force = false

  func run() async throws {
    let file = OutputFile(output)
    let problem = try CustomProblem.example()
    let contents = ProblemFile.contents(
      of: problem, title: "A small synthetic problem to start from")
    try await file.check(
      replacing: force ? .ofSchema(contents.rootAttributes["schema"]?.string ?? "") : .never)
    try await file.write(contents)
    let (n, d, k) = (
      problem.train.features.rows, problem.train.features.columns, problem.train.labels.columns
    )
    print(
      "\(output): \(n) training instances of \(d) features and \(k) labels, "
        + "\(problem.target.features.rows) targets; look at it with h5dump -A")
  }
}
