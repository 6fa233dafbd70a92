import ExperimentsSupport
import Foundation
import Reproducibility
import Storage
import TestSupport
import Testing

@testable import Experiments

struct RecordMergeTests {
  /// Runs the experiments of one part in a directory of its own.
  private func run(_ shard: Shard, in directory: TemporaryDirectory) async throws {
    let runner = Runner(in: directory)
    let items = try runner.keyed(SmallStudy.experiments()).filter { shard.contains($0.key) }
    _ = try await runner.study(of: items, keepsSummary: false)
  }

  @Test func partsRunElsewhereAreTheWhole() async throws {
    let (whole, merged) = (try TemporaryDirectory(), try TemporaryDirectory())
    let runner = Runner(in: whole)
    _ = try await runner.study(of: try runner.keyed(SmallStudy.experiments()), keepsSummary: false)
    let parts = try (1...3).map { _ in try TemporaryDirectory() }
    for (number, part) in parts.enumerated() {
      try await run(try #require(Shard(number + 1, of: 3)), in: part)
    }
    let store = RecordStore(root: merged.url)
    let outcome = try await RecordMerge(into: store).add(parts.map(\.url))
    #expect(try merged.filesOfResults() == whole.filesOfResults())
    // Data sets may be in several parts.
    #expect(outcome.added == (try whole.filesOfResults().count) && outcome.known >= 0)
    let again = try await RecordMerge(into: store).add(
      [whole.url.appending(path: "data", directoryHint: .isDirectory)])
    #expect(again.added == 0 && again.known == outcome.added)
    // Each directory goes with the value that it belongs to.
    withExtendedLifetime((parts, whole)) {}
  }

  @Test func refusesTwoOfOneKeyByNameAndWritesNothing() async throws {
    let (one, other, merged) = (
      try TemporaryDirectory(), try TemporaryDirectory(), try TemporaryDirectory()
    )
    for directory in [one, other] { try await run(try #require(Shard(1, of: 1)), in: directory) }
    let store = RecordStore(root: other.url)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: store.poisons.path).sorted().first)
    var file = try await ArrayFile(contentsOf: store.poisons.appending(path: name))
    file.rootAttributes["budget"] = .double(0.123)
    try await file.write(to: store.poisons.appending(path: name))
    let error = await #expect(throws: RecordMergeError.self) {
      _ = try await RecordMerge(into: RecordStore(root: merged.url)).add([one.url, other.url])
    }
    let message = try #require(error).description
    #expect(message.components(separatedBy: name).count == 3, "\(message)")
    #expect(message.contains(one.url.path) && message.contains(other.url.path))
    #expect(try merged.filesOfResults().isEmpty)
    withExtendedLifetime((one, other)) {}
  }

  @Test func refusesAFolderWithoutRecordsMisplacedAndDamagedFiles() async throws {
    let (empty, damaged, merged) = (
      try TemporaryDirectory(), try TemporaryDirectory(), try TemporaryDirectory()
    )
    let merge = RecordMerge(into: RecordStore(root: merged.url))
    await #expect(throws: RecordMergeError.noStore(empty.url.path)) {
      _ = try await merge.add([empty.url])
    }
    try await run(try #require(Shard(1, of: 1)), in: damaged)
    let store = RecordStore(root: damaged.url)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: store.poisons.path).sorted().first)
    let url = store.poisons.appending(path: name)
    let misplaced = store.poisons.appending(path: "\(Digest(of: "another")).h5")
    try FileManager.default.copyItem(at: url, to: misplaced)
    await #expect(throws: RecordMergeError.otherKey(misplaced.path)) {
      _ = try await merge.add([damaged.url])
    }
    try FileManager.default.removeItem(at: misplaced)
    try Data(contentsOf: url).dropLast(100).write(to: url)
    await #expect(throws: StorageError.self) { _ = try await merge.add([damaged.url]) }
    // Whatever another program may have written, the library is not asked to read it here.
    try Data(contentsOf: Fixture.url("problem_h5py.h5")).write(to: url)
    await #expect {
      _ = try await merge.add([damaged.url])
    } throws: {
      if case StorageError.foreign = $0 { true } else { false }
    }
    #expect(try merged.filesOfResults().isEmpty)
  }
}
