import ArgumentParser
import Foundation
import Reproducibility
import Storage

/// An HDF5 file that comes from elsewhere.
///
/// Damaged bytes that no checksum covers can crash the HDF5 library. Such a file is therefore read
/// once in a process of its own, whose end tells what this one would meet.
struct ForeignFile {
  let path: String

  /// The name of the command that does nothing but read a file.
  static let command = "read-foreign"

  /// Reads the file in another process.
  ///
  /// - Throws: `Refusal` if that process crashes. Whatever else is wrong with the file, whoever
  ///   reads it here is told.
  func refuseCrashing() throws {
    guard FileKind(at: path, following: true) == .regular,
      let program = Bundle.main.executableURL
    else { return }
    let process = Process()
    process.executableURL = program
    process.arguments = [ForeignFile.command, "--", path]
    (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
    process.standardError = FileHandle.nullDevice
    // A crash is expected to be one, quickly and quietly.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"]
    ) { $1 }
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit else {
      throw Refusal(
        "\(path) is damaged: HDF5 \(HDF5Library.version) crashes on it (signal "
          + "\(process.terminationStatus)); make the file anew.")
    }
  }
}

/// `report read-foreign`: reads a file and says nothing; run by other commands.
struct ReadForeignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ForeignFile.command, abstract: "Read an HDF5 file.", shouldDisplay: false)

  @Argument var file: String

  func run() async throws {
    let url = URL(filePath: file)
    _ = try await ArrayFile.members(of: url)
    // What is not read by others is passed over there, too.
    _ = try await ArrayFile(contentsOf: url, needing: [])
  }
}
