import Foundation
import Reproducibility
import Storage
import TestSupport
import Testing

struct ArrayFileTests {
  @Test func readsWhatItWrites() async throws {
    let folder = try TemporaryDirectory()
    let written = Example.all()
    try await written.write(to: folder.file("arrays.h5"))
    let read = try await ArrayFile(contentsOf: folder.file("arrays.h5"), verifying: true)
    #expect(read == written)
    #expect(read.contentDigest == written.contentDigest)
    #expect(try folder.names() == ["arrays.h5"])
  }

  @Test func keepsEveryBitOfANumber() async throws {
    let folder = try TemporaryDirectory()
    let patterns: [UInt64] = [
      0x7ff8_0000_0000_1234, 0x8000_0000_0000_0000, 1, 0xfff0_0000_0000_0000,
    ]
    var file = ArrayFile(schema: "example/1", title: "Bits")
    file.arrays["/bits"] = NamedArray(patterns.map { Double(bitPattern: $0) })
    try await file.write(to: folder.file("arrays.h5"))
    let read = try await ArrayFile(contentsOf: folder.file("arrays.h5"), verifying: true)
    #expect(read.arrays["/bits"]?.doubles?.map(\.bitPattern) == patterns)
  }

  @Test func readsTheAttributesOfTheRootAlone() async throws {
    let folder = try TemporaryDirectory()
    let file = Example.all()
    try await file.write(to: folder.file("arrays.h5"))
    var expected = file.rootAttributes
    expected["content_sha256"] = .string(file.contentDigest.description)
    #expect(try await ArrayFile.rootAttributes(of: folder.file("arrays.h5")) == expected)
  }

  @Test(arguments: [0, 1, 60_000, 200_000])
  func holdsTextsOfAnyLength(count: Int) async throws {
    let folder = try TemporaryDirectory()
    let text = String(repeating: "ö", count: count / 2) + String(repeating: "x", count: count % 2)
    var file = ArrayFile(schema: "example/1", title: "Text")
    file.rootAttributes["options"] = .string(text)
    file.arrays["/text"] = NamedArray([text], shape: [])
    try await file.write(to: folder.file("arrays.h5"))
    #expect(try await ArrayFile(contentsOf: folder.file("arrays.h5"), verifying: true) == file)
  }

  @Test(arguments: [[400, 1000], [3, 200_000], [1, 1, 300_000], [300_000]])
  func dividesLargeArraysIntoChunks(shape: [Int]) async throws {
    let folder = try TemporaryDirectory()
    var generator = SeededGenerator(seed: 2, stream: "large")
    let values = (0..<shape.reduce(1, *)).map { _ in Double(generator.index(below: 3)) }
    var file = ArrayFile(schema: "example/1", title: "Large")
    file.arrays["/large"] = NamedArray(values, shape: shape)
    try await file.write(to: folder.file("arrays.h5"))
    #expect(try await ArrayFile(contentsOf: folder.file("arrays.h5")) == file)
    // There are two bits of information per value; a chunk that is not compressed has 64.
    let size = try Data(contentsOf: folder.file("arrays.h5")).count
    #expect(size < values.count, "\(size) bytes for \(values.count) values")
  }

  @Test func writesTheSameBytesAgain() async throws {
    let folder = try TemporaryDirectory()
    try await Example.all().write(to: folder.file("first.h5"))
    // Another order of insertion, another second, other work of the library in between.
    var other = ArrayFile()
    let file = Example.all()
    for (path, array) in file.arrays.sorted(by: { $0.key > $1.key }) { other.arrays[path] = array }
    for (path, values) in file.attributes.sorted(by: { $0.key > $1.key }) {
      for (name, value) in values.sorted(by: { $0.key > $1.key }) {
        other.attributes[path, default: [:]][name] = value
      }
    }
    other.attributes["/bare"] = [:]
    try await Example.small().write(to: folder.file("small.h5"))
    try await Task.sleep(for: .milliseconds(1100))
    try await other.write(to: folder.file("second.h5"))
    let first = try Data(contentsOf: folder.file("first.h5"))
    #expect(try Data(contentsOf: folder.file("second.h5")) == first)
    try await ArrayFile(contentsOf: folder.file("first.h5")).write(to: folder.file("third.h5"))
    #expect(try Data(contentsOf: folder.file("third.h5")) == first)
  }

  @Test func replacesAFileOfTheSameName() async throws {
    let folder = try TemporaryDirectory()
    try await Example.all().write(to: folder.file("arrays.h5"))
    try await Example.small().write(to: folder.file("arrays.h5"))
    #expect(try await ArrayFile(contentsOf: folder.file("arrays.h5")) == Example.small())
  }

  @Test func writesAndReadsManyFilesAtOnce() async throws {
    let folder = try TemporaryDirectory()
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<20 {
        group.addTask {
          var file = Example.small()
          file.rootAttributes["index"] = .integer(Int64(index))
          let url = folder.file("\(index).h5")
          try await file.write(to: url)
          return try await ArrayFile(contentsOf: url, verifying: true) == file
        }
      }
      for try await isEqual in group { #expect(isEqual) }
    }
  }
}
