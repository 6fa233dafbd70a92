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
    let largest = answers.compactMap(\.error).max().map(CourtPage.error) ?? "–"
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

  private var secondDerivatives: String? {
    guard !others.isEmpty else { return nil }
    func names(_ chosen: (CourtRecord.Layer) -> Bool) -> [String] {
      others.filter(chosen).map(\.name)
    }
    let right = names { layer in
      let answers = layer.answers(.second)
      let given = answers.filter { $0.verdict != .refused }
      return !given.isEmpty && given.allSatisfy { $0.verdict == .right || $0.verdict == .rough }
    }
    let refusing = names { $0.answers(.second).allSatisfy { $0.verdict == .refused } }
    let wrong = names { $0.answers(.second).contains { $0.verdict == .wrong } }
    func clause(_ names: [String], _ verb: String) -> String {
      "\(names.isEmpty ? "none" : English.joined(names)) \(verb)"
    }
    return """
      Second derivatives where Q is predicted, of the \(others.count) other layers: \
      \(clause(right, "right wherever they are given")); \(clause(refusing, "always refused")); \
      \(clause(wrong, "wrong without a word in some or all programs")).
      """
  }
}
