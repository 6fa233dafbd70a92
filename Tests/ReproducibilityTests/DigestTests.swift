import Foundation
import Reproducibility
import Testing

struct DigestTests {
  @Test func readsTheHexadecimalDigitsThatItWrites() throws {
    let digest = Digest(of: "abc")
    #expect(Digest(hex: digest.description) == digest)
    #expect(Digest(hex: digest.description.uppercased()) == digest)
    #expect(digest.description.count == 64)
  }

  @Test(arguments: ["", "ab", String(repeating: "0", count: 63), String(repeating: "g", count: 64)])
  func refusesWhatIsNotSixtyFourDigits(text: String) {
    #expect(Digest(hex: text) == nil)
    #expect(Digest(hex: text + String(repeating: "0", count: 65)) == nil)
  }

  @Test func isOrderedAsItsText() {
    let digests = (0..<200).map { Digest(of: "\($0)") }
    #expect(digests.sorted().map(\.description) == digests.map(\.description).sorted())
    #expect(!(digests[0] < digests[0]))
  }

  @Test func isCodedAsItsText() throws {
    let digest = Digest(of: "abc")
    let data = try JSONEncoder().encode([digest])
    #expect(String(decoding: data, as: UTF8.self) == "[\"\(digest)\"]")
    #expect(try JSONDecoder().decode([Digest].self, from: data) == [digest])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Digest].self, from: Data("[\"12\"]".utf8))
    }
  }

  @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 600_000])
  func hashesAFileAsItsBytes(count: Int) throws {
    let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let url = URL.temporaryDirectory.appending(path: "digest-\(UUID())")
    try bytes.write(to: url)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: url) } }
    #expect(try Digest(ofFileAt: url) == Digest(ofBytes: bytes))
  }

  @Test func namesTheFileThatCannotBeRead() throws {
    let missing = URL.temporaryDirectory.appending(path: "no-such-file")
    let error = #expect(throws: DigestError.self) { try Digest(ofFileAt: missing) }
    #expect(error?.description.contains("no-such-file cannot be read (No such file") == true)
    #expect(throws: DigestError.self) { try Digest(ofFileAt: URL.temporaryDirectory) }
  }
}
