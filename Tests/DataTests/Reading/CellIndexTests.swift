import Reproducibility
import Testing

@testable import Data

struct CellIndexTests {
  @Test func findsTheBytesOfEachKind() {
    var random = SeededGenerator(seed: 3, stream: "bytes of each kind")
    let usual = Array("0123456789.,\n\r/:-+ \"".utf8)
    for round in 0..<400 {
      let bytes = (0..<64).map { _ in
        round % 2 == 0 ? usual[random.index(below: usual.count)] : UInt8(random.index(below: 256))
      }
      let masks = bytes.withUnsafeBufferPointer { $0.baseAddress.map(ByteMasks.init) }
      func bits(of kind: String) -> UInt64 {
        bytes.enumerated().reduce(0) { kind.utf8.contains($1.1) ? $0 | 1 << $1.0 : $0 }
      }
      #expect(masks?.ends == bits(of: ",\n"))
      #expect(masks?.lineFeeds == bits(of: "\n"))
      #expect(masks?.points == bits(of: "."))
      #expect(masks?.zeros == bits(of: "0"))
      #expect(masks?.digits == bits(of: "0123456789"))
    }
  }

  @Test func marksEveryCellThatIsNotAPlainNumberAboveZero() {
    var random = SeededGenerator(seed: 4, stream: "cells")
    let index = CellIndex()
    for round in 0..<200 {
      // Rare ends give cells that reach over many blocks of 64 bytes.
      let rarity = 1 + round % 5 * 40
      let text = (0..<64 * (1 + random.index(below: 20))).map { _ in
        let byte = random.index(below: 12 * rarity)
        return byte < 6 ? Array(",,\n,.-".utf8)[byte] : UInt8(ascii: "0") + UInt8(byte % 3 / 2)
      }
      let cells = text.split(omittingEmptySubsequences: false) { $0 == 0x2C || $0 == 0x0A }
        .dropLast()
      text.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return }
        index.build(from: start, before: start + bytes.count)
      }
      #expect(index.length == text.count)
      #expect((0..<index.count).map { Int(index.ends[$0]) } == cells.map(\.endIndex))
      let marks: [Int] = cells.map { cell in
        let isPlain =
          cell.allSatisfy("0123456789.".utf8.contains) && cell.contains(UInt8(ascii: "1"))
          && cell.count(where: { $0 == UInt8(ascii: ".") }) < 2
        return isPlain ? 0 : 1
      }
      #expect(cells.map { index.mark(at: $0.endIndex) } == marks)
      let (from, through) = (text.count / 3, text.count / 2)
      var tally = text[from...through].count { $0 == UInt8(ascii: "\n") } << 32
      for (cell, mark) in zip(cells, marks) where (from...through).contains(cell.endIndex) {
        tally += mark
      }
      #expect(index.tally(from: from, through: through) == tally)
    }
  }

  @Test func leavesOutBytesThatFillNoBlock() {
    let index = CellIndex()
    [UInt8](repeating: UInt8(ascii: ","), count: 130).withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      index.build(from: start, before: start + 130)
      #expect(index.length == 128 && index.count == 128)
      index.build(from: start, before: start + 63)
      #expect(index.length == 0 && index.count == 0)
    }
  }
}
