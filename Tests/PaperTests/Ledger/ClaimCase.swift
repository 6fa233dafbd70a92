import Testing

@testable import Paper

/// Facts, and the verdict about a claim that must come out of them.
struct ClaimCase: Sendable, CustomTestStringConvertible {
  /// Which of a row's rulings is meant.
  enum Variant: Sendable {
    case fresh, sharedWeights, strongMetaPoison
  }

  private(set) var claim = ""
  let verdict: Verdict
  private(set) var variant = Variant.fresh
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
  static func contradicted(_ facts: Fact...) -> ClaimCase {
    .init(verdict: .contradicted, facts: facts)
  }
  static func mixed(_ facts: Fact...) -> ClaimCase { .init(verdict: .mixed, facts: facts) }
  static func undecided(_ facts: Fact...) -> ClaimCase { .init(verdict: .undecided, facts: facts) }
  static func unjudgeable(_ facts: Fact...) -> ClaimCase {
    .init(verdict: .unjudgeable, facts: facts)
  }
  static func notRun(_ facts: Fact...) -> ClaimCase { .init(verdict: .notRun, facts: facts) }
  static func noVerdict(_ facts: Fact...) -> ClaimCase { .init(verdict: .noRule, facts: facts) }

  /// The same about victims that share the attack's initial weights.
  var sharingWeights: ClaimCase { with(.sharedWeights) }

  /// The same about the strong variant of MetaPoison.
  var ofStrongMetaPoison: ClaimCase { with(.strongMetaPoison) }

  private func with(_ variant: Variant) -> ClaimCase {
    var copy = self
    copy.variant = variant
    return copy
  }

  var testDescription: String {
    let about = variant == .fresh ? "" : " (\(variant))"
    return "\(claim)\(about) \(verdict.rawValue): \(facts.map(\.description))"
  }

  /// The ruling of a ledger of the claim's panels alone.
  func ruling() throws -> Ruling {
    let claim = try #require(Ledger.claims.first { $0.id == self.claim })
    var study = MadeUpStudy()
    for fact in facts { fact.apply(&study) }
    let rows = Ledger(study.study(of: claim.panels)).rows
    let row = try #require(rows.first { $0.claim.id == self.claim })
    return switch variant {
    case .fresh: row.fresh
    case .sharedWeights: try #require(row.shared)
    case .strongMetaPoison: try #require(row.strong)
    }
  }

  /// Checks the verdict, and that numbers or remarks stand beside it.
  func check() throws {
    let ruling = try ruling()
    #expect(ruling.verdict == verdict)
    switch ruling.verdict {
    case .notRun, .unjudgeable: #expect(!ruling.remarks.isEmpty)
    case .reproduced, .contradicted, .mixed, .undecided, .noRule: #expect(!ruling.numbers.isEmpty)
    }
  }
}
