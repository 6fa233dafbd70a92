import Testing

@testable import Paper

/// Facts, and the verdict about a claim that must come out of them.
struct ClaimCase: Sendable, CustomTestStringConvertible {
  private(set) var claim = ""
  let verdict: Verdict
  private(set) var choice = CellChoice.deciding
  let facts: [Fact]

  /// The cases of one claim.
  static func of(_ claim: String, _ cases: ClaimCase...) -> [ClaimCase] {
    cases.map { one in
      var one = one
      one.claim = claim
      return one
    }
  }

  static func reproduced(_ facts: Fact...) -> ClaimCase {
    .init(verdict: .reproduced, facts: facts)
  }
  static func mostlyReproduced(_ facts: Fact...) -> ClaimCase {
    .init(verdict: .mostlyReproduced, facts: facts)
  }
  static func contradicted(_ facts: Fact...) -> ClaimCase {
    .init(verdict: .contradicted, facts: facts)
  }
  static func mixed(_ facts: Fact...) -> ClaimCase { .init(verdict: .mixed, facts: facts) }
  static func equal(_ facts: Fact...) -> ClaimCase { .init(verdict: .noDifference, facts: facts) }
  static func open(_ facts: Fact...) -> ClaimCase { .init(verdict: .open, facts: facts) }
  static func unjudgeable(_ facts: Fact...) -> ClaimCase {
    .init(verdict: .unjudgeable, facts: facts)
  }
  static func notRun(_ facts: Fact...) -> ClaimCase { .init(verdict: .notRun, facts: facts) }

  /// The same by another choice.
  func choosing(_ choice: CellChoice) -> ClaimCase {
    var copy = self
    copy.choice = choice
    return copy
  }

  /// The same about victims that share the attack's initial weights.
  var sharingWeights: ClaimCase { choosing(CellChoice(weights: .shared)) }

  var testDescription: String {
    let about = choice == .deciding ? "" : " (\(choice))"
    return "\(claim)\(about) \(verdict.rawValue): \(facts.map(\.description))"
  }

  /// What the deciding cells of the claim say in a study of its panels alone.
  func findings() throws -> [CellFinding] {
    let claim = try #require(Ledger.claims.first { $0.id == self.claim })
    var study = MadeUpStudy()
    for fact in facts { fact.apply(&study) }
    let evidence = Evidence(study: study.study(of: claim.panels), choice: choice)
    return claim.cells.filter(\.isDeciding).map { $0(evidence) }
  }

  /// Checks the verdict, and that numbers or remarks stand beside it.
  func check() throws {
    let findings = try findings()
    #expect(Verdict(findings.map(\.decision)) == verdict)
    for finding in findings {
      switch finding.decision {
      case .missing, .unjudgeable: #expect(!finding.remarks.isEmpty)
      case .supports, .opposes, .equal, .open: #expect(!finding.numbers.isEmpty)
      }
    }
  }
}
