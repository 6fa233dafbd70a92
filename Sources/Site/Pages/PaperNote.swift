import Learning
import Paper
import Reproducibility

/// What the template about a figure of the paper is given.
struct PaperNote {
  /// The range over seeds of what our clean learners reach at the targets, and of an uninformed
  /// decision: for a figure where the paper states its levels.
  let ours: String

  init(_ results: PanelValues) {
    let wording = Wording(results)
    func range(_ values: [Double]) -> String {
      "\(wording.number(values.min() ?? .nan)) to \(wording.number(values.max() ?? .nan))"
    }
    var parts = [VictimID.twoStage, .decisionFocused].compactMap { id in
      results.clean(id).map { "the \(id) learner \(range($0))" }
    }
    for level in [LevelID.uninformed, .perfect] {
      if let values = results.level(level) {
        parts.append("\(results.label(ofLevel: level)) \(range(values))")
      }
    }
    ours =
      "Here, without an attack, over \(English.counted(results.seeds.count, "seed")): "
      + "\(English.joined(parts))."
  }
}
