import ArgumentParser
import Foundation
import Reproducibility
import Storage

/// An HDF5 file that comes from elsewhere.
///
/// Damaged bytes that no checksum covers can crash the HDF5 library, make it ask for any amount of
/// memory, or send it round in circles. Such a file is therefore read once in a process of its own
/// with limits of memory and processor time, whose end tells what this one would meet.
struct ForeignFile {
  let path: String

  /// The name of the command that does nothing but read a file.
  static let command = "read-foreign"

  /// Reads the file in another process.
  ///
  /// - Throws: `Refusal` if that process crashes, or with what it says is wrong with the file.
  func refuseDamaged() throws {
    guard FileKind(at: path, following: true) == .regular,
      let program = Bundle.main.executableURL
    else { return }
    let process = Process()
    process.executableURL = program
    process.arguments = [ForeignFile.command, "--", path]
    (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
    let errors = Pipe()
    process.standardError = errors
    // A crash is expected to be one, quickly and quietly.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"]
    ) { $1 }
    try process.run()
    let said = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationReason == .exit else {
      let end =
        process.terminationStatus == SIGXCPU
        ? "does not come to the end of it within \(Int(seconds)) s of processor time"
        : "crashes on it (signal \(process.terminationStatus))"
      throw Refusal(
        "\(path) is damaged: HDF5 \(HDF5Library.version) \(end); make the file anew.")
    }
    guard process.terminationStatus == 0 else {
      let sentence = said.hasPrefix("Error: ") ? String(said.dropFirst(7)) : said
      throw Refusal(sentence.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  /// Takes no more memory and processor time from now on than such a file may need.
  func limitProcess() {
    guard size != nil else { return }
    ProcessLimits.limit(bytes: Double(1 << 29) + room)
    ProcessLimits.limit(seconds: seconds)
  }

  /// The file's bytes; nil where it cannot be looked at.
  private var size: Double? {
    var status = stat()
    return stat(path, &status) == 0 ? Double(status.st_size) : nil
  }

  /// The bytes that its contents may take in memory: all arrays a hundred times the file's size,
  /// and what is small anyway.
  private var room: Double { max(Double(1 << 28), 100 * (size ?? 0)) }

  /// The processor time that reading it may take: that of the program's start, and of 256 MB a
  /// second.
  private var seconds: Double { (2 + room / Double(1 << 28)).rounded(.up) }
}

/// `report read-foreign`: reads a file and says nothing; run by other commands.
struct ReadForeignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ForeignFile.command, abstract: "Read an HDF5 file.", shouldDisplay: false)

  @Argument var file: String

  func run() async throws {
    let url = URL(filePath: file)
    ForeignFile(path: file).limitProcess()
    // What is not read by others is passed over here, too.
    _ = try await ArrayFile(contentsOf: url, needing: [])
    _ = try await ArrayFile.members(of: url)
  }
}
