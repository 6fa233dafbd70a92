import Testing

@testable import Data

/// Files of papers and citations that are refused, and what the message must hold.
struct RefusedCitations: Sendable, CustomTestStringConvertible {
  var reason: String
  var papers: String, citations: String
  var parts: [String]

  var testDescription: String { reason }

  /// Reads the files, which must fail with a sentence that holds all parts.
  func check(_ read: (_ papers: String, _ citations: String) throws -> CitationGraph) throws {
    let error = #expect(throws: CoraError.self) { try read(papers, citations) }
    Self.check(try #require(error), holds: parts)
  }

  static func check(_ error: CoraError, holds parts: [String]) {
    let message = error.description
    for part in parts { #expect(message.contains(part), "\(part) in: \(message)") }
    #expect(message.hasSuffix(".") && !message.contains("\n"))
  }
}
