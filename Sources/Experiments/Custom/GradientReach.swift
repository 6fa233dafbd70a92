import Attacks
import Domains
import Learning
import LinearAlgebra

extension CustomProblem {
  /// The largest change of an entry of the features that a budget allows, at least that of labels
  /// where features are left alone.
  func width(of budget: Budget) -> Double {
    let sides = [perturbation.lower, perturbation.upper].compactMap { $0?.largestMagnitude }
    let widest = sides.count == 2 ? max(sides[0], sides[1]) : max(1, sides.first ?? 1)
    return budget.features > 0 ? budget.features * widest : budget.labels
  }

  /// The largest change of the loss that a gradient promises within a budget.
  func change(by gradient: MetaGradient.Value, within budget: Budget) -> Double {
    var change = 0.0
    for (index, slope) in gradient.perturbation.values.enumerated() {
      let side = slope > 0 ? perturbation.lower?.values[index] : perturbation.upper?.values[index]
      change += budget.features * slope.magnitude * (side?.magnitude ?? 1)
    }
    return gradient.labels.values.reduce(change) { $0 + budget.labels * $1.magnitude }
  }
}

extension ProblemVerdict {
  /// Whether a gradient that was taken on a problem says anything within a budget.
  mutating func judge(
    _ gradient: MetaGradient.Value, within budget: Budget, on problem: CustomProblem
  ) {
    let entries = gradient.perturbation.values + gradient.labels.values
    judgeGradient(
      norm: entries.reduce(0) { $0 + $1 * $1 }.squareRoot(),
      promising: problem.change(by: gradient, within: budget), loss: gradient.adversaryLoss,
      steps: gradient.trainingLosses.count - 1)
  }
}
