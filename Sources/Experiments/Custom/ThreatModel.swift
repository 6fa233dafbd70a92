import Attacks
import Domains
import Learning
import LinearAlgebra
import Reproducibility

/// What an attacker is assumed to know, to want and to touch, in one line each.
public struct ThreatModel: Sendable, Equatable {
  /// What is known, what is wanted, what may be touched, and when.
  public var knowledge, goal, reach, time: String

  /// The parts by the names under which files keep them, in order.
  public var parts: [(name: String, text: String)] {
    [("knowledge", knowledge), ("goal", goal), ("reach", reach), ("time", time)]
  }

  /// All in one sentence.
  public var line: String {
    "the attacker knows \(knowledge); wants \(goal); may move \(reach); \(time)"
  }

  /// A model in the given words.
  init(knowledge: String, goal: String, reach: String, time: String) {
    (self.knowledge, self.goal, self.reach, self.time) = (knowledge, goal, reach, time)
  }

  /// The model that an attack on a problem of one's own stands for.
  init(
    _ attack: any Attack, on learner: any Learner, within budget: Budget, in scenario: Scenario,
    of problem: CustomProblem
  ) {
    if type(of: attack).isControl {
      knowledge = "nothing"
      goal = "nothing: it is a control"
    } else {
      let weights =
        attack.initialWeights == .shared ? "also its initial weights" : "not its initial weights"
      knowledge =
        "all data, the targets with their labels, the \(learner.phrase) learner and how it "
        + "trains, \(weights)"
      goal =
        attack.objective == .utility
        ? "low utility at the targets" : "the desired decisions at the targets"
    }
    reach = problem.reach(within: budget, in: scenario)
    time = "once, before training"
  }
}

extension CustomProblem {
  /// What may be touched within a budget, in words; B stands for its size.
  func reach(within budget: Budget, in scenario: Scenario) -> String {
    var parts: [String] = []
    if budget.features > 0 {
      let isGiven = perturbation.lower != nil || perturbation.upper != nil
      parts.append(
        isGiven
          ? "features within B times the file's lower and upper"
          : "every feature by at most B")
    }
    if budget.labels > 0 {
      parts.append(
        perturbation.labelLower == nil && perturbation.labelUpper == nil
          ? "every label by at most the label budget"
          : "labels within the label budget times the file's label_lower and label_upper")
    }
    let count = train.features.rows
    let box = budget.features > 0 ? scenario.box : scenario.labelBox
    let touchable = box.touchableRows(count).count { $0 }
    var text = (parts.isEmpty ? "nothing" : English.joined(parts)) + ", in "
    if let share = budget.share {
      text += "\(share.count(of: count)) training rows of its choice out of \(touchable)"
    } else {
      text += touchable == count ? "all " : "\(touchable) of "
      text += English.counted(count, "training row")
    }
    switch budget.limit {
    case .euclidean(let radius):
      text += ", together by at most \(NumberFormat.chosen(radius)) in the Euclidean norm"
    case .total(let sum):
      text += ", by at most \(NumberFormat.chosen(sum)) in the sum of all magnitudes"
    case nil: break
    }
    return text
  }
}
