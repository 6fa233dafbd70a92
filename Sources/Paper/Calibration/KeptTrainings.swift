import Experiments
import Foundation
import Reproducibility

/// What the trainings of calibrations have reached, so that one that was stopped goes on: a small
/// file in `data/trainings` for each learner, rate and unit, which may be removed at any time.
struct KeptTrainings: Sendable {
  private let folder: URL

  /// Those beside a store's records.
  init(in store: RecordStore) { folder = store.trainings }

  private func url(_ key: Digest) -> URL { folder.appending(path: "\(key).json") }

  /// A file's content: the lengths that the levels belong to are part of it.
  private struct Kept: Codable {
    var lengths: [Int], curve: TrainingCurve
  }

  /// What is known; a file that cannot be read, and one of other lengths, count as none.
  func curve(_ key: Digest) -> TrainingCurve? {
    guard let data = FileManager.default.contents(atPath: url(key).path),
      let kept = try? JSONDecoder().decode(Kept.self, from: data),
      kept.lengths == TrainingCurve.lengths, kept.curve.levels.count == kept.lengths.count
    else { return nil }
    return kept.curve
  }

  /// Keeps what was reached.
  ///
  /// - Throws: `JSONError` where a number is not finite, or why nothing can be written.
  func keep(_ curve: TrainingCurve, as key: Digest) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = try JSONValue(encoding: Kept(lengths: TrainingCurve.lengths, curve: curve))
    try PartialFile.write(Array((text.canonicalText + "\n").utf8), to: url(key))
  }
}
