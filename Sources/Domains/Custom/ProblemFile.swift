public import Foundation
import Learning
import LinearAlgebra
public import Storage

/// The file of a problem of one's own: named arrays in HDF5, schema `decision-problem/1`.
///
/// Any program may have written it; the root attribute `schema` is all that it must have beside its
/// arrays, and what else it has is left alone.
public enum ProblemFile {
  /// The value of the root attribute `schema`.
  public static let schema = "decision-problem/1"

  /// What is read of a file, attributes behind `@`.
  private static var names: Set<String> {
    let attributes = ["steps", "learning_rate", "activation", "loss", "hidden"]
    return Set(meanings.keys).union(["/@schema", "/problem@box"])
      .union(attributes.map { "/training@\($0)" })
  }

  /// All states of a training must fit into so many GiB.
  static let mostGibibytes = 2.0

  /// The problem of a file whose arrays are all there, fit together and leave a decision, and the
  /// file's contents.
  ///
  /// - Parameter url: the file.
  /// - Returns: the problem, and what it was made from.
  /// - Throws: `StorageError` or `ProblemFileError`, one sentence that names the array and the
  ///   rule.
  public static func read(
    _ url: URL
  ) async throws -> (problem: CustomProblem, contents: ArrayFile) {
    let contents = try await ArrayFile(contentsOf: url, needing: names)
    return (try problem(in: contents, of: url.lastPathComponent), contents)
  }

  /// The same from a file in memory.
  ///
  /// - Parameters:
  ///   - contents: what is in the file.
  ///   - file: how errors call it.
  /// - Returns: the problem.
  /// - Throws: `ProblemFileError`.
  public static func problem(in contents: ArrayFile, of file: String) throws -> CustomProblem {
    let found = contents.rootAttributes["schema"]?.string
    guard found == schema else { throw ProblemFileError.schema(file: file, found: found) }
    let problem = try problem(ProblemArrays(contents, file: file))
    try ProblemChecks(file: file).check(problem)
    return problem
  }

  private static func problem(_ arrays: ProblemArrays) throws -> CustomProblem {
    let features = try arrays.matrix("/train/features", .any("n"), .any("d"))
    let labels = try arrays.matrix(
      "/train/labels", .fixed("n", features.rows, as: "a row for each row of /train/features"),
      .any("k"))
    let n = ProblemFileError.Extent.fixed("n", features.rows, as: "as in /train/features")
    let d = ProblemFileError.Extent.fixed("d", features.columns, as: "as in /train/features")
    let k = ProblemFileError.Extent.fixed("k", labels.columns, as: "as in /train/labels")
    let target = try instances("/target", "t", d, k, arrays)
    let t = ProblemFileError.Extent.fixed("t", target.labels.rows, as: "as in /target/features")
    let hasHeldOut = ["features", "labels"].contains { arrays.holds("/held_out/\($0)") }
    return CustomProblem(
      train: CustomProblem.Instances(features: features, labels: labels), target: target,
      heldOut: hasHeldOut ? try instances("/held_out", "s", d, k, arrays) : nil,
      quadratic: try arrays.matrix("/problem/quadratic", k, k),
      constraints: try constraints(k, arrays),
      perturbation: CustomProblem.Perturbation(
        lower: try arrays.optionalMatrix("/perturbation/lower", n, d),
        upper: try arrays.optionalMatrix("/perturbation/upper", n, d),
        features: try arrays.optionalMatrix("/perturbation/features", n, d),
        labels: try arrays.optionalMatrix("/perturbation/labels", n, k)),
      fitting: try fitting(d, k, arrays),
      desiredDecisions: try arrays.optionalMatrix("/target/desired_decisions", t, k))
  }

  private static func instances(
    _ group: String, _ letter: String, _ d: ProblemFileError.Extent, _ k: ProblemFileError.Extent,
    _ arrays: ProblemArrays
  ) throws -> CustomProblem.Instances {
    let isOptional = group == "/held_out"
    let features = try arrays.matrix(
      "\(group)/features", .any(letter), d, need: isOptional ? .with("\(group)/labels") : .always)
    let rows = "a row for each row of \(group)/features"
    let labels = try arrays.matrix(
      "\(group)/labels", .fixed(letter, features.rows, as: rows), k,
      need: isOptional ? .with("\(group)/features") : .always)
    return CustomProblem.Instances(features: features, labels: labels)
  }

  private static func constraints(
    _ k: ProblemFileError.Extent, _ arrays: ProblemArrays
  ) throws -> CustomProblem.Constraints {
    let matrix = try arrays.matrix(
      "/problem/inequality_matrix", .any("r", least: 0), k, need: .evenEmpty)
    let bound = try arrays.vector(
      "/problem/inequality_bound", .fixed("r", matrix.rows, as: "as in inequality_matrix"),
      need: .evenEmpty)
    var (equalities, sums) = (Matrix(rows: 0, columns: matrix.columns), [Double]())
    if arrays.holds("/problem/equality_matrix") || arrays.holds("/problem/equality_bound") {
      equalities = try arrays.matrix(
        "/problem/equality_matrix", .any("m", least: 0), k, need: .with("/problem/equality_bound"))
      sums = try arrays.vector(
        "/problem/equality_bound", .fixed("m", equalities.rows, as: "as in equality_matrix"),
        need: .with("/problem/equality_matrix"))
    }
    let hasBox = arrays.holds(attribute: "box", of: "/problem")
    return CustomProblem.Constraints(
      inequalityMatrix: matrix, inequalityBound: bound, equalityMatrix: equalities,
      equalityBound: sums,
      box: hasBox ? try arrays.positiveNumber("box", of: "/problem") : nil)
  }

  static let weightNames = ["W1", "b1", "W2", "b2"]

  private static func fitting(
    _ d: ProblemFileError.Extent, _ k: ProblemFileError.Extent, _ arrays: ProblemArrays
  ) throws -> CustomProblem.Fitting {
    let group = "/training"
    let given = weightNames.first { arrays.holds("/weights/\($0)") }
    var weights: Weights?
    if let given {
      let need = ProblemFileError.Need.with("/weights/\(given)")
      let first = try arrays.matrix("/weights/W1", .any("H"), d, need: need)
      let h = ProblemFileError.Extent.fixed("H", first.rows, as: "as in /weights/W1")
      func row(_ name: String, _ extent: ProblemFileError.Extent) throws -> Matrix {
        let values = try arrays.vector("/weights/\(name)", extent, need: need)
        return Matrix(rows: 1, columns: values.count, values: values)
      }
      weights = Weights([
        first, try row("b1", h), try arrays.matrix("/weights/W2", k, h, need: need),
        try row("b2", k),
      ])
    }
    var hidden = weights?.parts[0].rows ?? 0
    if weights == nil || arrays.holds(attribute: "hidden", of: group) {
      let stated = try arrays.count("hidden", of: group, least: 1, need: .withoutWeights)
      if weights != nil, stated != hidden {
        throw arrays.problem(
          .differs(Double(stated), from: hidden, of: "the rows of /weights/W1"), "hidden", group)
      }
      hidden = stated
    }
    let steps = try arrays.count("steps", of: group, least: 0)
    return CustomProblem.Fitting(
      training: Training(
        steps: steps, rate: try arrays.positiveNumber("learning_rate", of: group)),
      activation: try arrays.choice("activation", of: group, as: Activation.self),
      loss: try arrays.choice("loss", of: group, as: QuadraticUtility.ErrorNorm.self),
      hidden: hidden, weights: weights)
  }
}
