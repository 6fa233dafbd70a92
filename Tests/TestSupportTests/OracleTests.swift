import LinearAlgebra
import Testing

@testable import TestSupport

struct OracleTests {
  private func oracle() throws -> Oracle {
    try Oracle(
      json: """
        {"name": "small", "count": 3, "share": 0.25, "margin": Infinity, "empty": [],
         "row": [1, 2, 3], "grid": [[1, 2], [3, 4], [5, 6]], "inner": {"list": [{"x": 7}]}}
        """, name: "example")
  }

  /// Runs `body`, which must report an issue that contains `message`, and no other.
  private func expectIssue(_ message: String, _ body: () -> Void) {
    withKnownIssue {
      body()
    } matching: { issue in
      issue.comments.contains { $0.rawValue.contains(message) }
    }
  }

  @Test func readsNumbersTextsListsAndMembers() throws {
    let oracle = try oracle()
    #expect(oracle["name"].text == "small")
    #expect(oracle["count"].integer == 3 && oracle["share"].number == 0.25)
    #expect(oracle["row"].flat == [1, 2, 3] && oracle["grid"].flat == [1, 2, 3, 4, 5, 6])
    #expect(oracle["inner"]["list"].elements.map { $0["x"].integer } == [7])
  }

  @Test func readsListsAsMatrices() throws {
    let oracle = try oracle()
    #expect(oracle["row"].matrix() == Matrix([[1, 2, 3]]))
    #expect(oracle["grid"].matrix() == Matrix([[1, 2], [3, 4], [5, 6]]))
    #expect(oracle["grid"].matrix(rows: 2) == Matrix([[1, 2, 3], [4, 5, 6]]))
    #expect(oracle["empty"].matrix() == Matrix(rows: 0, columns: 0))
  }

  @Test func failsTheTestWhereAKeyIsMissing() throws {
    let oracle = try oracle()
    expectIssue("no “lambda” in example") { _ = oracle["lambda"] }
    expectIssue("no “y” in example.inner.list[0]") {
      #expect(oracle["inner"]["list"].elements[0]["y"].number.isNaN)
    }
    expectIssue("no “lambda” in example") { #expect(oracle["lambda"]["deeper"].flat.isEmpty) }
    expectIssue("no “x” in example.row") { #expect(oracle["row"]["x"].integer == 0) }
  }

  @Test func failsTheTestWhereANodeIsOfAnotherKind() throws {
    let oracle = try oracle()
    expectIssue("no number at example.name") { _ = oracle["name"].number }
    expectIssue("no integer at example.share") { _ = oracle["share"].integer }
    expectIssue("no text at example.count") { _ = oracle["count"].text }
    expectIssue("no list at example.inner") { _ = oracle["inner"].elements }
    expectIssue("no list at example.margin") { _ = oracle["margin"].matrix() }
  }

  @Test func throwsForAFileThatIsNotThere() {
    #expect(throws: (any Error).self) { try Oracle("no such file") }
  }
}
