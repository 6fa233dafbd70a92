import Domains
public import Learning
import LinearAlgebra
public import Storage

/// The meta-gradient of a problem of one's own, with its check and what can be believed of it.
public struct CustomGradient: Sendable {
  /// L_adv at the file's ε and α.
  public let adversaryLoss: Double
  /// The Euclidean norm of the gradient by the features.
  public let norm: Double
  /// What can be believed of it.
  public let verdict: ProblemVerdict
  /// The file, schema `gradient/1`.
  ///
  /// `/meta_gradient/features` n×d, `/meta_gradient/labels` n×k, `/adversary_loss`,
  /// `/target/decisions`, `/trained/W1…b2`, `/training/loss` of T+1 entries, `/certificate/*` and
  /// `/verdict`.
  public let file: ArrayFile
}

extension CustomStudy {
  /// The meta-gradient at the file's ε and α (0 where it has none), from its initial weights.
  ///
  /// - Parameters:
  ///   - type: whose training is differentiated.
  ///   - objective: what the adversary minimises at the targets.
  /// - Returns: the gradient and its file.
  /// - Throws: where the problem does not provide for it, or the training fails.
  public func gradient(
    _ type: any Learner.Type, objective: AdversaryObjective
  ) throws -> CustomGradient {
    try check(type, objective: objective)
    let learner = learner(type)
    let (n, d) = (problem.train.features.rows, problem.train.features.columns)
    let budget = Budget(features: 1, labels: 1)
    let scenario = try scenario(for: learner)
    let (value, certificates) = try metaGradient(
      learner, objective: objective,
      at: problem.perturbation.features ?? Matrix(rows: n, columns: d),
      labels: problem.perturbation.labels, within: budget)
    var verdict = ProblemVerdict()
    verdict.judgeTraining(
      losses: value.trainingLosses,
      reached: try cleanUtility(
        of: learner, levels: laboratory.levels(of: scenario, scenario.cleanSamples())))
    let parts = scenario.reach(of: value.perturbation, labels: value.labels, within: budget)
    verdict.judgeGradient(
      parts, loss: value.adversaryLoss, steps: value.trainingLosses.count - 1)
    verdict.judgeCheck(certificates.all, census: value.census)
    var file = ArrayFile(
      schema: CustomStudy.gradientSchema, title: "Meta-gradient of the \(type.name) learner")
    file.rootAttributes["dataset_sha256"] = .string(dataset.description)
    file.rootAttributes["learner"] = .string(type.name)
    file.rootAttributes["objective"] = .string(objective.rawValue)
    file.rootAttributes["seed"] = .integer(Int64(seed))
    file.arrays["/meta_gradient/features"] = NamedArray(value.perturbation)
    file.arrays["/meta_gradient/labels"] = NamedArray(value.labels)
    file.arrays["/adversary_loss"] = NamedArray(value.adversaryLoss)
    file.arrays["/target/decisions"] = NamedArray(value.decisions)
    for (name, part) in value.weights.named {
      file.arrays["/trained/\(name)"] =
        name.hasPrefix("b") ? NamedArray(part.values) : NamedArray(part)
    }
    file.arrays["/training/loss"] = NamedArray(value.trainingLosses)
    certificates.write(under: "/certificate", labels: "/label_certificate", to: &file)
    verdict.write(to: &file)
    return CustomGradient(
      adversaryLoss: value.adversaryLoss, norm: parts[0].norm, verdict: verdict,
      file: file)
  }

  /// The schema of such a file.
  public static let gradientSchema = "gradient/1"
}

extension Weights {
  /// The matrices of layers under their names, W1, b1, W2, b2 and so on.
  var named: [(name: String, part: Matrix)] {
    Array(zip(CustomProblem.Fitting.weightNames(parts.count), parts)).map { ($0, $1) }
  }
}
