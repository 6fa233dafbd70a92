import ArgumentParser
import Domains
import Foundation
import Reproducibility

/// `report example`: a small problem to start from.
struct ExampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "example",
    abstract: "Write a small problem of the form that gradient and attack read.",
    discussion: """
      Write the same arrays with any program that knows HDF5, such as h5py; numbers may be of any \
      width. The root must have the text attribute schema = "decision-problem/2". Files with \
      "decision-problem/1" are read as they always were; what version 2 added is marked [2].

        /train/features, labels           n×d, n×p  labels are θ; p = k without linear_map
        /target/features, labels          t×d, t×p  where harm is wanted
        /held_out/features, labels        s×d, s×p  optional: no attack sees them
        /problem/quadratic                k×k       Q of max (Mθ + c)ᵀx − ½xᵀQx [1]
        /problem/linear_map               k×p       [2] optional: M, else the identity
        /problem/linear_constant          k         [2] optional: c, else 0
        /problem/inequality_matrix        r×k       G of Gx ≤ h; r may be 0
        /problem/inequality_bound         r         h
        /problem/equality_matrix          m×k       optional: A of Ax = b
        /problem/equality_bound           m         b
        /perturbation/lower, upper        n×d       optional: of ε/B, else −1, 1
        /perturbation/rows                n         [2] optional: 1 for rows that may be
                                                    touched, 0 for others; labels, too
        /perturbation/label_rows          n         [2] optional: the same for labels
        /perturbation/label_lower, _upper n×p       [2] optional: of α at label budget 1
        /perturbation/features, labels    n×d, n×p  optional: the current ε, α
        /weights/W1, b1                   H×d, H    optional: the initial network
        /weights/W2, b2                   k×H, k    act(uW1ᵀ + b1)W2ᵀ + b2
        /weights/W3, b3, …                          [2] one pair per further layer
        /target/desired_decisions         t×k       optional: for --objective decision

      [1] Positive definite in version 1. [2] It may be semidefinite, or missing (0: a linear \
      program). Victims are then judged by exact solutions; such decisions jump between vertices \
      and have no derivative, so a gradient, an attack or the training of a learner that solves \
      needs the attribute smoothing (s > 0) of /problem: all that is differentiated decides with \
      Q + sI. Auxiliary variables (CVaR, L1) are columns of x whose rows in linear_map are 0.

      [2] Parameters of each instance, in place of those in /problem, in /train, /target and \
      /held_out (n, t or s rows), known to everybody:

        quadratic                         n×k×k
        inequality_matrix, _bound         n×r×k, n×r
        equality_matrix, _bound           n×m×k, n×m

      [2] Parameters that are predicted like θ, in place of those, in /train, /target and \
      /held_out as they came true; the network has as many outputs as all labels of an instance, \
      θ first, then these in this order (matrices row by row):

        label_quadratic_factor            n×k×k     L; Q = LLᵀ + ridge·I
        label_inequality_bound            n×r       h
        label_equality_bound              n×m       b

      The two-stage error counts all of them, that of Q as the error of L. The attribute ridge \
      (> 0) of /problem must be there with L. A decision by predicted bounds may break the true \
      ones; with them the attribute violation_price (> 0) must be there, and utility is \
      θᵀx − ½xᵀQx − price·(Σ max(0, Gx − h) + Σ|Ax − b|) over the predicted \
      bounds. Direct learners (simple-joint) need a feasible set that all instances share; where \
      p or the number of labels is not k they draw their weights from the seed.

      Attributes of /problem: box (optional: −box ≤ x ≤ box); [2] smoothing, ridge, \
      violation_price as above.

      Attributes of /training: steps, learning_rate, activation (tanh or relu), loss (sum or mean \
      of the squared error over the outputs) and, without weights, hidden (H; [2] a list for \
      several hidden layers, 0 for a linear predictor, which has W1 and b1 alone). [2] Optional: \
      rule (plain, momentum of 0.9, or adam; else plain), batch (instances per step, dealt in a \
      seeded order; 0 or none for all), weight_decay (c of ½c‖w‖² in the loss, over all \
      weights; else 0). [2] Optional groups /training/two-stage, decision-focused, simple-joint \
      and decision-regression with steps, learning_rate, rule, batch or weight_decay: that \
      learner's own.

      Everything in a file is accounted for: other names in these groups are refused with the \
      nearest known one, other groups and arrays at the root are left alone. title, made_by and \
      other texts may stand at the root. Decisions are continuous: integer programs are out of \
      scope.

      The kinds standard-path, standard-knapsack and standard-portfolio are the problems on which \
      the field compares learners: features and labels are those of PyEPO's generators for the \
      same degree and seed, the predictor is linear. Costs of paths are labels of M = −I, \
      returns are in per cent. PyEPO's bound on the portfolio's risk is not one that a file can \
      state: risk has the price that the bound has at the mean training return.
      """)

  @Option(help: ArgumentHelp("The file to write.", valueName: "PROBLEM.h5"))
  var output: String
  @Option(help: "Which problem: \(ExampleCommand.kinds).") var kind = ExampleKind.basic
  @OptionGroup var standard: StandardOptions
  @Flag(help: "Overwrite a problem that is there.") var force = false

  private static let kinds = ExampleKind.allCases.map(\.rawValue).joined(separator: ", ")
  private static let standardKinds = English.joined(
    ExampleKind.allCases.filter(\.isStandard).map(\.rawValue))

  func validate() throws {
    guard kind.isStandard || !standard.isGiven else {
      throw ValidationError(
        "--degree, --instances and --data-seed belong to the kinds "
          + "\(ExampleCommand.standardKinds).")
    }
  }

  func run() async throws {
    let file = OutputFile(output)
    let problem = try CustomProblem.example(kind, standard.choice)
    let title = kind.isStandard ? "\(kind.title), \(standard.choice.phrase)" : kind.title
    let contents = ProblemFile.contents(of: problem, title: title)
    try await file.check(
      replacing: force ? .ofSchema(contents.rootAttributes["schema"]?.string ?? "") : .never)
    try await file.write(contents)
    let (n, d, p) = (
      problem.train.features.rows, problem.train.features.columns, problem.train.labels.columns
    )
    print(
      "\(output): \(title), \(n) training instances of \(d) features and \(p) labels, "
        + "\(problem.target.features.rows) targets; look at it with h5dump -A")
  }
}

extension ExampleKind: ExpressibleByArgument {}

/// Degree, size and seed of a standard problem.
struct StandardOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: """
      The degree of a standard problem's labels, 1, 2, 4, 6 or 8 in the literature. The default is \
      4.
      """)
  var degree: Int?
  @Option(
    parsing: .unconditional, help: "Its training instances. The default is 100.")
  var instances: Int?
  @Option(help: "The seed of its data, as PyEPO takes it. The default is 135.")
  var dataSeed: UInt32?

  var isGiven: Bool { degree != nil || instances != nil || dataSeed != nil }

  var choice: StandardChoice {
    var choice = StandardChoice()
    if let degree { choice.degree = degree }
    if let instances { choice.instances = instances }
    if let dataSeed { choice.seed = UInt64(dataSeed) }
    return choice
  }

  func validate() throws {
    guard StandardChoice.degrees.contains(choice.degree) else {
      throw ValidationError(
        "--degree must be from \(StandardChoice.degrees.lowerBound) to "
          + "\(StandardChoice.degrees.upperBound), it is \(choice.degree).")
    }
    guard StandardChoice.sizes.contains(choice.instances) else {
      throw ValidationError(
        "--instances must be from \(StandardChoice.sizes.lowerBound) to "
          + "\(StandardChoice.sizes.upperBound), it is \(choice.instances).")
    }
  }
}
