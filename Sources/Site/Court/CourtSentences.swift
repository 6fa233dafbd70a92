import Reproducibility

/// What layers answered, in sentences that the numbers choose.
struct CourtSentences {
  let layers: [CourtRecord.Layer]

  private var own: CourtRecord.Layer? { layers.first { $0.name == CourtRecord.own } }
  private var others: [CourtRecord.Layer] { layers.filter { $0.name != CourtRecord.own } }

  var all: [String] {
    [ours, decisions, firstDerivatives, secondDerivatives].compactMap(\.self)
  }

  private var ours: String? {
    guard let answers = own?.answers, !answers.isEmpty else { return nil }
    let right = answers.count { $0.verdict == .right }
    let refused = answers.count { $0.verdict == .refused }
    let largest = answers.compactMap(\.error).max().map(Deviation.text) ?? "–"
    let head = "This program’s layer is right in \(right) of \(answers.count) answers"
    let rest =
      right + refused == answers.count ? " and refuses the others" : ", \(refused) are refused"
    return "\(head)\(refused == 0 ? "" : rest); the largest deviation is \(largest)."
  }

  private var decisions: String? { wrong(.decision, "decisions that are wrong") }

  private var firstDerivatives: String? {
    wrong(.first, "first derivatives that are wrong")
  }

  /// Which of the others are wrong without a word.
  private func wrong(_ stage: CourtRecord.Stage, _ what: String) -> String? {
    let asked = others.filter { !$0.answers(stage).isEmpty }
    guard !asked.isEmpty else { return nil }
    let found = asked.filter { $0.answers(stage).contains { $0.verdict == .wrong } }
    return found.isEmpty
      ? "No other layer gives \(what) without a word."
      : """
      \(English.capitalised(English.counted(found.count, "other layer"))) of \(asked.count) \
      \(found.count == 1 ? "gives" : "give") \(what) without a word, in some programs: \
      \(English.joined(found.map(\.name))).
      """
  }

  /// Who gives second derivatives that hold, who others, and who none.
  private var secondDerivatives: String? {
    guard !others.isEmpty else { return nil }
    var (all, most, few, refusing): ([String], [String], [String], [String]) = ([], [], [], [])
    for layer in others {
      let given = layer.answers(.second).filter { $0.verdict != .refused }
      let held = given.count { $0.verdict != .wrong }
      let label = "\(layer.name) (\(held) of \(given.count))"
      if given.isEmpty {
        refusing.append(layer.name)
      } else if held == given.count {
        all.append(label)
      } else if 2 * held > given.count {
        most.append(label)
      } else {
        few.append("\(layer.name) (\(given.count - held) of \(given.count))")
      }
    }
    let clauses = [
      ("right or rough in all that they answer", all),
      ("right or rough in most of what they answer", most),
      ("wrong without a word in half of it or more", few), ("always refused", refusing),
    ].filter { !$1.isEmpty }.map { "\($0): \(English.joined($1))" }
    return """
      Second derivatives where p and Q are predicted, by \
      \(English.counted(others.count, "other layer")). \
      \(clauses.map(English.capitalised).joined(separator: ". ")).
      """
  }
}
