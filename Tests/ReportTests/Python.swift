import Foundation

/// The Python of this machine, as a user would start it.
enum Python {
  /// Whether it is there with the given modules.
  static func has(_ modules: String...) -> Bool {
    do {
      return try run("import \(modules.joined(separator: ", "))").status == 0
    } catch { return false }
  }

  static let hasArrays = has("h5py", "numpy")
  static let hasFrames = hasArrays && has("pandas")

  /// Runs a program in a directory.
  static func run(_ program: String, in folder: URL? = nil) throws -> ReportProcess.Outcome {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-B", "-c", program]
    process.currentDirectoryURL = folder
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return ReportProcess.Outcome(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: complaint, as: UTF8.self))
  }
}

/// The repository that these tests stand in.
enum Checkout {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The blocks of Python in a page of Markdown, each with a line break at its end.
  static func blocks(ofPythonIn path: String) throws -> [String] {
    try text(path).components(separatedBy: "\n```python\n").dropFirst().map { part in
      (part.components(separatedBy: "\n```").first ?? "") + "\n"
    }
  }
}
