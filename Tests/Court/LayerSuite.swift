import Foundation
import LinearAlgebra
import Reproducibility
import Site
import Storage

/// The programs of the suite, with their exact answers.
struct LayerSuite {
  /// One program: minimise ½xᵀQx + pᵀx subject to Gx ≤ h, Ax = b.
  struct Instance {
    let name: String
    private let arrays: [String: NamedArray]

    init(_ name: String, of file: ArrayFile) throws {
      self.name = name
      let head = "/\(name)/"
      arrays = Dictionary(
        uniqueKeysWithValues: file.arrays.filter { $0.key.hasPrefix(head) }
          .map { (String($0.key.dropFirst(head.count)), $0.value) })
      for key in ["Q", "p", "G", "h", "v", "r_p", "r_Q"] + Self.exact.values.flatMap(\.self)
      where arrays[key]?.doubles == nil {
        throw CourtError("the suite has no \(head)\(key): make it anew with suite.py")
      }
    }

    /// A number array of this name in one row; an empty one where there is none.
    func row(_ name: String) -> Matrix {
      let values = arrays[name]?.doubles ?? []
      return Matrix(rows: 1, columns: values.count, values: values)
    }

    /// The names of what each stage asks for.
    static let exact: [CourtRecord.Stage: [String]] = [
      .decision: ["x"], .first: ["first/p", "first/Q"], .second: ["second/p", "second/Q"],
    ]

    /// How far values are from the exact ones: the largest deviation of each array as a share of
    /// its largest entry.
    ///
    /// - Throws: `CourtError` where an array is missing or has another length.
    func answer(
      _ stage: CourtRecord.Stage, _ values: [String: [Double]]
    ) throws -> CourtRecord.Answer {
      let errors = try (Self.exact[stage] ?? []).map { key in
        let exact = row(key).values
        guard let found = values[key], found.count == exact.count else {
          throw CourtError("an answer to \(name) has no \(key) of \(exact.count) numbers")
        }
        guard found.allSatisfy(\.isFinite) else { return Double.infinity }
        let scale = exact.map(\.magnitude).max() ?? 1
        return zip(found, exact).map { ($0 - $1).magnitude / scale }.max() ?? 0
      }
      return CourtRecord.Answer(name, stage, error: errors.max() ?? 0)
    }
  }

  let url: URL
  let digest: Digest
  let instances: [Instance]

  init(root: URL) async throws {
    url = root.appending(path: "Tests/Court/suite.h5")
    digest = try Digest(ofFileAt: url)
    let file = try await ArrayFile(contentsOf: url)
    let names = Set(file.arrays.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
    instances = try names.sorted().map { try Instance($0, of: file) }
  }
}

/// Why there is no verdict, in one sentence.
struct CourtError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
