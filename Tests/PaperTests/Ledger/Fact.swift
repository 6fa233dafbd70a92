import Learning

@testable import Paper

/// Something that a test says of a made-up study, in the words of the ledger's rules.
///
///     .losing(0.4, on: .twoStage, at: "5a", "5b")
struct Fact: Sendable, CustomStringConvertible {
  let description: String
  let apply: @Sendable (inout MadeUpStudy) -> Void

  private init(_ description: String, _ apply: @escaping @Sendable (inout MadeUpStudy) -> Void) {
    (self.description, self.apply) = (description, apply)
  }

  /// Several facts as one.
  static func all(_ facts: [Fact]) -> Fact {
    Fact(facts.map(\.description).joined(separator: "; ")) { study in
      for fact in facts { fact.apply(&study) }
    }
  }

  // MARK: Utilities

  /// Δ, what a treatment costs a victim in some panels: one number for all budgets, or one per
  /// budget, ascending.
  ///
  /// It holds for the panel's attack with all its variants unless another treatment is named, for
  /// all seeds unless one is named, and without spread over seeds or scatter over initial weights.
  static func losing(
    _ losses: Double..., spread: Double = 0, scatter: Double = 0, on victim: VictimID,
    to treatment: MadeUpStudy.Treatment = .attack, seed: UInt64? = nil, at panels: String...
  ) -> Fact {
    let amount = MadeUpStudy.Amount(means: losses, spread: spread, scatter: scatter)
    return Fact("\(panels): \(victim) loses \(losses) ± \(spread) to \(treatment)") { study in
      for panel in panels {
        study.losses[.init(panel: panel, victim: victim, treatment: treatment, seed: seed)] = amount
      }
    }
  }

  /// V over starting points: half the attacks cost 0.5 plus a distance, half 0.5 minus it.
  ///
  /// The standard deviation over the four starting points is 1.15 distances.
  static func scattering(
    _ distance: Double, spread: Double = 0, overStartsOn victim: VictimID,
    at panels: String...
  ) -> Fact {
    Fact("\(panels): starts of \(victim) lie \(distance) ± \(spread) apart") { study in
      let amounts = [
        MadeUpStudy.Treatment.attack: 1.0, .start(2): -1, .start(3): 1, .start(4): -1,
      ].mapValues { MadeUpStudy.Amount(means: [0.5 + $0 * distance], spread: $0 * spread) }
      for panel in panels {
        for (treatment, amount) in amounts {
          study.losses[.init(panel: panel, victim: victim, treatment: treatment)] = amount
        }
      }
    }
  }

  /// G, what a clean victim gains over the uninformed decision; the perfect one gains 2.
  static func gaining(
    _ gain: Double, spread: Double = 0, by victim: VictimID, at panels: String...
  ) -> Fact {
    Fact("\(panels): \(victim) gains \(gain) ± \(spread)") { study in
      for panel in panels {
        study.gains[.init(panel: panel, victim: victim)] = .init(means: [gain], spread: spread)
      }
    }
  }

  /// What regression on decisions has more than the simple joint learner.
  static func regressing(
    utility: Double, gap: Double, spread: Double = 0, onSizes sizes: String...
  ) -> Fact {
    Fact("\(sizes): regression has \(utility) more and a gap of \(gap) more, ± \(spread)") {
      for size in sizes {
        $0.comparisons?[size] = MadeUpStudy.Comparison(
          utility: .init(means: [utility], spread: spread), gap: .init(means: [gap]))
      }
    }
  }

  /// log₁₀ of the range of ‖v_t‖ over a sweep of a panel's attack.
  static func ranging(_ decades: Double, spread: Double = 0, at panels: String...) -> Fact {
    Fact("\(panels): ‖v_t‖ ranges over \(decades) ± \(spread) decades") { study in
      for panel in panels { study.ranges[panel] = .init(means: [decades], spread: spread) }
    }
  }

  /// What an iteration costs against the decision-focused learner, in units of that against the
  /// two-stage one.
  static func costing(_ ratio: Double, in places: String...) -> Fact {
    Fact("\(places): an iteration costs \(ratio) times as much") { study in
      study.costs += places.map {
        IterationCost(place: $0, twoStage: 0.5, decisionFocused: 0.5 * ratio)
      }
    }
  }

  // MARK: Conditions

  /// A victim's network has another shape than the attacked one's.
  static func havingAnotherShape(_ victim: VictimID, at panels: String...) -> Fact {
    Fact("\(panels): \(victim) cannot start from the attack's weights") { study in
      for panel in panels { study.otherShapes.insert(.init(panel: panel, victim: victim)) }
    }
  }

  /// Another preset than the full one.
  static func preset(_ preset: Preset) -> Fact {
    Fact("preset \(preset)") { $0.preset = preset }
  }

  /// The coarse grid.
  static let coarse = Fact("the coarse grid") { $0.isCoarse = true }

  // MARK: Gaps

  /// Panels that were not run.
  static func lacking(_ panels: String...) -> Fact {
    Fact("no \(panels)") { $0.missing.formUnion(panels) }
  }

  /// Panels of whose last seed only the untreated records were made.
  static func interrupted(at panels: String...) -> Fact {
    Fact("\(panels) interrupted") { $0.interrupted.formUnion(panels) }
  }

  /// Panels whose attacks left no traces.
  static func lackingTraces(of panels: String...) -> Fact {
    Fact("no traces of \(panels)") { $0.untraced.formUnion(panels) }
  }

  /// No comparison of learners on clean data.
  static let lackingComparisons = Fact("no comparisons") { $0.comparisons = nil }

  /// A comparison whose last record lacks utilities in training.
  static func incompleteComparison(ofSize size: String) -> Fact {
    Fact("no utilities in training on \(size) data") { $0.comparisons?[size]?.isComplete = false }
  }
}
