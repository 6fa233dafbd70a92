public import Learning
import LinearAlgebra
public import Storage

extension CustomStudy {
  /// The file of a meta-gradient, schema `gradient/1`: at the file's ε and α (0 where it has none),
  /// from its initial weights.
  ///
  /// `/meta_gradient/features` n×d, `/meta_gradient/labels` n×k, `/adversary_loss`,
  /// `/target/decisions`, `/trained/W1…b2`, `/training/loss` of T+1 entries.
  /// - Parameters:
  ///   - type: whose training is differentiated.
  ///   - objective: what the adversary minimises at the targets.
  /// - Returns: the contents.
  /// - Throws: where the problem does not provide for it, or the training fails.
  public func gradientFile(
    _ type: any Learner.Type, objective: AdversaryObjective
  ) throws -> ArrayFile {
    try check(type, objective: objective)
    let (n, d) = (problem.train.features.rows, problem.train.features.columns)
    let value = try metaGradient(
      learner(type), objective: objective,
      at: problem.perturbation.features ?? Matrix(rows: n, columns: d),
      labels: problem.perturbation.labels)
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
    for (weight, part) in zip(["W1", "b1", "W2", "b2"], value.weights.parts) {
      file.arrays["/trained/\(weight)"] =
        weight.hasPrefix("b") ? NamedArray(part.values) : NamedArray(part)
    }
    file.arrays["/training/loss"] = NamedArray(value.trainingLosses)
    return file
  }

  /// The schema of such a file.
  public static let gradientSchema = "gradient/1"
}
