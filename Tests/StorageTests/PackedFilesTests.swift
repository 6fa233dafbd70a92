import Foundation
import Storage
import TestSupport
import Testing

struct PackedFilesTests {
  private let files = PackedFiles([
    "all": Example.all(), "small": Example.small(), "another": Example.small(),
    "nothing": ArrayFile(),
  ])

  @Test func unpacksWhatItPacks() async throws {
    let folder = try TemporaryDirectory()
    try await files.packed(schema: "packed/1", title: "Four files").write(
      to: folder.file("arrays.h5"))
    let read = try await ArrayFile(contentsOf: folder.file("arrays.h5"), verifying: true)
    #expect(PackedFiles(packed: read) == files)
    #expect(
      PackedFiles(packed: PackedFiles().packed(schema: "packed/1", title: "None")) == PackedFiles())
  }

  @Test func packsEqualFilesEqually() {
    var reversed = PackedFiles()
    for name in files.files.keys.sorted(by: >) { reversed.files[name] = files.files[name] }
    #expect(
      reversed.packed(schema: "packed/1", title: "Files")
        == files.packed(schema: "packed/1", title: "Files"))
  }

  @Test(arguments: ["/doubles", "/integers", "/lengths", "/layout", "/texts", "/names", "/layouts"])
  func refusesAFileThatLacksWhatItNames(part: String) throws {
    let packed = files.packed(schema: "packed/1", title: "Files")
    var lacking = packed
    lacking.arrays[part] = nil
    #expect(PackedFiles(packed: lacking) == nil)
    var short = packed
    switch try #require(packed.arrays[part]).values {
    case .doubles(let values): short.arrays[part] = NamedArray(Array(values.dropLast()))
    case .integers(let values): short.arrays[part] = NamedArray(Array(values.dropLast()))
    case .strings(let values):
      let text = String(try #require(values.first).dropFirst(3))
      short.arrays[part] = NamedArray(shape: [], values: .strings([text]))
    }
    #expect(PackedFiles(packed: short) != files)
  }
}
