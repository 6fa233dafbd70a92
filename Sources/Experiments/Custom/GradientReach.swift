import Attacks
import Learning
import LinearAlgebra

extension Scenario {
  /// The largest change of an entry of ε that a budget allows, or of an entry of α where features
  /// are left alone.
  func width(of budget: Budget) -> Double {
    let (lower, upper) =
      budget.features > 0
      ? box.sides(pipeline.perturbationShape) : labelBox.sides(pipeline.labelShape)
    return (budget.features > 0 ? budget.features : budget.labels)
      * max(lower.largestMagnitude, upper.largestMagnitude)
  }

  /// The largest change of the loss that a gradient promises within the boxes of a budget.
  func change(by gradient: MetaGradient.Value, within budget: Budget) -> Double {
    func reach(_ slopes: Matrix, _ box: Box, _ size: Double) -> Double {
      slopes.values.enumerated().reduce(0) { sum, entry in
        let (lower, upper) = box.bounds(at: entry.offset)
        return sum + size * entry.element.magnitude * (entry.element > 0 ? -lower : upper)
      }
    }
    return reach(gradient.perturbation, box, budget.features)
      + reach(gradient.labels, labelBox, budget.labels)
  }
}

extension ProblemVerdict {
  /// Whether a gradient that was taken in a scenario says anything within a budget.
  mutating func judge(
    _ gradient: MetaGradient.Value, within budget: Budget, in scenario: Scenario
  ) {
    let entries = gradient.perturbation.values + gradient.labels.values
    judgeGradient(
      norm: entries.reduce(0) { $0 + $1 * $1 }.squareRoot(),
      promising: scenario.change(by: gradient, within: budget), loss: gradient.adversaryLoss,
      steps: gradient.trainingLosses.count - 1)
  }
}
