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
      width. The root must have the text attribute schema = "decision-problem/2". Files with \
      "decision-problem/1" are read as they always were; what version 2 added is marked [2].

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
        /weights/W3, b3, …                          [2] one pair per further layer
        /target/desired_decisions         t×k       optional: for --objective decision

      Attribute of /problem: box (optional: −box ≤ x ≤ box).

      Attributes of /training: steps, learning_rate, activation (tanh or relu), loss (sum or mean \
      of the squared error over the outputs) and, without weights, hidden (H; [2] a list for \
      several hidden layers, 0 for a linear predictor, which has W1 and b1 alone). [2] Optional: \
      rule (plain, momentum of 0.9, or adam; else plain), batch (instances per step, dealt in a \
      seeded order; 0 or none for all), weight_decay (c of ½c‖w‖² in the loss, over all weights; \
      else 0). [2] Optional groups /training/two-stage, decision-focused, simple-joint and \
      decision-regression with steps, learning_rate, rule, batch or weight_decay: that learner's \
      own.

      Everything in a file is accounted for: other names in these groups are refused with the \
      nearest known one, other groups and arrays at the root are left alone. title, made_by and \
      other texts may stand at the root. Decisions are continuous: integer programs are out of \
      scope.
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
