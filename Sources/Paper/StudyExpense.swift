public import Foundation
public import Reproducibility

/// What it takes to make the records of a study: room on disk and, where a whole run was measured,
/// time.
public struct StudyExpense: Sendable {
  /// A whole run of a preset from an empty store, as one machine measured it.
  public struct Run: Sendable, Codable, Equatable {
    /// The preset.
    public var preset: Preset
    /// Minutes that it took, the number of jobs at once, and the peak memory in megabytes.
    public var minutes: Double, jobs: Int, peakMegabytes: Double

    /// A run.
    public init(preset: Preset, minutes: Double, jobs: Int, peakMegabytes: Double) {
      (self.preset, self.minutes, self.jobs) = (preset, minutes, jobs)
      self.peakMegabytes = peakMegabytes
    }

    /// Where the file is, below a repository's root.
    public static let path = "data/run-time.json"

    /// What was measured of a preset in a repository; nil where nothing was.
    ///
    /// - Throws: what reading or decoding throws.
    public static func read(_ preset: Preset, root: URL) throws -> Run? {
      let url = root.appending(path: path)
      guard FileManager.default.fileExists(atPath: url.path) else { return nil }
      let runs = try JSONDecoder().decode([Run].self, from: try Data(contentsOf: url))
      return runs.first { $0.preset == preset }
    }

    /// Puts the run into the file, in place of another one of its preset.
    ///
    /// - Throws: what reading, decoding or writing throws.
    public func write(root: URL) throws {
      let url = root.appending(path: Run.path)
      var runs: [Run] = []
      if FileManager.default.fileExists(atPath: url.path) {
        runs = try JSONDecoder().decode([Run].self, from: try Data(contentsOf: url))
      }
      runs = runs.filter { $0.preset != preset } + [self]
      let text = try JSONValue(encoding: runs).canonicalText + "\n"
      try PartialFile.write(Array(text.utf8), to: url)
    }
  }

  /// The bytes that each record takes on disk.
  public var bytes: [Digest: Int]
  /// The whole run; nil where none was measured.
  public var run: Run?

  /// The expense of so many bytes; the default is no run.
  public init(bytes: [Digest: Int], run: Run? = nil) { (self.bytes, self.run) = (bytes, run) }
}
