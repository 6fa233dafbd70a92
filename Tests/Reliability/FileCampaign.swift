import CHDF5
import Domains
import Experiments
import Foundation
import Paper
import Reproducibility
import Storage

/// Files of the program and of others with damaged bytes, read in processes of their own.
struct FileCampaign: Campaign {
  static let name = "files"
  static let task =
    "HDF5 files of this program and of others, calibrations and records with damaged bytes, read "
    + "in processes of their own"
  static let unit = "file"
  static let shortCount = 5_000
  static let longCount = 250_000
  static let partCount: Int? = 25_000

  private(set) var tally = Tally()
  private let count: Int, seed: UInt64

  init(count: Int, seed: UInt64, program: Program) { (self.count, self.seed) = (count, seed) }

  mutating func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for kind in FileWorker.Kind.allCases {
      try FileManager.default.createDirectory(
        at: folder.appending(path: kind.rawValue), withIntermediateDirectories: true)
      try read(
        kind, count / FileWorker.Kind.allCases.count, in: folder.appending(path: kind.rawValue))
    }
  }

  /// Reads so many files of a kind; a process that crashes is followed by one that goes on after
  /// the file it crashed on.
  private mutating func read(_ kind: FileWorker.Kind, _ count: Int, in folder: URL) throws {
    let note = folder.appending(path: "place")
    var first = 0
    while first < count {
      let process = Process()
      process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      process.arguments = [FileWorker.name]
      process.environment = ProcessInfo.processInfo.environment.merging([
        "SWIFT_BACKTRACE": "enable=no",
        FileWorker.variable:
          "\(kind.rawValue) \(seed) \(first) \(count) \(folder.path)",
      ]) { $1 }
      try process.run()
      var (seen, waited, last) = ("", 0.0, ContinuousClock.now)
      while process.isRunning {
        usleep(20_000)
        // Where this process was stopped for a while, so was the other one.
        waited += min(0.1, (ContinuousClock.now - last) / .seconds(1))
        last = .now
        let now = String(
          decoding: FileManager.default.contents(atPath: note.path) ?? Data(), as: UTF8.self)
        if now != seen { (seen, waited) = (now, 0) }
        if waited > 10 { kill(process.processIdentifier, SIGKILL) }
      }
      process.waitUntilExit()
      let lines = String(
        decoding: FileManager.default.contents(atPath: note.path) ?? Data(), as: UTF8.self
      ).split(separator: "\n").map(String.init)
      let done = lines.first.flatMap { Int($0) } ?? count
      for line in lines.dropFirst() {
        let parts = line.split(separator: "\t").map(String.init)
        if parts.count == 2, let value = Int(parts[1]), value > 0 {
          if parts[0].hasPrefix("largest") {
            tally.note(parts[0], atLeast: value)
          } else {
            tally.add("\(kind.label): \(parts[0])", value)
          }
        }
        if parts.count == 1 { tally.faults.append("\(kind.label): \(line)") }
      }
      if process.terminationReason == .exit, process.terminationStatus == 0 {
        tally.count += count - first
        return
      }
      tally.count += done - first + 1
      let label = "\(kind.label), file \(done) of seed \(seed)"
      if process.terminationReason == .uncaughtSignal, process.terminationStatus == SIGKILL {
        tally.faults.append("\(label): more than 10 s")
      } else {
        tally.faults.append("\(label): a crash")
      }
      first = done + 1
    }
  }
}

/// What reads the files, in a process that may crash.
enum FileWorker {
  static let name = "file-worker"
  static let variable = "RELIABILITY_FILES"

  enum Kind: String, CaseIterable {
    case own, foreign, problem, record, calibration

    var label: String {
      switch self {
      case .own: "HDF5 of this program"
      case .foreign: "HDF5 of another program"
      case .problem: "decision problems"
      case .record: "records"
      case .calibration: "calibrations"
      }
    }
  }

  private struct Missing: Error {}

  /// Reads the files that the environment names.
  static func run() async throws {
    let words = (ProcessInfo.processInfo.environment[variable] ?? "").split(separator: " ")
    guard words.count == 5, let kind = Kind(rawValue: String(words[0])),
      let seed = UInt64(words[1]),
      let first = Int(words[2]), let count = Int(words[3])
    else { throw Missing() }
    let reader = try await FileReader(kind, in: URL(filePath: String(words[4])))
    for place in first..<count {
      try reader.note(place)
      try await reader.read(place, seed: seed)
    }
    try reader.note(count)
  }
}

/// Damages one file again and again.
private final class FileReader {
  private let kind: FileWorker.Kind
  private let folder: URL, file: URL
  private let bytes: [UInt8]
  private let original: ArrayFile?
  private let key: Digest?
  private var accepted = 0, refused = 0, largest = 0, crashes = 0, endless = 0
  private var faults: [String] = []

  init(_ kind: FileWorker.Kind, in folder: URL) async throws {
    (self.kind, self.folder) = (kind, folder)
    let manager = FileManager.default
    var key: Digest?
    switch kind {
    case .own, .problem:
      file = folder.appending(path: "problem.h5")
      try await ProblemFile.contents(of: try CustomProblem.example(), title: "An example").write(
        to: file)
    case .foreign:
      file = folder.appending(path: "foreign.h5")
      try? manager.removeItem(at: file)
      try await ForeignExample.write(to: file)
    case .record:
      let store = RecordStore(root: folder)
      try store.prepare()
      key = Digest(of: "record")
      file = store.url(of: Digest(of: "record"))
      try await Self.record(key: Digest(of: "record")).write(to: file)
    case .calibration:
      try manager.createDirectory(
        at: folder.appending(path: "data"), withIntermediateDirectories: true)
      file = folder.appending(path: Calibration.path)
      try Data(contentsOf: try Program().checkout.appending(path: Calibration.path)).write(to: file)
    }
    self.key = key
    bytes = Array(try Data(contentsOf: file))
    original = kind == .own || kind == .record ? try await ArrayFile(contentsOf: file) : nil
    // What is found of damage says nothing unless the whole file is taken as it is.
    try await read()
  }

  /// A record as the program writes it, of one victim.
  private static func record(key: Digest) -> ArrayFile {
    var file = ArrayFile(schema: "poison/1", title: "A record")
    file.rootAttributes.merge([
      "key": .string("\(key)"), "domain": .string("synthetic"), "attack": .string("none"),
      "dataset_sha256": .string("\(key)"), "learner": .string(""), "options": .string("{}"),
      "seed": .integer(3), "budget": .double(0), "label_budget": .double(0),
    ]) { $1 }
    file.arrays["/evaluation/two-stage/fresh/targets/clean"] = NamedArray([1.5, 2.5])
    file.arrays["/levels/perfect/targets"] = NamedArray(3.0)
    file.attributes["/levels"] = ["order": .strings(["perfect"])]
    return file
  }

  /// Keeps how far it has come, for whoever follows a crash.
  func note(_ place: Int) throws {
    let lines =
      [
        "\(place)", "accepted\t\(accepted)", "refused in a sentence\t\(refused)",
        "largest memory, in megabytes\t\(largest)",
        "crashes of the HDF5 library in that process\t\(crashes)",
        "readings without an end, ended in that process\t\(endless)",
      ] + faults
    try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "place"))
  }

  func read(_ place: Int, seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed, stream: "files/\(kind.rawValue)/\(place)")
    let damaged =
      kind == .calibration
      ? TextMutation.mutated(bytes, using: &random) : Self.damaged(bytes, using: &random)
    try Data(damaged).write(to: file)
    do {
      try await read()
      if let original, try await ArrayFile(contentsOf: file) != original {
        faults.append("file \(place): other contents under the old digest")
      }
      accepted += 1
    } catch {
      refused += 1
      if "\(error)".isEmpty { faults.append("file \(place): an error without words") }
    }
    // Files of others are read in processes of their own.
    largest = max(largest, Int(Machine.peakMegabytes(of: kind == .foreign ? .children : .own)))
    if largest > 1000 { faults.append("file \(place): \(largest) MB of memory") }
  }

  /// Reads the file as the program does.
  ///
  /// - Throws: what it says of damage.
  private func read() async throws {
    switch kind {
    case .own: _ = try await ArrayFile(contentsOf: file, verifying: true)
    case .foreign: try readByTheProgram()
    case .problem: _ = try await CustomStudy(contentsOf: file, seed: 0)
    case .record:
      guard let key, try await RecordStore(root: folder).record(key) != nil else {
        throw Refused()
      }
    case .calibration: _ = try Calibration(root: folder)
    }
  }

  private struct Refused: Error {}

  /// Reads the file as the program reads what comes from elsewhere, in a process of its own.
  private func readByTheProgram() throws {
    let process = Process()
    process.executableURL = try Program().url
    process.arguments = ["read-foreign", file.path]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"]
    ) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    if process.terminationReason == .uncaughtSignal {
      if process.terminationStatus == SIGXCPU { endless += 1 } else { crashes += 1 }
    }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw Refused()
    }
  }

  /// Some bytes changed, copied, zeroed or cut off.
  private static func damaged(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.whole(0..<4) {
      guard bytes.count > 64 else { break }
      let place = random.whole(0..<bytes.count)
      let length = min(bytes.count - place, 1 + random.whole(0..<16))
      switch random.whole(0..<6) {
      case 0: bytes[place] ^= 1 << UInt8(random.whole(0..<8))
      case 1: bytes[place] = UInt8(random.whole(0..<256))
      case 2: for k in place..<place + length { bytes[k] = 0 }
      case 3: for k in place..<place + length { bytes[k] = 0xff }
      case 4:
        let from = random.whole(0..<bytes.count - length + 1)
        bytes.replaceSubrange(place..<place + length, with: bytes[from..<from + length])
      default: if random.whole(0..<8) == 0 { bytes.removeSubrange(place...) }
      }
    }
    return bytes
  }
}

/// A file as other programs write it: the library's oldest format, without checksums.
private enum ForeignExample {
  @HDF5Actor
  static func write(to url: URL) throws {
    H5dont_atexit()
    let file = H5Fcreate(url.path, hdf5_new_file(), hdf5_default(), hdf5_default())
    defer { H5Fclose(file) }
    for name in ["/train", "/train/deep", "/notes"] {
      H5Gclose(H5Gcreate2(file, name, hdf5_default(), hdf5_default(), hdf5_default()))
    }
    let numbers = (0..<60).map { 0.5 * Double($0) }
    for (name, isChunked) in [("/train/features", false), ("/train/deep/labels", true)] {
      let space = H5Screate_simple(2, [hsize_t](arrayLiteral: 12, 5), nil)
      let list = H5Pcreate(hdf5_dataset_creation())
      if isChunked {
        H5Pset_chunk(list, 2, [hsize_t](arrayLiteral: 4, 5))
        H5Pset_deflate(list, 6)
      }
      let set = H5Dcreate2(
        file, name, hdf5_little_endian_double(), space, hdf5_default(), list, hdf5_default())
      H5Dwrite(
        set, hdf5_native_double(), hdf5_whole_space(), hdf5_whole_space(), hdf5_default(), numbers)
      H5Dclose(set)
      H5Pclose(list)
      H5Sclose(space)
    }
    let type = H5Tcopy(hdf5_c_string())
    H5Tset_size(type, hdf5_variable_length())
    let space = H5Screate(H5S_SCALAR)
    let attribute = H5Acreate2(file, "schema", type, space, hdf5_default(), hdf5_default())
    "decision-problem/2".withCString { text in
      var pointer: UnsafePointer<CChar>? = text
      H5Awrite(attribute, type, &pointer)
    }
    H5Aclose(attribute)
    H5Sclose(space)
    H5Tclose(type)
  }
}
