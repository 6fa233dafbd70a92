public import Foundation
import Learning
import LinearAlgebra
public import Storage

/// The file of a problem of one's own: named arrays in HDF5, schema `decision-problem/2`.
///
/// Any program may have written it; the root attribute `schema` is all that it must have beside its
/// arrays. Everything in it is accounted for: a name within the groups of the schema that the
/// schema does not know is refused, and what else there is at the root is listed. Files of version
/// 1 mean what they have always meant.
public enum ProblemFile {
  /// The value of the root attribute `schema` of files that are written.
  public static let schema = "decision-problem/2"
  /// That of files of the first version, which are read as well.
  public static let firstSchema = "decision-problem/1"

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
    let contents = try await ArrayFile(
      contentsOf: url, needing: Set(ProblemNames.versions.keys))
    let members = try await ArrayFile.members(of: url)
    return (
      try problem(in: contents, members: members, of: url.lastPathComponent), contents
    )
  }

  /// The same from a file in memory.
  ///
  /// - Parameters:
  ///   - contents: what is in the file.
  ///   - file: how errors call it.
  /// - Returns: the problem.
  /// - Throws: `ProblemFileError`.
  public static func problem(in contents: ArrayFile, of file: String) throws -> CustomProblem {
    try problem(in: contents, members: contents.members, of: file)
  }

  private static func problem(
    in contents: ArrayFile, members: [String: ArrayFile.Member], of file: String
  ) throws -> CustomProblem {
    let found = contents.rootAttributes["schema"]?.text
    guard let found, [firstSchema, schema].contains(found) else {
      throw ProblemFileError.schema(file: file, found: found)
    }
    let version = found == firstSchema ? 1 : 2
    let account = ProblemAccount(
      file: file, version: version, members: members, contents: contents)
    let unread = try account.unread()
    var problem = try untransposed(ProblemArrays(contents, file: file, version: version))
    try account.checkKinds()
    problem.unread = unread
    try ProblemChecks(file: file).check(problem)
    return problem
  }

  /// The problem of arrays that fit together; if those fit that have rows and columns exchanged,
  /// the error says so.
  private static func untransposed(_ arrays: ProblemArrays) throws -> CustomProblem {
    do {
      return try problem(arrays)
    } catch let error as ProblemFileError {
      guard case .shape(let file, let object, let found, _) = error else { throw error }
      do {
        _ = try problem(arrays.transposed)
      } catch ProblemFileError.shape {
        throw error
      } catch {
        // Shapes are looked at before anything else that may be wrong.
      }
      throw ProblemFileError.transposed(file: file, object: object, found: found)
    }
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
      fitting: try fitting(n, d, k, arrays),
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
}
