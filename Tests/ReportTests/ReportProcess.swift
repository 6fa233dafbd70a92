import Foundation

/// Runs the built command as a user does, in a repository of its own that is gone afterwards.
final class ReportProcess: Sendable {
  let root: URL

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)")
    let checkout = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    try FileManager.default.createDirectory(
      at: root.appending(path: "data"), withIntermediateDirectories: true)
    for name in ["Package.swift", ".zenodo.json", "Templates", "data/calibration.json"] {
      try FileManager.default.copyItem(
        at: checkout.appending(path: name), to: root.appending(path: name))
    }
  }

  /// A repository in which the quick preset's panel 5a was built into `site/quick`: made once, and
  /// copied.
  static func built() throws -> ReportProcess {
    let (original, copy) = (try once.get(), try ReportProcess())
    for name in ["data", "site"] {
      let place = copy.root.appending(path: name)
      if name == "data" { try FileManager.default.removeItem(at: place) }
      try FileManager.default.copyItem(at: original.root.appending(path: name), to: place)
    }
    return copy
  }

  private struct NotBuilt: Error { let reason: String }

  private static let once = Result {
    let report = try ReportProcess()
    let outcome = try report.run("build", "--preset", "quick", "--only", "5a")
    guard outcome.status == 0 else { throw NotBuilt(reason: outcome.errors) }
    removedAtExit = report.root.path
    atexit { try? FileManager.default.removeItem(atPath: ReportProcess.removedAtExit) }
    return report
  }

  private nonisolated(unsafe) static var removedAtExit = ""

  deinit {
    do { try FileManager.default.removeItem(at: root) } catch {}
  }

  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The executable beside the bundle of these tests.
  private var executable: URL {
    get throws {
      var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      for _ in 0..<6 {
        let candidate = folder.appending(path: "report")
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder),
          !isFolder.boolValue
        {
          return candidate
        }
        folder = folder.deletingLastPathComponent()
      }
      throw CocoaError(.fileNoSuchFile)
    }
  }

  func run(_ arguments: String..., from folder: URL? = nil) throws -> Outcome {
    try run(arguments, from: folder)
  }

  func run(_ arguments: [String], from folder: URL? = nil) throws -> Outcome {
    try start(arguments, from: folder).outcome()
  }

  /// A command that has begun.
  struct Started {
    let process: Process
    fileprivate let output = Pipe(), errors = Pipe()

    /// What comes of it, once it has ended.
    func outcome() -> Outcome {
      let text = output.fileHandleForReading.readDataToEndOfFile()
      let complaint = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return Outcome(
        status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
        errors: String(decoding: complaint, as: UTF8.self))
    }
  }

  /// A line of shell, in which `$0` is the program.
  func shell(_ line: String) throws -> Outcome {
    try start(URL(filePath: "/bin/sh"), ["-c", line, try executable.path]).outcome()
  }

  func start(_ arguments: [String], from folder: URL? = nil) throws -> Started {
    try start(try executable, arguments, from: folder)
  }

  private func start(
    _ program: URL, _ arguments: [String], from folder: URL? = nil
  ) throws -> Started {
    let started = Started(process: Process())
    started.process.executableURL = program
    started.process.arguments = arguments
    started.process.currentDirectoryURL = folder ?? root
    started.process.standardOutput = started.output
    started.process.standardError = started.errors
    try started.process.run()
    return started
  }

  /// Everything below the root, by path, with its bytes.
  func files() throws -> [String: Data] {
    var result: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      var isFolder: ObjCBool = false
      let file = root.appending(path: path)
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if !isFolder.boolValue { result[path] = try Data(contentsOf: file) }
    }
    return result
  }
}
