import Foundation
import Reproducibility
import Testing

struct IdentifierTests {
  private enum Fruit {}
  private typealias ID = Identifier<Fruit>

  @Test func isCodedAsItsBareText() throws {
    let data = try JSONEncoder().encode([ID("apple"), ID("")])
    #expect(String(decoding: data, as: UTF8.self) == #"["apple",""]"#)
    #expect(try JSONDecoder().decode([ID].self, from: data) == [ID("apple"), ID("")])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([ID].self, from: Data("[1]".utf8))
    }
  }

  @Test func namesTheMembersOfAnObject() throws {
    let counts = [ID("pear"): 1, ID("apple"): 2, ID("10"): 3]
    let data = try JSONEncoder().encode(counts)
    #expect(try JSONDecoder().decode([ID: Int].self, from: data) == counts)
    #expect(try JSONValue(encoding: counts).canonicalText == #"{"10":3,"apple":2,"pear":1}"#)
  }

  @Test func isOrderedByTheBytesOfItsText() {
    // U+FF61 precedes U+1F600 in UTF-8, but follows its surrogates in UTF-16.
    let sorted = ["\u{FF61}", "b", "B", "\u{1F600}", "ä", "a", ""].map { ID($0) }.sorted()
    #expect(sorted.map(\.text) == ["", "B", "a", "b", "ä", "\u{FF61}", "\u{1F600}"])
  }

  @Test func describesItselfByItsText() {
    #expect("\(ID("apple"))" == "apple")
    #expect(Set([ID("apple"), ID("apple"), ID("pear")]).count == 2)
  }
}
