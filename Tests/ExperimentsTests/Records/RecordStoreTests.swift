import Foundation
import Reproducibility
import Storage
import TestSupport
import Testing

@testable import Experiments

struct RecordStoreTests {
  /// Another utility in the file of a record, written as by this program, must come out of the next
  /// run.
  @Test func neverAnswersFromASummaryThatOutlivedItsRecords() async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let items = try runner.keyed(SmallStudy.experiments(seeds: [0]))
    let treated = try #require(items.first { !$0.experiment.isUntreated })
    func record() async throws -> Record {
      try #require(try await runner.study(of: items)[treated.key])
    }
    let first = try await record()
    let url = runner.store.url(of: treated.key)
    var file = try await ArrayFile(contentsOf: url)
    let path = try #require(file.arrays.keys.first { $0.hasSuffix("fresh/targets/poisoned") })
    let values = try #require(file.arrays[path])
    file.arrays[path] = NamedArray(try #require(values.doubles).map { $0 + 1 }, shape: values.shape)
    try await file.write(to: url)
    let again = try await record()
    #expect(again.contentDigest == file.contentDigest && again.contentDigest != first.contentDigest)
    #expect(again.evaluations != first.evaluations)
    // A damaged summary is made anew, and so is one whose records are gone.
    try Data("no HDF5".utf8).write(to: runner.store.summary)
    #expect(try await record().contentDigest == again.contentDigest)
    try FileManager.default.removeItem(at: url)
    let anew = try await record()
    #expect(anew.contentDigest == first.contentDigest && anew.evaluations == first.evaluations)
  }

  @Test func namesAFileThatIsNotARecord() async throws {
    let directory = try TemporaryDirectory()
    let store = RecordStore(root: directory.url)
    try store.prepare()
    let key = Digest(of: "key")
    try await ArrayFile(schema: "other/1", title: "").write(to: store.url(of: key))
    await #expect(throws: RecordError.lacks("schema", file: "\(key).h5")) {
      try await store.record(key)
    }
    #expect(try await store.record(Digest(of: "another")) == nil)
  }

  @Test func refusesTheRecordOfAnotherExperiment() async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let items = try runner.keyed(SmallStudy.experiments(seeds: [0]))
    let keys = try await runner.study(of: items).keys.sorted()
    let store = runner.store
    try FileManager.default.removeItem(at: store.url(of: keys[0]))
    try FileManager.default.copyItem(at: store.url(of: keys[1]), to: store.url(of: keys[0]))
    let error = RecordError.otherKey(file: "\(keys[0]).h5")
    await #expect(throws: error) { try await store.record(keys[0]) }
    await #expect(throws: error) { try await store.poison(keys[0]) }
    await #expect(throws: error) { try await runner.study(of: items) }
    await #expect(throws: error) { try await runner.recorded(items) }
  }

  /// Whatever in a record is not what was asked for: it is refused by name, digest or no digest.
  @Test(arguments: ["seed", "options", "budget", "learner", "attack", "domain"])
  func refusesARecordThatSaysSomethingElse(_ name: String) async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let items = try runner.keyed([SmallStudy.attacked().untreated, SmallStudy.attacked()])
    _ = try await runner.study(of: items)
    let url = runner.store.url(of: items[1].key)
    var file = try await ArrayFile(contentsOf: url)
    let old = try #require(file.rootAttributes[name])
    switch old {
    case .integer(let number): file.rootAttributes[name] = .integer(number + 1)
    case .double(let number): file.rootAttributes[name] = .double(2 * number)
    default: file.rootAttributes[name] = .string("another")
    }
    try await file.write(to: url)
    let error = RecordError.otherKey(file: url.lastPathComponent)
    await #expect(throws: error) { try await runner.study(of: items) }
    await #expect(throws: error) { try await runner.recorded(items) }
  }

  @Test func findsWhatIsMissingMisplacedOrChanged() async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let store = runner.store
    let items = try runner.keyed(SmallStudy.experiments(seeds: [0]))
    let study = try await runner.study(of: items)
    let wanted = study.mapValues(\.contentDigest)
    #expect(await store.audit(wanted).allSatisfy { $0.isThere && $0.reason.isEmpty })
    let keys = wanted.keys.sorted()
    // One is gone, one stands under another's name, and one has other contents.
    try FileManager.default.removeItem(at: store.url(of: keys[0]))
    try FileManager.default.removeItem(at: store.url(of: keys[1]))
    try FileManager.default.copyItem(at: store.url(of: keys[2]), to: store.url(of: keys[1]))
    var file = try await ArrayFile(contentsOf: store.url(of: keys[3]))
    file.rootAttributes["options"] = .string("{}")
    try await file.write(to: store.url(of: keys[3]))
    let audit = await store.audit(wanted)
    #expect(audit.map(\.isThere) == [false, true, true, true, true])
    #expect(audit.map(\.reason.isEmpty) == [true, false, true, false, true])
    #expect(audit[1].reason == "the key in it is not that of its name")
    #expect(audit[3].reason == "its contents are others than those the site was made from")
  }
}
