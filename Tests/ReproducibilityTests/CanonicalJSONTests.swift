import Foundation
import Reproducibility
import Testing

struct CanonicalJSONTests {
  private struct Leaf: Encodable {
    var rate = 0.1
    var steps = 3
    var note: String?
  }

  private struct Tree: Encodable {
    var zeta = [1.0, -2.5, 1e-7]
    var leaf = Leaf()
    var alpha = true
    var table = ["b": 1, "a": 2, "ä": 3, "B": 4]
    var gaps: [Int?] = [1, nil]
    var nested = [[1], []]
    var seed = UInt64.max
  }

  private enum Choice: Encodable {
    case plain
    case sign(step: Double)
    case pair(Int, String)
  }

  @Test func sortsNamesAndLeavesOutSpace() throws {
    let expected =
      #"{"alpha":true,"gaps":[1,null],"leaf":{"rate":0.1,"steps":3},"nested":[[1],[]],"#
      + #""seed":18446744073709551615,"table":{"B":4,"a":2,"b":1,"ä":3},"zeta":[1,-2.5,1e-07]}"#
    #expect(try JSONValue(encoding: Tree()).canonicalText == expected)
  }

  @Test func sortsNamesByTheirBytes() throws {
    // U+FF61 precedes U+1F600 in UTF-8, but follows its surrogates in UTF-16.
    let text = try JSONValue(encoding: ["\u{1F600}": 1, "\u{FF61}": 2, "": 3]).canonicalText
    #expect(text == "{\"\":3,\"\u{FF61}\":2,\"\u{1F600}\":1}")
  }

  @Test func writesCasesWithTheirValues() throws {
    let choices: [Choice] = [.plain, .sign(step: 0.5), .pair(1, "x")]
    #expect(
      try JSONValue(encoding: choices).canonicalText
        == #"[{"plain":{}},{"sign":{"step":0.5}},{"pair":{"_0":1,"_1":"x"}}]"#)
  }

  @Test(arguments: [
    (1.0, "1"), (-3.0, "-3"), (0.0, "0"), (-0.0, "0"), (0.1, "0.1"), (1e-4, "0.0001"),
    (1e-5, "1e-05"), (1e-7, "1e-07"), (1e15, "1000000000000000"), (1e20, "1e+20"),
    (1e22, "1e+22"), (1e300, "1e+300"), (0x1p-1074, "5e-324"),
    (0x1p-1022, "2.2250738585072014e-308"),
    (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (0.1 + 0.2, "0.30000000000000004"),
    (0x1p53, "9007199254740992"), (0x1p64, "1.8446744073709552e+19"),
  ])
  func writesTheShortestTextOfANumber(value: Double, expected: String) throws {
    #expect(try JSONValue(encoding: value).canonicalText == expected)
    #expect(try JSONValue(encoding: ["x": [value]]).canonicalText == "{\"x\":[\(expected)]}")
    #expect(try JSONValue(parsing: expected).double == value)
    #expect(try JSONValue(parsing: expected).canonicalText == expected)
  }

  @Test func writesEveryDoubleAsItsShortestText() throws {
    var generator = SeededGenerator(seed: 1, stream: "doubles")
    let values =
      (0..<3000).map { _ in Double(bitPattern: generator.next()) }
      + generator.normals(1000) + generator.uniforms(1000, in: -1e6...1e6)
    for value in values where value.isFinite {
      // A double that is a large integer is written as one, as an integer of that value is.
      let isLargeInteger = value.magnitude >= 0x1p53 && value.magnitude < 0x1p64
      let text = try JSONValue(encoding: value).canonicalText
      #expect(Double(text)?.bitPattern == value.bitPattern)
      if !isLargeInteger { #expect(text == NumberFormat.exact(value)) }
    }
  }

  @Test func writesEveryIntegerInItsDigits() throws {
    var generator = SeededGenerator(seed: 1, stream: "integers")
    let limits: [UInt64] = [
      .max, .max - 1, 1 << 63, (1 << 63) - 1, (1 << 63) + 1, (1 << 53) + 1, 1 << 53,
    ]
    for value in limits + (0..<2000).map({ generator.next() &>> UInt64($0 % 64) }) {
      #expect(try JSONValue(encoding: [value]).canonicalText == "[\(value)]")
      let signed = Int64(bitPattern: value)
      #expect(try JSONValue(encoding: [signed]).canonicalText == "[\(signed)]")
    }
    #expect(try JSONValue(encoding: [Int8.min, .max]).canonicalText == "[-128,127]")
  }

  @Test func writesALargeIntegerInDigitsAlsoWhereItIsADouble() throws {
    #expect(
      try JSONValue(encoding: [1e16, -1e16]).canonicalText
        == "[10000000000000000,-10000000000000000]")
  }

  @Test func writesSinglePrecisionInItsOwnDigits() throws {
    #expect(try JSONValue(encoding: [Float(0.1), 2]).canonicalText == "[0.1,2]")
  }

  @Test func escapesOnlyWhatMustBe() throws {
    let text = "\"\\/\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}é😀"
    let json = try JSONValue(encoding: text).canonicalText
    #expect(json == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u{7f}é😀\"")
    #expect(try JSONValue(parsing: json).string == text)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func refusesWhatIsNotFiniteAndSaysWhere(value: Double) {
    let error = #expect(throws: JSONError.self) {
      try JSONValue(encoding: ["options": Leaf(rate: value)]).canonicalText
    }
    #expect(error?.description.contains("The number at options.rate is \(value)") == true)
  }

  @Test func refusesWhatHasNoOrder() throws {
    #expect(throws: JSONError.self) { try JSONValue(encoding: [Set([1, 2])]).canonicalText }
    #expect(throws: JSONError.self) { try JSONValue(encoding: [1.5: 1, 2.5: 2]).canonicalText }
    #expect(try JSONValue(encoding: [10: "a", 9: "b"]).canonicalText == #"{"10":"a","9":"b"}"#)
    #expect(try JSONValue(encoding: Set([1])).canonicalText == "[1]")
  }

  @Test func saysWhereSomethingHasNoOrder() {
    struct Options: Encodable {
      var kept: Set<Int>? = [1, 2]
    }
    let error = #expect(throws: JSONError.self) {
      try JSONValue(encoding: ComponentDescription(Chosen(options: [Options()]))).canonicalText
    }
    #expect(
      error?.description.hasPrefix("The Set<Int> at component.options.0.kept has no order") == true,
      "\(error?.description ?? "nothing")")
    struct Chosen: Component {
      static let name = "chosen", label = "Chosen", summary = "Does nothing."
      var options: [Options]
    }
  }

  @Test func leavesOutWhatIsNil() throws {
    struct Options: Encodable {
      var absent: Int?
      var given: Int? = 1
      var list: [Double?] = [nil, 0.5]
      var table: [String: Bool?] = ["x": nil]
    }
    #expect(
      try JSONValue(encoding: Options()).canonicalText
        == #"{"given":1,"list":[null,0.5],"table":{"x":null}}"#)
    #expect(try JSONValue(encoding: Int?.none).canonicalText == "null")
  }

  @Test func writesWhatHoldsNothingAsAnEmptyObject() throws {
    struct Nothing: Encodable {}
    #expect(try JSONValue(encoding: Nothing()).canonicalText == "{}")
    #expect(try JSONValue(encoding: [Nothing()]).canonicalText == "[{}]")
    #expect(try JSONValue(encoding: [String: Int]()).canonicalText == "{}")
    #expect(try JSONValue(encoding: [[Int]]()).canonicalText == "[]")
  }

  @Test func writesADigestAsText() throws {
    let digest = Digest(of: "")
    #expect(try JSONValue(encoding: ["d": digest]).canonicalText == "{\"d\":\"\(digest)\"}")
  }

  @Test func writesClassesWithTheirSuperclass() throws {
    class Base: Encodable { let a = 1 }
    final class Derived: Base {
      enum CodingKeys: CodingKey { case b }
      override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(2, forKey: .b)
        try super.encode(to: container.superEncoder())
      }
    }
    #expect(try JSONValue(encoding: Derived()).canonicalText == #"{"b":2,"super":{"a":1}}"#)
  }

  /// Containers of every kind, in every order, and the types that Foundation treats as its own.
  private struct Everything: Encodable {
    var texts = ["", "ä", "\u{1}"], table = [3: [1.5, nil], -1: []]
    var address = URL(string: "https://example.org/a?b=c%20d"), bytes = Data([0, 255, 7])
    var date = Date(timeIntervalSinceReferenceDate: 0.25), decimal = Decimal(string: "-12.50")
    var widths: [any Encodable & Sendable] = [
      Int8.min, Int16.max, Int32.min, Int64.max, UInt8.max, UInt16.max, UInt32.max, UInt64.max,
      Float(0.1), Float(1e20), UInt(1) << 60, 1e16, -1.2345678901234568e18, 1.8e19, Choice.plain,
    ]

    enum CodingKeys: CodingKey { case own, nested, list, twice, later }
    enum More: CodingKey { case a, b }

    func encode(to encoder: any Encoder) throws {
      var outer = encoder.container(keyedBy: CodingKeys.self)
      var list = outer.nestedUnkeyedContainer(forKey: .list)
      var nested = outer.nestedContainer(keyedBy: More.self, forKey: .nested)
      try nested.encode(texts, forKey: .a)
      for value in widths { try list.encode(value) }
      var inList = list.nestedContainer(keyedBy: More.self)
      var inner = list.nestedUnkeyedContainer()
      try inner.encode(address)
      try inner.encodeNil()
      try bytes.encode(to: list.superEncoder())
      try inList.encode(bytes, forKey: .b)
      try inList.encode(decimal, forKey: .a)
      try outer.encode(table, forKey: .own)
      try outer.encode(date, forKey: .twice)
      try outer.encode(true, forKey: .twice)
      try nested.encodeNil(forKey: .b)
      // A second container of the same value goes on where the first was.
      var again = encoder.container(keyedBy: CodingKeys.self)
      try again.encode(inner.count, forKey: .later)
    }
  }

  @Test func makesOfEveryValueWhatFoundationDoes() throws {
    func foundation(_ value: some Encodable) throws -> String {
      let data = try JSONEncoder().encode(value)
      return try JSONValue(parsing: String(decoding: data, as: UTF8.self)).canonicalText
    }
    #expect(try JSONValue(encoding: Everything()).canonicalText == foundation(Everything()))
    var generator = SeededGenerator(seed: 2, stream: "doubles")
    let large = (0..<2000).map { _ in
      Double(Int64(bitPattern: generator.next())) * (generator.uniforms(1, in: 0...2)[0])
    }
    #expect(try JSONValue(encoding: large).canonicalText == foundation(large))
    let single = large.map { Float($0) }
    #expect(try JSONValue(encoding: single).canonicalText == foundation(single))
  }
}
