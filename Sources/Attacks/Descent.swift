import Learning
import LinearAlgebra

/// The steps of an attack: along a gradient by its rule, and back into the budget.
struct Descent {
  /// ε and α; α is nil where labels are left alone.
  typealias Iterate = (perturbation: Matrix, labels: Matrix?)

  let scenario: Scenario
  private let budget: Budget
  private let rule: any StepRule
  var stepper: Stepper
  var labelStepper: Stepper
  /// The rows that may be touched, once the first gradient has chosen them; nil before, and where
  /// there is no choice.
  var touched: TouchedRows?
  /// Where the attack is.
  private(set) var iterate: Iterate

  /// A descent by the given rule that is about to begin.
  init(
    by rule: any StepRule, from start: (ε: Matrix, α: Matrix?), in scenario: Scenario,
    within budget: Budget
  ) {
    (self.scenario, self.budget, self.rule) = (scenario, budget, rule)
    (stepper, labelStepper) = (Stepper(rule), Stepper(rule))
    iterate = (start.ε, start.α)
  }

  /// Where a step of the given size leads; nothing moves until `move(to:)`.
  ///
  /// - Parameters:
  ///   - gradient: by ε, at the iterate.
  ///   - labelGradient: by α, of the labels' shape.
  ///   - size: a share of the budgets for rules that are scale-free, else the factor of the
  ///     gradients.
  /// - Returns: the next iterate, within the budget.
  mutating func next(along gradient: Matrix, labels labelGradient: Matrix, size: Double) -> Iterate
  {
    if let share = budget.share, share.rechosen || touched == nil {
      touched = TouchedRows(
        in: scenario, within: budget, gradient: gradient, labelGradient: labelGradient)
    }
    let moved = stepper.step(
      iterate.perturbation, along: gradient,
      length: rule.length(size, within: budget.features))
    let next = budget.project(moved, in: scenario, rows: touched?.features)
    guard let α = iterate.labels else { return (next, nil) }
    let movedLabels = labelStepper.step(
      α, along: labelGradient, length: rule.length(size, within: budget.labels))
    return (next, budget.projectLabels(movedLabels, in: scenario, rows: touched?.labels))
  }

  /// Takes the step.
  mutating func move(to next: Iterate) { iterate = next }
}
