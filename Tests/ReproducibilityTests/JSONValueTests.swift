import Foundation
import Reproducibility
import Testing

struct JSONValueTests {
  @Test func readsWhatItWrites() throws {
    let text = #"{"a":[1,2.5,null,true,false,[],{}],"b":{"c":"d"},"e":18446744073709551615}"#
    let value = try JSONValue(parsing: text)
    #expect(value.canonicalText == text)
    #expect(value["a"]?.array?[1].double == 2.5)
    #expect(value["a"]?.array?[0].integer == 1)
    #expect(value["a"]?.array?[3].bool == true)
    #expect(value["b"]?["c"]?.string == "d")
    #expect(value["b"]?.object?.count == 1)
    #expect(value["nothing"] == nil)
    #expect(value["e"]?.integer == nil)
  }

  @Test func bringsATextIntoCanonicalForm() throws {
    let value = try JSONValue(parsing: " {\"b\" : 1.0 ,\r\n\t\"a\":[ 1E2 , -0, 0.50 ] } \n")
    #expect(value.canonicalText == #"{"a":[100,0,0.5],"b":1}"#)
  }

  @Test func readsEscapes() throws {
    let value = try JSONValue(parsing: #""\u00e9\ud83d\ude00\/\"\\\b\f\n\r\t""#)
    #expect(value.string == "é😀/\"\\\u{8}\u{c}\n\r\t")
  }

  @Test(arguments: [
    "", "{\n  \"a\" 1}", "[1 2]", "nul", "\"abc", "\"\\x\"", "[\"\\ud800\"]", "1 2", "01", "1.",
    "-",
    "1e", "+1", "[1e999]", "\"\\u12\"", "NaN", "{1:2}", "\"a\nb\"", "[{\"a\":[\"\\x\"]}]",
  ])
  func refusesAMalformedText(text: String) throws {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.description.hasPrefix("The JSON text is malformed: ") == true)
    #expect(error?.description.hasSuffix("; mend it or write it anew.") == true)
  }

  @Test func saysWhereATextIsMalformed() {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\"a\":1,\"b\" 2}") }
    #expect(error?.description.contains("11") == true, "\(error?.description ?? "nothing")")
  }

  @Test func keepsLargeIntegersExactly() throws {
    for text in [
      "9007199254740993", "-9007199254740993", "9223372036854775807", "-9223372036854775808",
      "9223372036854775808", "18446744073709551615",
    ] {
      #expect(try JSONValue(parsing: text).canonicalText == text)
    }
    #expect(try JSONValue(parsing: "9223372036854775807").integer == .max)
    #expect(try JSONValue(parsing: "18446744073709551616").double == 0x1p64)
  }

  @Test func refusesNestingThatWouldExhaustTheStack() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
    let allowed = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    #expect(try JSONValue(parsing: allowed).canonicalText == allowed)
  }

  @Test func isEqualToWhatItWasEncodedFrom() throws {
    let value = try JSONValue(encoding: ["x": [1.0, 0.1], "y": []])
    #expect(try JSONValue(parsing: value.canonicalText) == value)
  }
}
