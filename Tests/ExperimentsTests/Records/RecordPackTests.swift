import ExperimentsSupport
import Foundation
import Reproducibility
import Storage
import TestSupport
import Testing

@testable import Experiments

struct RecordPackTests {
  /// A pack of a small study, and what it was made from.
  private struct Packed {
    let directory: TemporaryDirectory
    let runner: Runner
    let items: [KeyedExperiment]

    init() async throws {
      directory = try TemporaryDirectory()
      runner = Runner(in: directory)
      items = try runner.keyed(SmallStudy.experiments(seeds: [0]))
      _ = try await runner.study(of: items)
    }

    func pack(_ name: String = "figure-5.tar") async throws -> URL {
      let url = directory.file(name)
      _ = try await RecordPack.write(
        items + items, of: runner.store, sources: runner.laboratory.sources, to: url
      ) {
        RecordPack.Manifest(
          title: "Figure 5", preset: "quick", panels: ["5a"], calibration: Digest(of: ""),
          records: $0)
      }
      return url
    }

    /// The pack with other files in it.
    func changed(
      _ change: (inout [(name: String, bytes: Data)]) throws -> Void
    ) async throws -> URL {
      let url = try await pack()
      var files = try TapeArchive.entries(of: url).map {
        (name: $0.name, bytes: try TapeArchive.contents($0, of: url))
      }
      try change(&files)
      let other = directory.file("other.tar")
      let writer = try TapeArchive.Writer(other)
      for file in files { try writer.add(file.name, file.bytes) }
      try writer.close()
      return other
    }
  }

  @Test func holdsEveryRecordOnceAndSaysSo() async throws {
    let packed = try await Packed()
    let url = try await packed.pack()
    let audit = try await RecordPack.audit(url)
    #expect(audit.entries.count == 5 && audit.entries.allSatisfy { $0.reason.isEmpty })
    #expect(audit.manifest.records.map(\.key) == packed.items.map(\.key).sorted())
    #expect(audit.manifest.records.contains { $0.label.hasSuffix("clean") })
    for item in audit.manifest.records {
      let stored = try await packed.runner.store.record(item.key)
      #expect(stored?.contentDigest == item.content && stored?.dataset == item.dataset)
      let path = "data/datasets/\(item.datasetKey).h5"
      #expect(FileManager.default.fileExists(atPath: packed.directory.file(path).path))
    }
    let again = try await packed.pack("again.tar")
    #expect(try Data(contentsOf: again) == Data(contentsOf: url))
    #expect(try packed.directory.names().filter { $0.hasPrefix(".") }.isEmpty)
  }

  @Test func isNotMadeWhereARecordIsMissing() async throws {
    let packed = try await Packed()
    try FileManager.default.removeItem(at: packed.runner.store.url(of: packed.items[0].key))
    await #expect(throws: RecordPackError.missing(1, of: 5)) { try await packed.pack() }
    #expect(!FileManager.default.fileExists(atPath: packed.directory.file("figure-5.tar").path))
  }

  @Test func findsWhatWasChanged() async throws {
    let packed = try await Packed()
    func reasons(
      _ change: (inout [(name: String, bytes: Data)]) throws -> Void
    ) async throws -> [AuditEntry] {
      try await RecordPack.audit(try await packed.changed(change)).entries
        .filter { !$0.isThere || !$0.reason.isEmpty }
    }
    let missing = try await reasons { $0.removeLast() }
    #expect(missing.count == 1 && missing.first?.isThere == false)
    let swapped = try await reasons { files in
      let bytes = files[1].bytes
      files[1].bytes = files[2].bytes
      files[2].bytes = bytes
    }
    let reason = "the key in it is not that of its name"
    #expect(swapped.map(\.reason) == [reason, reason])
    let flipped = try await reasons { $0[3].bytes[$0[3].bytes.count / 2] ^= 1 }
    #expect(flipped.count == 1)
    // Also where HDF5 keeps nothing.
    let unused = try await reasons { $0[3].bytes.append(0) }
    #expect(unused.count == 1)
    let extra = try await reasons { $0.append((name: "poisons/more.h5", bytes: Data())) }
    #expect(extra.map(\.reason) == ["the manifest does not list it"])
    let moved = try await reasons { $0.swapAt(1, 2) }
    #expect(moved.map(\.reason) == ["records stand twice or out of order"])
  }

  /// Whoever changes a record and all digests of it is betrayed by its key.
  @Test func findsOptionsThatAreNotThoseOfTheKey() async throws {
    let packed = try await Packed()
    let url = packed.runner.store.url(of: packed.items[0].key)
    var file = try await ArrayFile(contentsOf: url)
    let options = try #require(file.rootAttributes["options"]?.string)
    file.rootAttributes["options"] = .string(
      options.replacing("\"fresh_weights\":2", with: "\"fresh_weights\":3"))
    try await file.write(to: url)
    let found = try await RecordPack.audit(try await packed.pack()).entries
      .filter { !$0.reason.isEmpty }
    #expect(found.map(\.reason) == ["its key is not that of its options, seed and sources"])
  }

  @Test func refusesOtherManifests() async throws {
    let packed = try await Packed()
    for text in ["", "{}", "no JSON"] {
      let url = try await packed.changed { $0[0].bytes = Data(text.utf8) }
      let error = await #expect(throws: RecordPackError.self) { try await RecordPack.audit(url) }
      #expect(error?.description.contains("its manifest is not one") == true)
    }
    let url = try await packed.changed { $0.removeFirst() }
    let error = await #expect(throws: RecordPackError.self) { try await RecordPack.audit(url) }
    #expect(error?.description.hasSuffix("it does not begin with a manifest") == true)
  }
}
