import Paper
import Reproducibility

/// The five findings of the front page; their words follow from the cells of the ledger.
struct FrontFindings {
  let all: [FrontFinding]

  init(_ ledger: Ledger) {
    all = [
      FrontFindings.clean(ledger), FrontFindings.underAttack(ledger),
      FrontFindings.smoothing(ledger), FrontFindings.transfer(ledger),
      FrontFindings.metaPoison(ledger),
    ]
  }

  private static let synthetic = ["small", "large"]
  private static let places = synthetic + ["portfolio", "Cora", "Citeseer"]

  // MARK: Clean

  static func clean(_ ledger: Ledger) -> FrontFinding {
    let cells = FoundCells(ledger, ["A10", "A14"], places: places)
    let clauses = cells.known.compactMap { cell -> FrontFinding.Clause? in
      guard let effect = cell.finding.effect, let stake = cell.number("S, ")?.value, stake > 0
      else { return nil }
      let interval = effect.interval
      let verb = words(
        cell, supporting: "helps",
        opposing: interval.lies(below: 0) ? "harms" : "does not help",
        equal: "makes no difference", open: "may or may not help")
      let number = signed(
        interval.mean / stake,
        interval.bounds.map { $0.lowerBound / stake...$0.upperBound / stake })
      return FrontFinding.Clause(
        verb: verb, place: cell.place, number: number, unit: "of what is at stake")
    }
    return FrontFinding(
      "Does training for the decision help, unattacked?", claims: ["A10", "A14"],
      parts: [
        FrontFinding.Part(subject: "unattacked, training for the decision", clauses: clauses)
      ], missing: cells.missing)
  }

  // MARK: Under attack

  static func underAttack(_ ledger: Ledger) -> FrontFinding {
    let cells = FoundCells(ledger, ["B7"], places: places)
    let clauses = cells.known.compactMap { cell -> FrontFinding.Clause? in
      guard let number = cell.number("V(decision-focused) − V(two-stage)") else { return nil }
      let verb = words(
        cell, supporting: "makes no difference", opposing: number.value < 0 ? "helps" : "harms",
        open: "may or may not help")
      let text = signed(number.value, number.bounds)
      return FrontFinding.Clause(
        verb: verb, place: cell.place, number: text, unit: "of \(unit(number)) lost to the attack")
    }
    return FrontFinding(
      "And under attack?", claims: ["B7"],
      parts: [
        FrontFinding.Part(
          subject: "under the strongest attack on each, training for the decision",
          clauses: clauses)
      ], missing: cells.missing)
  }

  // MARK: Direct attacks

  static func smoothing(_ ledger: Ledger) -> FrontFinding {
    let cells = FoundCells(ledger, ["B1"], places: places)
    let clauses = cells.known.compactMap { cell -> FrontFinding.Clause? in
      guard let smooth = cell.number("W, smoothed"), let plain = cell.number("W, plain") else {
        return nil
      }
      let verb = words(
        cell, supporting: "makes the direct attack more than three times as strong",
        opposing: "makes the direct attack less than three times as strong",
        equal: "leaves the direct attack as strong as it was",
        open: "may or may not make the direct attack three times as strong")
      return FrontFinding.Clause(
        verb: verb, place: cell.place,
        number: share(smooth), unit: "of \(unit(smooth))", rest: " instead of \(share(plain))")
    }
    let direct = FoundCells(ledger, ["B2"], places: places)
    let compared = direct.known.compactMap { cell -> FrontFinding.Clause? in
      guard let own = cell.number("W, smoothed, direct"),
        let transfer = cell.number("W, best transfer")
      else { return nil }
      let verb = words(
        cell, supporting: "is at least as good as the best transferred poison",
        opposing: "falls short of the best transferred poison",
        open: "may or may not reach the best transferred poison")
      return FrontFinding.Clause(
        verb: verb, place: cell.place, number: "\(share(own)) against \(share(transfer))")
    }
    return FrontFinding(
      "Is attacking decision-focused learning itself hard?", claims: ["B1", "B2", "A6"],
      parts: [
        FrontFinding.Part(
          subject: "a smoother decision layer in the attacker’s surrogate", clauses: clauses),
        FrontFinding.Part(subject: "with it the direct attack", clauses: compared),
      ], missing: cells.missing + direct.missing)
  }

  // MARK: Transfer

  static func transfer(_ ledger: Ledger) -> FrontFinding {
    let cells = FoundCells(ledger, ["A4", "A12"], places: places)
    let clauses = cells.known.compactMap { cell -> FrontFinding.Clause? in
      guard let other = cell.number("W, decision-focused"), let own = cell.number("W, two-stage")
      else { return nil }
      let open = "keeps a part of its effect that may be large or small"
      let verb = words(
        cell, supporting: "keeps more than half of its effect",
        opposing: "keeps less than a quarter of its effect", equal: open, open: open)
      return FrontFinding.Clause(
        verb: verb, place: cell.place,
        number: share(other), unit: "of \(unit(other))", rest: " against \(share(own)) at home")
    }
    let rate = FoundCells(ledger, ["A8"], places: ["portfolio"])
    let rates = rate.known.compactMap { cell -> FrontFinding.Clause? in
      guard let number = cell.number("Share of budgets") else { return nil }
      let open = "may hurt at few budgets or at many"
      let verb = words(
        cell, supporting: "hurts at many budgets, but not at every one,",
        opposing: number.value > 0.5 ? "hurts at every budget" : "hurts at few budgets",
        equal: open, open: open)
      return FrontFinding.Clause(
        verb: verb, place: cell.place, number: "at \(share(number)) of them")
    }
    return FrontFinding(
      "Does a poison made for the simpler learner carry over?", claims: ["A4", "A12", "A8"],
      parts: [
        FrontFinding.Part(
          subject: "handed to a decision-focused learner, the poison made for a two-stage one",
          clauses: clauses),
        FrontFinding.Part(subject: "it", clauses: rates),
      ], missing: cells.missing + rate.missing)
  }

  // MARK: MetaPoison

  static func metaPoison(_ ledger: Ledger) -> FrontFinding {
    let cells = FoundCells(ledger, ["A1"], places: synthetic)
    let clauses = cells.known.compactMap { cell -> FrontFinding.Clause? in
      guard let number = cell.number("W, ") else { return nil }
      let open = "may take less or more than a tenth of what its own learner gains"
      let verb = words(
        cell, supporting: "takes less than a tenth of what its own learner gains",
        opposing: "takes more than a tenth of what its own learner gains", equal: open, open: open)
      return FrontFinding.Clause(verb: verb, place: cell.place, number: share(number))
    }
    let strong = FoundCells(ledger, ["B5"], places: synthetic)
    let compared = strong.known.compactMap { cell -> FrontFinding.Clause? in
      guard let meta = cell.number("W, strong MetaPoison"),
        let own = cell.number("W, two-stage poison")
      else { return nil }
      let verb = words(
        cell, supporting: "matches the two-stage poison on decision-focused learners",
        opposing: "falls short of the two-stage poison on decision-focused learners",
        open: "may or may not match the two-stage poison on decision-focused learners")
      return FrontFinding.Clause(
        verb: verb, place: cell.place, number: "\(share(meta)) against \(share(own))")
    }
    return FrontFinding(
      "Is MetaPoison as weak as it looked?", claims: ["A1", "B5"],
      parts: [
        FrontFinding.Part(
          subject: "MetaPoison as published, its rate tuned like the others’ steps,",
          clauses: clauses),
        FrontFinding.Part(
          subject: "its strong form at the largest budget", clauses: compared),
      ], missing: cells.missing + strong.missing)
  }

  // MARK: Words and numbers

  /// What a cell's decision makes of its sentence; without words of its own, what is equal counts
  /// as supporting.
  private static func words(
    _ cell: FoundCells.Cell, supporting: String, opposing: String, equal: String? = nil,
    open: String
  ) -> String {
    switch cell.finding.decision {
    case .supports: supporting
    case .opposes: opposing
    case .equal: equal ?? supporting
    case .open, .unjudgeable, .missing: open
    }
  }

  /// "0.42 [0.31, 0.53]".
  private static func share(_ number: LedgerNumber) -> String {
    decimals(number.value)
      + (number.bounds.map { " [\(decimals($0.lowerBound)), \(decimals($0.upperBound))]" } ?? "")
  }

  /// The same with a plus where it is due.
  private static func signed(_ value: Double, _ bounds: ClosedRange<Double>?) -> String {
    func text(_ x: Double) -> String {
      let text = decimals(x)
      return x > 0 && text != "0.00" ? "+\(text)" : text
    }
    return text(value)
      + (bounds.map { " [\(text($0.lowerBound)), \(text($0.upperBound))]" } ?? "")
  }

  private static func decimals(_ x: Double) -> String {
    NumberFormat.fixed(x, decimals: 2, typographic: true)
  }

  private static func unit(_ number: LedgerNumber) -> String {
    number.unit == .stake ? "the stake" : "the gain"
  }
}
