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
    ("", 1, 1), ("[1,]", 1, 4), ("{\"a\":1,}", 1, 8), ("{\n  \"a\" 1}", 2, 7), ("[1 2]", 1, 4),
    ("nul", 1, 1), ("\"abc", 1, 5), ("\"\\x\"", 1, 3), ("\"\\ud800\"", 1, 8), ("1 2", 1, 3),
    ("01", 1, 2), ("1.", 1, 3), ("-", 1, 2), ("1e", 1, 3), ("+1", 1, 1), ("[1e999]", 1, 2),
    ("\"\\u12\"", 1, 4), ("NaN", 1, 1), ("{1:2}", 1, 2), ("\"a\nb\"", 1, 3),
  ])
  func saysWhereATextIsMalformed(text: String, line: Int, column: Int) throws {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    let place = "line \(line), column \(column): expected"
    #expect(error?.description.contains(place) == true, "\(error?.description ?? "nothing")")
  }

  @Test func refusesNestingThatWouldExhaustTheStack() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
    let allowed = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    #expect(try JSONValue(parsing: allowed).canonicalText == allowed)
  }

  @Test func passesThroughOtherCoders() throws {
    let text = #"{"a":[1,-2.5,null,true,"x",[],{}],"b":18446744073709551615,"c":-3}"#
    let value = try JSONValue(parsing: text)
    let data = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
    #expect(try CanonicalJSON.text(of: value) == text)
  }

  @Test func isEqualToWhatItWasEncodedFrom() throws {
    let value = try JSONValue(encoding: ["x": [1.0, 0.1], "y": []])
    #expect(try JSONValue(parsing: value.canonicalText) == value)
  }
}
