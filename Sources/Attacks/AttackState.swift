public import Learning
import LinearAlgebra
import Reproducibility

/// Where an attack stands between two iterations: enough to go on as if it had never stopped.
///
/// Plain numbers, row-major, to be kept in a file. Initial weights are drawn again from the same
/// stream and passed over, so that no generator is kept.
public struct AttackState: Sendable, Equatable, Codable {
  /// An iterate that is kept to be evaluated again.
  public struct Kept: Sendable, Equatable, Codable {
    /// L_adv as the attack saw it.
    public var loss: Double
    /// After how many updates it was reached.
    public var iteration: Int
    /// ε and α.
    public var perturbation: [Double], labels: [Double]?
  }

  /// How many updates were made.
  public var iteration: Int
  /// ε and α after them.
  public var perturbation: [Double], labels: [Double]?
  /// What the step rule remembers of ε and of α.
  public var steps: Stepper.Memory, labelSteps: Stepper.Memory
  /// Whether each row of ε and of α may be touched, where the attacker has chosen.
  public var touchedRows: [Bool]?, touchedLabelRows: [Bool]?
  /// The lowest L_adv so far, and for how many iterations it has not fallen; nil before the first.
  public var lowestLoss: Double?, iterationsSince: Int
  /// The iterates kept to be evaluated again, the lowest first.
  public var kept: [Kept]
  /// How the attack went.
  public var trace: Poison.Trace
  /// The check of the first gradient.
  public var certificate: Poison.Certificate?
  /// The surrogates of an attack that goes through several, one after the other; nil of others.
  public var surrogates: [AutomaticAttack.Surrogate]?
}

/// Why an attack cannot go on from a state.
public enum AttackStateError: Error, Equatable, CustomStringConvertible {
  /// The state is that of an attack on other data, or by another rule.
  case anotherAttack(what: String)

  /// One sentence for users of the command.
  public var description: String {
    switch self {
    case .anotherAttack(let what):
      "the state is that of another attack, \(what): start anew, without it."
    }
  }
}

/// The bookkeeping of an attack that goes through whole trainings: its descent, its draws, its
/// trace, what it keeps, and its state between iterations.
struct AttackRun {
  var descent: Descent
  /// Where its initial weights come from, and what chooses the entries that are checked.
  var weights: WeightSource, entries: SeededGenerator
  var poison: Poison
  /// How many updates were made.
  private(set) var iteration = 0
  private var best = BestIterates()
  private var lowest: Double?
  private var since = 0

  /// An attack that is about to begin, or to go on from a state.
  ///
  /// - Parameters:
  ///   - attack: whose run it is.
  ///   - rule: how it steps.
  ///   - trainings: how many initial weights it draws per iteration.
  ///   - scenario: what the attacker knows.
  ///   - learner: whom the attack is made for.
  ///   - budget: how far it may go.
  ///   - start: where it begins, or the state from which it goes on.
  ///   - random: the attack's generator.
  /// - Throws: where the state is that of another attack.
  init(
    of attack: any Attack, by rule: any StepRule, trainings: Int, in scenario: Scenario,
    against learner: any Learner, within budget: Budget, from start: AttackStart,
    using random: SeededGenerator
  ) throws(AttackStateError) {
    weights = WeightSource(
      attack.initialWeights, scenario, against: learner, from: start, using: random)
    entries = random.substream("certificate")
    let first = start.perturbations(scenario, budget, using: random)
    descent = Descent(by: rule, from: first, in: scenario, within: budget)
    poison = Poison(perturbation: first.ε, labels: first.α)
    if let state = start.resume { try resume(state, by: rule, from: first) }
    weights.pass(over: iteration * trainings)
  }

  private mutating func resume(
    _ state: AttackState, by rule: any StepRule, from start: (ε: Matrix, α: Matrix?)
  ) throws(AttackStateError) {
    try descent.resume(state, rule: rule)
    (poison.perturbation, poison.labels) = descent.iterate
    (poison.trace, poison.certificate) = (state.trace, state.certificate)
    (iteration, lowest, since) = (state.iteration, state.lowestLoss, state.iterationsSince)
    var seen: [BestIterates.Seen] = []
    for kept in state.kept {
      seen.append(
        BestIterates.Seen(
          loss: kept.loss, iteration: kept.iteration,
          perturbation: try start.ε.filled(with: kept.perturbation, "with other iterates"),
          labels: try start.α.map { α throws(AttackStateError) in
            try α.filled(with: kept.labels ?? [], "with other iterates")
          }))
    }
    best = BestIterates(seen)
  }

  /// Notes L_adv at the iterate, before its update.
  mutating func note(loss: Double) {
    best.note(loss: loss, after: iteration, descent.iterate)
    if loss < lowest ?? .infinity { (lowest, since) = (loss, 0) } else { since += 1 }
  }

  /// Whether L_adv has not fallen for so many iterations.
  func isStuck(after patience: Int?) -> Bool { patience.map { since >= $0 } ?? false }

  /// Makes the update, and tells those who want to know.
  mutating func move(to next: Descent.Iterate, loss: Double, telling start: AttackStart) {
    descent.move(to: next)
    (poison.perturbation, poison.labels) = next
    iteration += 1
    start.observer?(iteration, loss)
    start.checkpoint?(state)
  }

  /// The poison, with the best of its iterates on the given draws; none are evaluated without them.
  func finished(
    reevaluating draws: [Weights], loss: () throws -> SurrogateLoss
  ) throws -> Poison {
    guard !draws.isEmpty else { return poison }
    var result = poison
    let loss = try loss()
    result.best = try best.best(last: (iteration, descent.iterate)) {
      try loss.mean(at: $0, over: draws)
    }
    return result
  }

  private var state: AttackState {
    AttackState(
      iteration: iteration, perturbation: descent.iterate.perturbation.values,
      labels: descent.iterate.labels?.values, steps: descent.memory.features,
      labelSteps: descent.memory.labels, touchedRows: descent.touched?.features,
      touchedLabelRows: descent.touched?.labels, lowestLoss: lowest, iterationsSince: since,
      kept: best.seen.map {
        AttackState.Kept(
          loss: $0.loss, iteration: $0.iteration, perturbation: $0.perturbation.values,
          labels: $0.labels?.values)
      }, trace: poison.trace, certificate: poison.certificate)
  }
}

extension Descent {
  /// What the rule remembers of ε and of α.
  var memory: (features: Stepper.Memory, labels: Stepper.Memory) {
    (stepper.memory, labelStepper.memory)
  }

  /// Goes on from a state.
  mutating func resume(_ state: AttackState, rule: any StepRule) throws(AttackStateError) {
    let ε = try iterate.perturbation.filled(with: state.perturbation, "with another ε")
    guard (state.labels == nil) == (iterate.labels == nil) else {
      throw .anotherAttack(
        what: "which \(state.labels == nil ? "leaves labels alone" : "perturbs labels")")
    }
    var α: Matrix?
    if let labels = iterate.labels {
      α = try labels.filled(with: state.labels ?? [], "with another α")
    }
    for (memory, matrix) in [(state.steps, iterate.perturbation), (state.labelSteps, labelsOrNone)]
    {
      let room = memory.index == 0 ? 0 : max(1, rule.moments * matrix.values.count)
      guard memory.moments.count == room, memory.index >= 0 else {
        throw .anotherAttack(what: "by another step rule")
      }
    }
    for (rows, count) in [
      (state.touchedRows, ε.rows), (state.touchedLabelRows, scenario.pipeline.labelShape.rows),
    ] {
      guard rows.map({ $0.count == count }) ?? true else {
        throw .anotherAttack(what: "with other rows")
      }
    }
    move(to: (ε, α))
    stepper = Stepper(rule, memory: state.steps)
    labelStepper = Stepper(rule, memory: state.labelSteps)
    if let rows = state.touchedRows, let labelRows = state.touchedLabelRows {
      touched = TouchedRows(features: rows, labels: labelRows)
    }
  }

  private var labelsOrNone: Matrix { iterate.labels ?? Matrix(rows: 0, columns: 0) }
}

extension Matrix {
  /// A matrix of this shape with other entries.
  fileprivate func filled(
    with values: [Double], _ what: String
  ) throws(AttackStateError) -> Matrix {
    guard values.count == self.values.count else { throw .anotherAttack(what: what) }
    return Matrix(rows: rows, columns: columns, values: values)
  }
}
