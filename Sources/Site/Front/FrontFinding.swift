import Paper
import Reproducibility

/// What the front page says in one sentence with its numbers, made from cells of the ledger.
///
/// What a place says is chosen by its cell; places that say the same stand together. What was not
/// run is named, so that nothing vanishes.
struct FrontFinding {
  /// The question that it answers.
  let question: String
  let sentence: String
  /// What is not there to answer it with; nil where nothing is missing.
  let lacking: String?
  /// Where the numbers stand.
  let sources: [(claim: String, href: String)]

  /// What one cell says: a verb that goes on from the subject, the place, and the number, with what
  /// it is a share of and what comes behind that.
  struct Clause {
    let verb, place, number: String
    var unit = "", rest = ""
  }

  /// A subject with what is said of it.
  struct Part {
    let subject: String
    let clauses: [Clause]

    /// "it helps on Cora (…) and leaves open whether it helps for portfolios (…)"; nil where
    /// nothing is known.
    var text: String? {
      guard !clauses.isEmpty else { return nil }
      // A unit is named where it is another one than before.
      var unit = ""
      let said = clauses.map(\.verb).uniqued().map { verb in
        let places = clauses.filter { $0.verb == verb }.map { clause in
          let isNew = clause.unit != unit
          unit = clause.unit
          let number = clause.number + (isNew ? " \(clause.unit)" : "") + clause.rest
          return "\(PlaceWording.phrase(clause.place)) (\(number))"
        }
        return "\(verb) \(English.joined(places))"
      }
      return "\(subject) \(FrontFinding.list(said))"
    }
  }

  /// The answer to a question by the cells of some claims, with sentences that say why other cells
  /// say nothing.
  init(_ question: String, claims: [String], parts: [Part], missing: [String]) {
    self.question = question
    let text = parts.compactMap(\.text).joined(separator: "; ")
    sentence = text.isEmpty ? "This build cannot tell." : "\(English.capitalised(text))."
    let reasons = missing.uniqued()
    lacking = reasons.isEmpty ? nil : "Not answered everywhere: \(reasons.joined(separator: " "))"
    sources = claims.map { ($0, "\(SiteMap.ledger)#\($0)") }
  }

  /// Clauses that hold lists themselves.
  private static func list(_ clauses: [String]) -> String {
    guard let last = clauses.last, clauses.count > 1 else { return clauses.first ?? "" }
    return clauses.dropLast().joined(separator: ", ") + ", and \(last)"
  }
}

/// The deciding and other cells of some claims that stand for places.
struct FoundCells {
  /// A cell with its place.
  struct Cell {
    let place: String
    let finding: CellFinding

    /// A number of the finding by the beginning of its name.
    func number(_ what: String) -> LedgerNumber? {
      finding.numbers.first { $0.what.hasPrefix(what) }
    }
  }

  /// The cells that say something, and why others do not.
  let known: [Cell], missing: [String]

  /// The cells of claims whose label begins with a place.
  init(_ ledger: Ledger, _ claims: [String], places: [String]) {
    let rows = claims.compactMap { id in ledger.rows.first { $0.claim.id == id } }
    var (known, missing): ([Cell], [String]) = ([], [])
    for place in places {
      for (label, _, finding) in rows.flatMap(\.findings) where label == place {
        switch finding.decision {
        case .missing, .unjudgeable: missing += finding.remarks
        default: known.append(Cell(place: place, finding: finding))
        }
      }
    }
    (self.known, self.missing) = (known, missing)
  }
}
