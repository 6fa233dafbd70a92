import Learning
import LinearAlgebra
public import Storage

extension ProblemFile {
  /// The contents of a file of the problem; every array says what it means.
  public static func contents(of problem: CustomProblem, title: String) -> ArrayFile {
    var file = ArrayFile(schema: schema, title: title)
    func put(_ path: String, _ matrix: Matrix?) {
      guard let matrix else { return }
      file.arrays[path] = NamedArray(matrix.values, shape: [matrix.rows, matrix.columns])
    }
    for (group, instances) in [
      ("train", problem.train), ("target", problem.target), ("held_out", problem.heldOut),
    ] {
      put("/\(group)/features", instances?.features)
      put("/\(group)/labels", instances?.labels)
    }
    put("/target/desired_decisions", problem.desiredDecisions)
    put("/problem/quadratic", problem.quadratic)
    put("/problem/inequality_matrix", problem.constraints.inequalityMatrix)
    file.arrays["/problem/inequality_bound"] = NamedArray(problem.constraints.inequalityBound)
    if problem.constraints.equalityMatrix.rows > 0 {
      put("/problem/equality_matrix", problem.constraints.equalityMatrix)
      file.arrays["/problem/equality_bound"] = NamedArray(problem.constraints.equalityBound)
    }
    if let box = problem.constraints.box { file.attributes["/problem"] = ["box": .double(box)] }
    put("/perturbation/lower", problem.perturbation.lower)
    put("/perturbation/upper", problem.perturbation.upper)
    put("/perturbation/features", problem.perturbation.features)
    put("/perturbation/labels", problem.perturbation.labels)
    let fitting = problem.fitting
    let parts = fitting.weights?.parts ?? []
    for (name, part) in zip(CustomProblem.Fitting.weightNames(parts.count), parts) {
      file.arrays["/weights/\(name)"] = NamedArray(
        part.values, shape: name.hasPrefix("b") ? [part.columns] : [part.rows, part.columns])
    }
    file.attributes["/training"] = settings(fitting.training).merging([
      "activation": .string(fitting.activation.rawValue), "loss": .string(fitting.loss.rawValue),
      "hidden": hidden(fitting.hidden),
    ]) { $1 }
    for (learner, training) in fitting.trainings {
      file.attributes["/training/\(learner)"] = settings(training)
    }
    for path in file.arrays.keys {
      if let meaning = meanings[path] { file.attributes[path] = ["meaning": .string(meaning)] }
    }
    return file
  }

  /// All of how somebody trains, so that it does not hang on what is said elsewhere.
  private static func settings(_ training: Training) -> [String: AttributeValue] {
    [
      "steps": .integer(Int64(training.steps)), "learning_rate": .double(training.rate),
      "rule": .string(training.rule.name), "batch": .integer(Int64(training.batch?.size ?? 0)),
      "weight_decay": .double(training.weightDecay),
    ]
  }

  /// One number for at most one layer, else a list.
  private static func hidden(_ units: [Int]) -> AttributeValue {
    units.count > 1
      ? .integers(units.map { Int64($0) }) : .integer(Int64(units.first ?? 0))
  }

  /// What `h5dump -A` shows beside the arrays.
  static let meanings = [
    "/train/features": "u, n x d: what is observed, an instance a row",
    "/train/labels": "theta, n x k: the linear term of the utility, which is to be predicted",
    "/target/features": "t x d: the instances where the adversary wants harm",
    "/target/labels": "t x k",
    "/target/desired_decisions": "optional, t x k: where the objective \"decision\" pulls to",
    "/held_out/features": "optional, s x d: evaluated, never seen by an attack",
    "/held_out/labels": "s x k",
    "/problem/quadratic": "Q, k x k positive definite: maximise theta'x - x'Qx/2",
    "/problem/inequality_matrix": "G, r x k: Gx <= h, and -box <= x <= box with the attribute box",
    "/problem/inequality_bound": "h, r",
    "/problem/equality_matrix": "optional, A, s x k: Ax = b",
    "/problem/equality_bound": "b, s",
    "/perturbation/lower": "optional, n x d, at most 0: B times this <= perturbation (default -1)",
    "/perturbation/upper": "optional, n x d, at least 0: perturbation <= B times this (default 1)",
    "/perturbation/features": "optional, n x d: the current perturbation of features",
    "/perturbation/labels": "optional, n x k: the current perturbation of labels",
    "/weights/W1": "optional, H x d: initial weights of act(u W1' + b1) W2' + b2",
    "/weights/b1": "H", "/weights/W2": "k x H", "/weights/b2": "k",
  ]
}
