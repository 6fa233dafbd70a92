import Foundation
import Reproducibility
import TestSupport
import Testing

@testable import Data

struct SourcesTests {
  private func source(_ kind: SourceKind, _ names: [String], isSimulated: Bool = false) -> Source {
    Source(
      kind: kind,
      files: names.map { SourceFile(name: $0, bytes: $0.utf8.count, digest: Digest(of: $0)) },
      isSimulated: isSimulated, content: names)
  }

  /// Digests enter keys: their order is that of the formats, not of names or of hashing.
  @Test func filesAndDigestsFollowTheOrderOfKinds() {
    let sources = Sources(
      source(.citations, ["a", "b"]), source(.prices, ["z"]), source(.citeseer, ["0"]))
    let graphs = ["a", "b", "0"].map { Digest(of: $0) }
    #expect(sources.digests(of: [.citeseer, .citations]) == graphs)
    #expect(sources.files.map(\.name) == ["z", "a", "b", "0"])
    let expected = ["z", "a", "b"].map { Digest(of: $0) }
    #expect(sources.digests(of: [.citations, .prices]) == expected)
    #expect(sources.digests(of: [.prices, .citations, .prices]) == expected)
    #expect(sources.digests(of: [.prices]) == [expected[0]] && sources.digests(of: []).isEmpty)
    #expect(Sources().digests(of: [.prices]).isEmpty)
  }

  @Test func kindsWithoutAFormatComeLast() {
    let (weather, traffic) = (SourceKind(rawValue: "weather"), SourceKind(rawValue: "traffic"))
    #expect(
      [weather, .citeseer, .citations, traffic, .prices].sorted()
        == [.prices, .citations, .citeseer, traffic, weather])
  }

  @Test func isSimulatedAsSoonAsOneKindIs() {
    var sources = Sources(source(.citations, ["a"]), source(.prices, ["z"], isSimulated: true))
    #expect(sources.isSimulated)
    sources = sources.restricted(to: [.citations])
    #expect(!sources.isSimulated && sources.files.map(\.name) == ["a"])
  }

  @Test func twoGraphsStandSideBySide() throws {
    let (one, other) = (
      try SmallGraph.communities(papers: 20, words: 4, communities: 2),
      try SmallGraph.communities(papers: 30, words: 5, communities: 3)
    )
    let sources = Sources(Source(other, kind: .citeseer), Source(one))
    #expect(sources.citations == one && sources.citations(of: .citations) == one)
    #expect(sources.citations(of: .citeseer) == other)
    #expect(sources.citations(of: .prices) == nil)
    #expect(sources.restricted(to: [.citeseer]).citations == nil)
  }

  @Test func contentOfAnotherTypeIsNotTakenForPrices() {
    let sources = Sources(source(.prices, ["z"]))
    #expect(sources.prices == nil && sources.citations == nil)
  }

  @Test func kindsAndFilesAreCodedAsNamesAndDigests() throws {
    let file = SourceFile(name: "z", bytes: 1, digest: Digest(of: "z"))
    let text = String(decoding: try JSONEncoder().encode([SourceKind.prices]), as: UTF8.self)
    #expect(text == "[\"prices\"]")
    let bytes = try JSONEncoder().encode(file)
    #expect(try JSONDecoder().decode(SourceFile.self, from: bytes) == file)
  }
}

struct DerivedValuesTests {
  private struct Refused: Error {}

  @Test func makesAValueOncePerTypeAndKey() throws {
    let derived = DerivedValues()
    var made = 0
    func number(_ key: [Int]) -> Int {
      derived.value(for: key) {
        made += 1
        return key.reduce(0, +)
      }
    }
    #expect(number([1, 2]) == 3 && number([1, 2]) == 3 && made == 1)
    #expect(number([2, 2]) == 4 && made == 2)
    #expect(derived.value(for: [1, 2]) { "three" } == "three")
    #expect(number([1, 2]) == 3 && made == 2)
  }

  @Test func keepsNothingOfAFailure() throws {
    let derived = DerivedValues()
    func fail() throws(Refused) -> Int { throw Refused() }
    #expect(throws: Refused.self) { try derived.value(for: 1, make: fail) }
    #expect(derived.value(for: 1) { 7 } == 7)
  }

  @Test func isNotPartOfItsHoldersValue() {
    let derived = DerivedValues()
    _ = derived.value(for: 1) { 7 }
    #expect(derived == DerivedValues())
  }
}
