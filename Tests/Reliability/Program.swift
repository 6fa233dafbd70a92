import Foundation

/// The built command `report`, to be run as a user runs it.
struct Program: Sendable {
  /// The executable, and the repository whose templates and calibration are used and which keeps
  /// figures: the one that it was built from, unless `RELIABILITY_ROOT` names a copy that nobody
  /// works on.
  let url: URL, checkout: URL

  /// The command beside this one.
  ///
  /// - Throws: an error of the disk if it is not there.
  init() throws {
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let start =
      FileManager.default.fileExists(atPath: own.path)
      ? own : URL(filePath: CommandLine.arguments[0])
    url = start.deletingLastPathComponent().appending(path: "report")
    guard FileManager.default.isExecutableFile(atPath: url.path) else {
      throw CocoaError(.fileNoSuchFile)
    }
    let named = ProcessInfo.processInfo.environment["RELIABILITY_ROOT"].map { URL(filePath: $0) }
    checkout =
      named
      ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// Another command, run in the same repositories.
  ///
  /// - Throws: an error of the disk if it is not there.
  init(at url: URL) throws {
    (self.url, checkout) = (url, try Program().checkout)
    guard FileManager.default.isExecutableFile(atPath: url.path) else {
      throw CocoaError(.fileNoSuchFile)
    }
  }

  /// What came of a run: exit code, or the signal that ended it, and what was printed.
  struct Outcome {
    var status: Int32, signal: Int32?
    var output: String, errors: String
  }

  /// A command that has begun; what it prints goes to files beside its root.
  final class Started {
    let process = Process()
    private let folder: URL

    fileprivate init(_ folder: URL) { self.folder = folder }

    fileprivate var output: URL { folder.appending(path: "stdout") }
    fileprivate var errors: URL { folder.appending(path: "stderr") }

    /// What comes of it, once it has ended or the time is over, which counts as SIGALRM.
    func outcome(within seconds: Double = 600) -> Outcome {
      var (waited, last) = (0.0, ContinuousClock.now)
      while process.isRunning, waited < seconds {
        usleep(2000)
        // Where this process was stopped for a while, so was the other one.
        waited += min(0.1, (ContinuousClock.now - last) / .seconds(1))
        last = .now
      }
      var isLate = false
      if process.isRunning {
        isLate = true
        kill(process.processIdentifier, SIGKILL)
      }
      process.waitUntilExit()
      func text(_ url: URL) -> String {
        String(decoding: FileManager.default.contents(atPath: url.path) ?? Data(), as: UTF8.self)
      }
      let isSignal = process.terminationReason == .uncaughtSignal
      return Outcome(
        status: isSignal ? -1 : process.terminationStatus,
        signal: isLate ? SIGALRM : isSignal ? process.terminationStatus : nil,
        output: text(output), errors: text(errors))
    }
  }

  /// Starts the command in a folder.
  ///
  /// - Throws: what starting a process throws.
  func start(
    _ arguments: [String], in place: Place, environment: [String: String] = [:]
  ) throws -> Started {
    let started = Started(place.logs)
    let process = started.process
    (process.executableURL, process.arguments) = (url, arguments)
    process.currentDirectoryURL = place.root
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 }
    ) { $1 }
    for file in [started.output, started.errors] {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: started.output)
    process.standardError = try FileHandle(forWritingTo: started.errors)
    try process.run()
    return started
  }

  /// Runs the command to its end.
  func run(
    _ arguments: String..., in place: Place, environment: [String: String] = [:],
    within seconds: Double = 600
  ) throws -> Outcome {
    try start(arguments, in: place, environment: environment).outcome(within: seconds)
  }
}

/// A repository of its own, gone afterwards.
final class Place {
  let root: URL
  fileprivate let logs: URL
  private let folder: URL

  /// A fresh repository with the templates and the calibration of a checkout.
  init(_ program: Program, named name: String = "place", in parent: URL? = nil) throws {
    let manager = FileManager.default
    folder = (parent ?? manager.temporaryDirectory).appending(path: "\(name)-\(UUID())")
    (root, logs) = (folder.appending(path: "root"), folder.appending(path: "logs"))
    for directory in [root.appending(path: "data"), logs] {
      try manager.createDirectory(at: directory, withIntermediateDirectories: true)
    }
    for name in ["Package.swift", "Templates", "data/calibration.json"] {
      try manager.copyItem(
        at: program.checkout.appending(path: name), to: root.appending(path: name))
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Every regular file below a folder of the root, by path, with its bytes.
  func files(below name: String) throws -> [String: Data] {
    let start = root.appending(path: name)
    guard FileManager.default.fileExists(atPath: start.path) else { return [:] }
    var found: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: start.path) {
      let url = start.appending(path: path)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      found[path] = try Data(contentsOf: url)
    }
    return found
  }

  /// Puts files back as they were and removes all others below a folder of the root.
  func restore(_ files: [String: Data], below name: String) throws {
    let manager = FileManager.default
    let start = root.appending(path: name)
    if manager.fileExists(atPath: start.path) {
      for path in try manager.subpathsOfDirectory(atPath: start.path) {
        let url = start.appending(path: path)
        var isFolder: ObjCBool = false
        let exists = manager.fileExists(atPath: url.path, isDirectory: &isFolder)
        let isLink = (try? manager.destinationOfSymbolicLink(atPath: url.path)) != nil
        let isForeign = exists && !isFolder.boolValue && files[path] == nil
        if isLink || isForeign { try manager.removeItem(at: url) }
      }
    }
    for (path, bytes) in files {
      let url = start.appending(path: path)
      if manager.contents(atPath: url.path) == bytes { continue }
      try manager.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: url)
    }
  }
}
