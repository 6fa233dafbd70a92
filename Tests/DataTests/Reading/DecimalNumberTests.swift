import Foundation
import Reproducibility
import Testing

@testable import Data

struct DecimalNumberTests {
  private func value(of text: String) -> Double? {
    var text = text
    return text.withUTF8 { DecimalNumber.value(of: $0) }
  }

  @Test func agreesBitForBitWithTheStandardLibraryOnAMillionNumbers() {
    var random = SeededGenerator(seed: 7, stream: "decimal numbers")
    var differing: [String] = []
    for round in 0..<1_000_000 {
      // Three of four as in price files; the others up to 25 digits, with exponents.
      let isOrdinary = round % 4 != 0
      let digits = 1 + random.index(below: isOrdinary ? 17 : 25)
      let point = random.index(below: digits + 1)
      var text = ""
      for place in 0...digits {
        if place == point { text += "." }
        if place < digits { text += String(random.index(below: 10)) }
      }
      if !isOrdinary, random.index(below: 2) == 0 {
        text = "-" + text + "e" + String(random.index(below: 60) - 40)
      }
      guard let expected = Double(text) else {
        // A point without digits on one side is in our grammar only.
        let completed = text.replacing(/\.(?=e|$)/, with: ".0").replacing(/^(-?)\./) { "\($0.1)0." }
        if value(of: text)?.bitPattern != Double(completed)?.bitPattern { differing.append(text) }
        continue
      }
      if value(of: text)?.bitPattern != expected.bitPattern { differing.append(text) }
    }
    #expect(differing.isEmpty, "\(differing.prefix(5))")
  }

  @Test(arguments: [
    // Halfway between two doubles; 2^53 and its neighbours; 19 and 20 digits; the smallest ones.
    ("9007199254740993", 9007199254740992.0), ("9007199254740992", 9007199254740992.0),
    ("9007199254740991", 9007199254740991.0), ("9007199254740993.0000000001", 9007199254740994.0),
    ("0.3", 0.3), ("9999999999999999999", 1e19), ("18446744073709551616", 0x1p64),
    ("4.9e-324", .leastNonzeroMagnitude), ("1e22", 1e22), ("1E+5", 1e5), (".5", 0.5), ("5.", 5),
    ("+5", 5),
    ("0000000000000000000000000.5", 0.5),
  ])
  func roundsCorrectly(text: String, expected: Double) {
    #expect(value(of: text)?.bitPattern == expected.bitPattern)
  }

  @Test(arguments: [
    "", ".", "-", "e5", "1e", "1e+", "nan", "inf", "0x10", "1,5", "1 5", "1.2.3", "--1", "1e400",
    "1_000",
    "12a",
  ])
  func refusesWhatIsNoFiniteNumber(text: String) {
    #expect(value(of: text) == nil)
  }

  @Test(arguments: ["12.5,", "12.5\n", "12.5\r\n", "12.5"])
  func plainDecimalsEndAtACellEnd(text: String) {
    var text = text
    text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return }
      var position = start
      let number = PlainDecimal.read(at: &position, before: start + bytes.count)
      #expect(number == PlainDecimal(mantissa: 125, fractionDigits: 1))
      #expect(position - start == 4)
    }
  }

  @Test(arguments: ["12.5 ", "1e5", "-1", "", ".", "12345678901234567890"])
  func plainDecimalsLeaveOtherCellsAlone(text: String) {
    var text = text
    text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return }
      var position = start
      #expect(PlainDecimal.read(at: &position, before: start + bytes.count) == nil)
      #expect(position == start)
    }
  }
}
