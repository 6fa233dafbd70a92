import Foundation
import Reproducibility
import Storage
import TestSupport
import Testing

struct ContentDigestTests {
  /// The bytes that the description of the format spells out, put together by hand.
  @Test func hashesTheDescribedBytes() {
    var file = ArrayFile(attributes: [
      "/": [
        "title": .string("é"), "schema": .string("s"), "content_sha256": .string("not hashed"),
      ],
      "/b": ["z": .double(-2), "a": .integers([1])],
    ])
    file.arrays = [
      "/b/x": NamedArray([1, 0.5], shape: [1, 2]),
      "/b-": NamedArray([Int64(-1)], shape: []),
      "/b/t": NamedArray(["", "hi"]),
    ]
    file.attributes["/b/t"] = ["n": .strings(["u", ""])]
    var bytes: [UInt8] = []
    func add(_ text: String) { bytes += Array(text.utf8) }
    add("/\0group\0schema\0str\0s\0title\0str\0é\0")
    add("/b\0group\0a\0i8\0")
    bytes += [1, 0, 0, 0, 0, 0, 0, 0]
    add("z\0f8\0")
    bytes += [0, 0, 0, 0, 0, 0, 0, 0xc0]
    add("/b-\0dataset\0i8\0\0")
    bytes += [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
    add("/b/t\0dataset\0str\02\0\0hi\0n\0str\0u\0\0")
    add("/b/x\0dataset\0f8\01x2\0")
    bytes += [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]
    bytes += [0, 0, 0, 0, 0, 0, 0xe0, 0x3f]
    #expect(file.contentDigest == Digest(ofBytes: bytes))
  }

  @Test func countsGroupsThatAreOnlyImplied() {
    var implied = ArrayFile(arrays: ["/a/b/c": NamedArray(1)])
    let digest = implied.contentDigest
    implied.attributes["/a/b"] = [:]
    #expect(implied.contentDigest == digest)
    implied.attributes["/a/d"] = [:]
    #expect(implied.contentDigest != digest)
  }

  @Test func tellsShapesAndTypesApart() {
    let arrays = [
      NamedArray([0.0, 0], shape: [2]), NamedArray([0.0, 0], shape: [1, 2]),
      NamedArray([0.0, 0], shape: [2, 1]), NamedArray([Int64(0), 0]), NamedArray([Double]()),
      NamedArray([Double](), shape: [0, 1]), NamedArray([Int64]()),
    ]
    let digests = arrays.map { ArrayFile(arrays: ["/x": $0]).contentDigest }
    #expect(Set(digests).count == arrays.count)
  }

  @Test func verifiesAnUntouchedFile() async throws {
    let folder = try TemporaryDirectory()
    try await Example.all().write(to: folder.file("arrays.h5"))
    let digest = try await ArrayFile.verifyDigest(of: folder.file("arrays.h5"))
    #expect(digest == Example.all().contentDigest)
  }
}
