import Foundation
import Storage
import TestSupport
import Testing

/// What other programs write for a single text or number: a scalar, a list of one, a 1×1 array.
struct OneElementTests {
  private func attributes() async throws -> [String: AttributeValue] {
    let folder = try TemporaryDirectory()
    try ForeignFile.attributes.write(to: folder.file("a.h5"))
    return try await ArrayFile(contentsOf: folder.file("a.h5")).rootAttributes
  }

  @Test(arguments: [
    ("vlen scalar", "größe"), ("vlen list", "größe"), ("vlen 1x1", "größe"),
    ("vlen ascii", "text"), ("fixed scalar", "text"), ("fixed list", "text"),
    ("fixed 1x1", "text"), ("fixed utf8", "größe"), ("space ascii", "text"),
    ("space utf8", "text"), ("null pad", "text"), ("null term", "text"),
  ])
  func areReadAsTheTextThatTheyAre(name: String, text: String) async throws {
    #expect(try await attributes()[name]?.string == text)
  }

  @Test(arguments: [
    ("int list", 7), ("int 1x1", 7), ("float list", 0.5), ("float 1x1x1", 0.5),
  ])
  func areReadAsTheNumberThatTheyAre(name: String, number: Double) async throws {
    let value = try #require(try await attributes()[name])
    #expect(value.double == number && value.string == nil)
    #expect(value.integer == (name.hasPrefix("int") ? 7 : nil))
  }

  @Test func areNoneIfThereAreTwo() async throws {
    let value = try #require(try await attributes()["two"])
    #expect(value == .strings(["a", "b"]) && value.string == nil)
    #expect(
      AttributeValue.doubles([]).double == nil && AttributeValue.integers([1, 2]).integer == nil)
  }

  @Test func stayListsWhereThisProgramWroteLists() async throws {
    let folder = try TemporaryDirectory()
    var file = ArrayFile(schema: "example/1", title: "Lists of one")
    file.rootAttributes["list"] = .strings(["a"])
    file.rootAttributes["numbers"] = .doubles([0.5])
    try await file.write(to: folder.file("a.h5"))
    let read = try await ArrayFile(contentsOf: folder.file("a.h5"), verifying: true)
    #expect(read == file && read.rootAttributes["list"]?.string == "a")
  }
}
