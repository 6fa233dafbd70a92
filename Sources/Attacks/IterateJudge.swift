import Learning
import LinearAlgebra
import Reproducibility

/// Who compares iterates with the start: the attacked learner, on draws of initial weights that no
/// training of the attack sees.
struct IterateJudge {
  private let loss: SurrogateLoss
  private let draws: [Weights]
  private let first: Descent.Iterate
  private let held: Double

  /// The judge of an attack.
  ///
  /// - Parameters:
  ///   - attack: whose iterates they are.
  ///   - count: on how many draws; the one that is shared, where weights are.
  ///   - scenario: the data, the problem and the targets.
  ///   - learner: who is attacked.
  ///   - budget: how far ε may go.
  ///   - start: where the attack begins.
  ///   - random: the generator that `poison` gets.
  /// - Throws: `SolverError` where a decision problem has no answer.
  init(
    of attack: some Attack, draws count: Int, _ scenario: Scenario, against learner: any Learner,
    within budget: Budget, from start: AttackStart, using random: SeededGenerator
  ) throws {
    loss = try SurrogateLoss(scenario, against: learner, objective: attack.objective)
    draws = WeightSource.reevaluation(
      count, attack.initialWeights, scenario, against: learner, from: start, using: random)
    let first = start.perturbations(scenario, budget, using: random)
    self.first = (first.ε, first.α)
    held = try loss.mean(at: self.first, over: draws)
  }

  /// An iterate of the given mean loss, or the start if that is lower.
  ///
  /// What is not a number is never held on to, and never given up for less.
  func lower(_ iterate: Descent.Iterate, of loss: Double?) -> Descent.Iterate {
    loss ?? .infinity < held || !held.isFinite ? iterate : first
  }
}

extension IterateJudge {
  /// Where a surrogate's iterations led: its best iterate or its last one, whichever takes more.
  func end(of poison: Poison) throws -> AutomaticAttack.End {
    let last = try loss.mean(at: (poison.perturbation, poison.labels), over: draws)
    let best = poison.best
    let own = try best.map { try loss.mean(at: ($0.perturbation, $0.labels), over: draws) }
    func end(_ ε: Matrix, _ α: Matrix?, _ iteration: Int, _ loss: Double) -> AutomaticAttack.End {
      AutomaticAttack.End(
        loss: loss.isFinite ? loss : nil, lastLoss: last.isFinite ? last : nil,
        iteration: iteration, perturbation: ε.values, labels: α?.values,
        trace: poison.trace, certificate: poison.certificate)
    }
    if let best, let own, own < last || last.isNaN {
      return end(best.perturbation, best.labels, best.iteration, own)
    }
    return end(
      poison.perturbation, poison.labels, poison.trace.adversaryLoss.count, last)
  }

  /// The poison of the lowest loss among the start and where surrogates led.
  func best(of surrogates: [AutomaticAttack.Surrogate]) -> Poison {
    let ends = surrogates.compactMap(\.end)
    guard let lowest = ends.min(by: { $0.loss ?? .infinity < $1.loss ?? .infinity }) else {
      return Poison(perturbation: first.perturbation, labels: first.labels)
    }
    func filled(_ like: Matrix, _ values: [Double]) -> Matrix {
      Matrix(rows: like.rows, columns: like.columns, values: values)
    }
    let found: Descent.Iterate = (
      filled(first.perturbation, lowest.perturbation),
      first.labels.map { filled($0, lowest.labels ?? $0.values) }
    )
    let iterate = lower(found, of: lowest.loss)
    var poison = Poison(
      perturbation: iterate.perturbation, labels: iterate.labels, trace: lowest.trace,
      certificate: ends.lazy.compactMap(\.certificate).first)
    poison.best = Poison.Candidate(
      perturbation: found.perturbation, labels: found.labels, iteration: lowest.iteration,
      loss: lowest.loss ?? .nan, lastLoss: lowest.lastLoss ?? .nan)
    return poison
  }
}
