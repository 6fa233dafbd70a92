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

  /// A training must fit into so many GiB.
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
    try ProblemChecks(file: file).check(problem, version: version)
    return problem
  }

  /// The problem of arrays that fit together; if they fit once all of them or one has its extents
  /// in reverse, the error says so.
  private static func untransposed(_ arrays: ProblemArrays) throws -> CustomProblem {
    do {
      return try problem(arrays)
    } catch let error as ProblemFileError {
      guard case .shape(let file, let object, let found, let expected) = error else { throw error }
      if fits(arrays.transposed()) {
        throw ProblemFileError.transposed(file: file, object: object, found: found)
      }
      // What tells the others their extents has none itself that it could miss.
      if !ProblemFileError.Extent.fits(found.reversed(), expected),
        let turned = arrays.oblong.first(where: { fits(arrays.transposed(only: $0.path)) })
      {
        throw ProblemFileError.transposedAlone(
          file: file, object: turned.path, found: turned.shape)
      }
      throw error
    }
  }

  /// Whether shapes fit together; they are looked at before anything else that may be wrong.
  private static func fits(_ arrays: ProblemArrays) -> Bool {
    do {
      _ = try problem(arrays)
    } catch ProblemFileError.shape { return false } catch {}
    return true
  }

  private static func problem(_ arrays: ProblemArrays) throws -> CustomProblem {
    let features = try arrays.matrix("/train/features", .any("n"), .any("d"))
    let mapLetter = arrays.holds("/problem/linear_map") ? "p" : "k"
    let labels = try arrays.matrix(
      "/train/labels", .fixed("n", features.rows, as: "a row for each row of /train/features"),
      .any(mapLetter))
    let n = ProblemFileError.Extent.fixed("n", features.rows, as: "as in /train/features")
    let d = ProblemFileError.Extent.fixed("d", features.columns, as: "as in /train/features")
    let p = ProblemFileError.Extent.fixed(mapLetter, labels.columns, as: "as in /train/labels")
    let target = try instances("/target", "t", d, p, arrays)
    let t = ProblemFileError.Extent.fixed("t", target.labels.rows, as: "as in /target/features")
    let hasHeldOut = ["features", "labels"].contains { arrays.holds("/held_out/\($0)") }
    let heldOut = hasHeldOut ? try instances("/held_out", "s", d, p, arrays) : nil
    let map = try arrays.optionalMatrix("/problem/linear_map", .any("k"), p)
    let k = map.map { .fixed("k", $0.rows, as: "the rows of /problem/linear_map") } ?? p
    let constant =
      arrays.holds("/problem/linear_constant")
      ? try arrays.vector("/problem/linear_constant", k) : nil
    let train = CustomProblem.Instances(features: features, labels: labels)
    let parameters = try ProblemParameters(
      arrays, variables: k, train: train, target: target, heldOut: heldOut)
    let outputs = parameters.outputs(p)
    let sets = parameters.sets.map(\.instances)
    var problem = CustomProblem(
      train: sets[0], target: sets[1], heldOut: sets.count > 2 ? sets[2] : nil,
      quadratic: parameters.quadratic, constraints: parameters.constraints,
      perturbation: try perturbation(n, d, p, arrays), fitting: try fitting(n, d, outputs, arrays),
      desiredDecisions: try arrays.optionalMatrix("/target/desired_decisions", t, k))
    (problem.linearMap, problem.linearConstant) = (map, constant)
    try read(&problem, arrays)
    return problem
  }

  /// The attributes of `/problem` beside the box, and what must be with them.
  private static func read(_ problem: inout CustomProblem, _ arrays: ProblemArrays) throws {
    func number(_ name: String, need: String?) throws -> Double? {
      if let need { return try arrays.positiveNumber(name, of: "/problem", need: .with(need)) }
      return arrays.holds(attribute: name, of: "/problem")
        ? try arrays.positiveNumber(name, of: "/problem") : nil
    }
    problem.smoothing = try number("smoothing", need: nil)
    let predicted = problem.train.predicted
    problem.ridge = try number(
      "ridge", need: predicted[.quadratic] == nil ? nil : "/train/label_quadratic_factor")
    let bound = [ProblemParameter.inequalityBound, .equalityBound].first { predicted[$0] != nil }
    problem.violationPrice = try number(
      "violation_price", need: bound.flatMap(\.labelName).map { "/train/\($0)" })
    if problem.ridge != nil, predicted[.quadratic] == nil {
      problem.remarks.append(
        "attribute ridge of /problem has no effect: no label_quadratic_factor is predicted")
    }
    if problem.violationPrice != nil, bound == nil {
      problem.remarks.append(
        "attribute violation_price of /problem has no effect: no bounds are predicted")
    }
  }

  private static func perturbation(
    _ n: ProblemFileError.Extent, _ d: ProblemFileError.Extent, _ p: ProblemFileError.Extent,
    _ arrays: ProblemArrays
  ) throws -> CustomProblem.Perturbation {
    var perturbation = CustomProblem.Perturbation(
      lower: try arrays.optionalMatrix("/perturbation/lower", n, d),
      upper: try arrays.optionalMatrix("/perturbation/upper", n, d),
      features: try arrays.optionalMatrix("/perturbation/features", n, d),
      labels: try arrays.optionalMatrix("/perturbation/labels", n, p))
    perturbation.labelLower = try arrays.optionalMatrix("/perturbation/label_lower", n, p)
    perturbation.labelUpper = try arrays.optionalMatrix("/perturbation/label_upper", n, p)
    perturbation.rows = try arrays.optionalFlags("/perturbation/rows", n)
    perturbation.labelRows = try arrays.optionalFlags("/perturbation/label_rows", n)
    return perturbation
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
}
