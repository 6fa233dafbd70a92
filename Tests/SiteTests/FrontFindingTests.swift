import Statistics
import Testing

@testable import Paper
@testable import Site

/// The words of the front page follow from what cells say, whatever that is.
struct FrontFindingTests {
  private typealias Found = (place: String, finding: CellFinding)

  private static func ledger(_ rows: [String: [Found]]) throws -> Ledger {
    Ledger(
      rows: try rows.map { id, cells in
        Ledger.Row(
          claim: try #require(Ledger.claims.first { $0.id == id }),
          findings: cells.map { ($0.place, true, $0.finding) }, strip: [])
      })
  }

  /// A clean difference of three equal units but for a spread, with a stake of 2.
  private static func difference(_ mean: Double, spread: Double = 0.001) -> CellFinding {
    let interval = Interval(of: [mean - spread, mean, mean + spread])
    return CellFinding(
      ("Difference", interval), above: 0.04, equal: 0.04, unit: .utility
    ).with([LedgerNumber("S, the stake", 2, .utility)])
  }

  @Test func tellsWhetherTrainingForTheDecisionHelpsClean() throws {
    func sentence(_ finding: CellFinding) throws -> String {
      FrontFindings.clean(try Self.ledger(["A10": [("portfolio", finding)]])).sentence
    }
    let start = "Unattacked, training for the decision "
    #expect(
      try sentence(Self.difference(0.2))
        == start + "helps for portfolios (+0.10 [+0.10, +0.10] of what is at stake).")
    #expect(try sentence(Self.difference(-0.2)).hasPrefix(start + "harms for portfolios (−0.10"))
    #expect(
      try sentence(Self.difference(0))
        == start + "makes no difference for portfolios (0.00 [0.00, 0.00] of what is at stake).")
    let open = try sentence(Self.difference(0.1, spread: 0.2))
    #expect(open.hasPrefix(start + "may or may not help"))
    // Clearly below the threshold and yet neither within it on both sides nor below 0.
    let slight = CellFinding(
      ("Difference", Interval(of: [0.01, 0.02, 0.03])), above: 0.06, unit: .utility
    ).with([LedgerNumber("S, the stake", 2, .utility)])
    #expect(try sentence(slight).hasPrefix(start + "does not help for portfolios (+0.01"))
  }

  @Test func joinsPlacesThatSayTheSame() throws {
    let ledger = try Self.ledger([
      "A10": [
        ("portfolio", Self.difference(0)), ("small", Self.difference(0.4)),
        ("portfolio, κ = 1", Self.difference(1)),
      ],
      "A14": [("Cora", Self.difference(0.2)), ("Citeseer", Self.difference(-1))],
    ])
    let text = FrontFindings.clean(ledger).sentence
    #expect(
      text.hasPrefix(
        "Unattacked, training for the decision helps on small synthetic data (+0.20 [+0.20, +0.20] "
          + "of what is at stake) and on Cora (+0.10 [+0.10, +0.10]), "))
    #expect(text.contains("), makes no difference for portfolios ("))
    #expect(text.contains("), and harms on Citeseer (−0.50"))
    #expect(text.components(separatedBy: "portfolios").count == 2)
  }

  private static func shares(_ values: [(String, Double)], _ decision: Decision) -> CellFinding {
    CellFinding(
      decision, nil,
      values.map { name, value in
        LedgerNumber(name, Interval(of: [value - 0.01, value, value + 0.01]), .gain)
      })
  }

  @Test func tellsWhetherItHelpsUnderAttack() throws {
    func sentence(_ decision: Decision, _ value: Double) throws -> String {
      let finding = Self.shares([("V(decision-focused) − V(two-stage), Cora", value)], decision)
      return FrontFindings.underAttack(try Self.ledger(["B7": [("Cora", finding)]])).sentence
    }
    let start = "Under the strongest attack on each, training for the decision "
    #expect(
      try sentence(.supports, 0.05)
        == start + "makes no difference on Cora (+0.05 [+0.03, +0.07] of the gain lost to the "
        + "attack).")
    #expect(try sentence(.opposes, 0.4).hasPrefix(start + "harms on Cora (+0.40"))
    #expect(try sentence(.opposes, -0.4).hasPrefix(start + "helps on Cora (−0.40"))
    #expect(try sentence(.open, 0.1).hasPrefix(start + "may or may not help on Cora"))
  }

  @Test(arguments: [
    (Decision.supports, "more than three times as strong"),
    (.opposes, "less than three times as strong"), (.equal, "as strong as it was"),
    (.open, "may or may not make"),
  ]) func tellsWhatSmoothingDoes(_ decision: Decision, _ words: String) throws {
    let finding = Self.shares([("W, smoothed", 0.6), ("W, plain", 0.1)], decision)
    let text = FrontFindings.smoothing(try Self.ledger(["B1": [("Cora", finding)]])).sentence
    #expect(text.contains(words) && text.contains("0.60 [0.58, 0.62] of the gain instead of 0.10"))
  }

  @Test(arguments: [
    (Decision.supports, "at least as good as"), (.equal, "at least as good as"),
    (.opposes, "falls short of"), (.open, "may or may not reach"),
  ]) func comparesTheDirectAttackWithTheTransfer(_ decision: Decision, _ words: String) throws {
    let finding = Self.shares(
      [("W, smoothed, direct", 0.6), ("W, best transfer", 0.5)], decision)
    let text = FrontFindings.smoothing(try Self.ledger(["B2": [("small", finding)]])).sentence
    #expect(text.hasPrefix("With it the direct attack ") && text.contains(words))
  }

  @Test(arguments: [
    (Decision.supports, "more than half"), (.opposes, "less than a quarter"),
    (.open, "may be large or small"),
  ]) func tellsHowMuchCarriesOver(_ decision: Decision, _ words: String) throws {
    let finding = Self.shares(
      [("W, decision-focused, Cora", 0.4), ("W, two-stage, Cora", 0.5)], decision)
    let text = FrontFindings.transfer(try Self.ledger(["A12": [("Cora", finding)]])).sentence
    #expect(text.contains(words) && text.contains("0.40 [0.38, 0.42] of the gain against 0.50"))
  }

  @Test(arguments: [
    (Decision.supports, 0.75, "but not at every one"), (.opposes, 1, "at every budget"),
    (.opposes, 0.1, "at few budgets"), (.open, 0.5, "may hurt"),
  ]) func tellsHowOftenPortfoliosAreHurt(
    _ decision: Decision, _ rate: Double, _ words: String
  ) throws {
    let finding = Self.shares([("Share of budgets with W > 0.05 G", rate)], decision)
    let text = FrontFindings.transfer(try Self.ledger(["A8": [("portfolio", finding)]])).sentence
    #expect(text.hasPrefix("It ") && text.contains(words))
  }

  @Test(arguments: [
    (Decision.supports, "less than a tenth", "matches"),
    (.opposes, "more than a tenth", "short of"),
    (.open, "less or more than a tenth", "may or may not match"),
  ]) func tellsWhatMetaPoisonDoes(
    _ decision: Decision, _ own: String, _ strong: String
  ) throws {
    let text = FrontFindings.metaPoison(
      try Self.ledger([
        "A1": [("small", Self.shares([("W, simple-joint, small", 0.03)], decision))],
        "B5": [
          (
            "small",
            Self.shares(
              [("W, strong MetaPoison", 0.3), ("W, two-stage poison", 0.4)], decision)
          )
        ],
      ])
    ).sentence
    #expect(text.contains(own) && text.contains(strong) && text.contains("; its strong form"))
  }

  @Test func namesWhatIsMissingAndWhatCannotBeJudged() throws {
    let ledger = try Self.ledger([
      "A10": [("portfolio", CellFinding(.missing, remarks: ["Panel 8a was not run."]))],
      "A14": [
        ("Cora", CellFinding(.unjudgeable, remarks: ["A rate needs more."])),
        ("Citeseer", Self.difference(0.2)),
      ],
    ])
    let finding = FrontFindings.clean(ledger)
    #expect(finding.sentence.hasPrefix("Unattacked, training for the decision helps on Citeseer"))
    #expect(
      finding.lacking == "Not answered everywhere: Panel 8a was not run. A rate needs more.")
    let nothing = FrontFindings(try Self.ledger([:])).all
    #expect(nothing.count == 5 && nothing.allSatisfy { $0.sentence == "This build cannot tell." })
  }

  @Test func linksToTheClaims() throws {
    let page = try BuiltSite.text("index.html", in: try BuiltSite.everything())
    for finding in FrontFindings(try Self.ledger([:])).all {
      #expect(page.contains(finding.question))
      for source in finding.sources {
        #expect(page.contains("<a href=\"ledger.html#\(source.claim)\">\(source.claim)</a>"))
      }
    }
    #expect(page.components(separatedBy: "<li><strong>").count >= 5)
  }
}
