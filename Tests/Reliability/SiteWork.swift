import Foundation
import Reproducibility

/// A small report that campaigns build over and over: the figures, the commands, and what must be
/// there at the end, byte for byte.
struct SiteWork {
  let program: Program
  /// Which figures.
  let figures: [String]
  /// What a build that nobody disturbs leaves, by the folders in which it lies.
  let expected: [String: [String: Data]]
  /// Where that build was made, and how long it took in seconds.
  let reference: Place, seconds: Double

  /// The folders that hold results.
  static let folders = ["out", "data/poisons", "data/datasets", "data/simulated"]

  /// Builds the reference.
  ///
  /// - Throws: `Unusable` if that fails, or an error of the disk.
  init(_ program: Program, figures: [String]) throws {
    (self.program, self.figures) = (program, figures)
    reference = try Place(program, named: "reference")
    seconds = try SiteWork.seconds(of: SiteWork.build(figures), by: program, in: reference)
    expected = try SiteWork.files(in: reference)
  }

  /// How long a command takes that nobody disturbs.
  ///
  /// - Throws: `Unusable` if it fails, or an error of the disk.
  static func seconds(
    of arguments: [String], by program: Program, in place: Place
  ) throws -> Double {
    let start = ContinuousClock.now
    let outcome = try program.start(arguments, in: place).outcome()
    guard outcome.status == 0 else { throw Unusable(reason: outcome.errors) }
    return (ContinuousClock.now - start) / .seconds(1)
  }

  struct Unusable: Error { let reason: String }

  static func build(_ figures: [String], jobs: Int = 2) -> [String] {
    ["build", "--preset", "quick", "--output", "out", "--jobs", "\(jobs)", "--only"] + figures
  }

  /// The arguments of the build.
  var build: [String] { SiteWork.build(figures) }

  static func files(in place: Place) throws -> [String: [String: Data]] {
    try Dictionary(uniqueKeysWithValues: folders.map { ($0, try place.files(below: $0)) })
  }

  /// The files of a site that name what it was made with: instructions and the kernel of OpenBLAS.
  static let provenance: Set = [
    "manifest.json", "provenance.html", "ro-crate-metadata.json", "SHA256SUMS",
  ]

  /// What is otherwise than in the reference, in words; nil where nothing is.
  ///
  /// - Parameters:
  ///   - place: the repository that is compared.
  ///   - leftOut: files of the site that may differ. The default is none.
  /// - Throws: an error of the disk.
  /// - Returns: the first difference.
  func difference(in place: Place, except leftOut: Set<String> = []) throws -> String? {
    for (folder, found) in try SiteWork.files(in: place) {
      let wanted = expected[folder] ?? [:]
      let ignored = folder == "out" ? leftOut : []
      for path in Set(found.keys).union(wanted.keys).subtracting(ignored).sorted()
      where found[path] != wanted[path] {
        let what = found[path] == nil ? "lost" : wanted[path] == nil ? "left behind" : "other bytes"
        return "\(folder)/\(path): \(what)"
      }
    }
    return nil
  }

  /// Builds to the end and compares; what is wrong, in words, or nil.
  func recover(in place: Place) throws -> String? {
    let outcome = try program.start(build, in: place).outcome()
    guard outcome.status == 0 else {
      let end = outcome.signal.map { "signal \($0)" } ?? "\(outcome.status)"
      return "the next build ended with \(end): \(outcome.errors.suffix(300))"
    }
    return try difference(in: place)
  }
}
