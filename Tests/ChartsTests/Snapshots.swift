import Foundation
import Testing

/// Recorded bytes that drawings are compared with.
///
/// With `RECORD_SNAPSHOTS=1` in the environment the comparison records anew and fails once.
enum Snapshots {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Snapshots")

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  static func compare(_ bytes: [UInt8], with name: String) throws {
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(bytes).write(to: file)
      Issue.record("Recorded \(name) anew; run again without RECORD_SNAPSHOTS.")
      return
    }
    let recorded = try Data(contentsOf: file)
    let isEqual = recorded == Data(bytes)
    #expect(isEqual, "\(name): \(bytes.count) bytes, recorded \(recorded.count)")
  }
}
