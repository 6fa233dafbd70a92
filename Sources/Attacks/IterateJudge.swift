import Learning
import LinearAlgebra
import Reproducibility

extension AutomaticAttack {
  /// Who compares iterates: the attacked learner on draws that no training of the attack sees.
  struct Judge {
    private let loss: SurrogateLoss
    private let draws: [Weights]
    private let first: Descent.Iterate
    private let held: Double

    init(
      of attack: AutomaticAttack, _ scenario: Scenario, against learner: any Learner,
      within budget: Budget, from start: AttackStart, using random: SeededGenerator
    ) throws {
      loss = try SurrogateLoss(scenario, against: learner, objective: attack.objective)
      draws = WeightSource.reevaluation(
        attack.reevaluations, attack.initialWeights, scenario, against: learner, from: start,
        using: random)
      let first = start.perturbations(scenario, budget, using: random)
      self.first = (first.ε, first.α)
      held = try Judge.mean(loss, draws, self.first)
    }

    private static func mean(
      _ loss: SurrogateLoss, _ draws: [Weights], _ iterate: Descent.Iterate
    ) throws -> Double {
      try draws.reduce(0) {
        try $0 + loss.value(at: iterate.perturbation, labels: iterate.labels, from: $1)
          / Double(draws.count)
      }
    }

    /// Where a surrogate's iterations led: its best iterate or its last one, whichever takes more.
    func end(of poison: Poison) throws -> End {
      let last = try Judge.mean(loss, draws, (poison.perturbation, poison.labels))
      let best = poison.best
      let own = try best.map { try Judge.mean(loss, draws, ($0.perturbation, $0.labels)) }
      func end(_ ε: Matrix, _ α: Matrix?, _ iteration: Int, _ loss: Double) -> End {
        End(
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
    ///
    /// What is not a number is never held on to, and never given up for less.
    func best(of surrogates: [Surrogate]) -> Poison {
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
      let isBetter = lowest.loss ?? .infinity < held || !held.isFinite
      let iterate = isBetter ? found : first
      var poison = Poison(
        perturbation: iterate.perturbation, labels: iterate.labels, trace: lowest.trace,
        certificate: ends.lazy.compactMap(\.certificate).first)
      poison.best = Poison.Candidate(
        perturbation: found.perturbation, labels: found.labels, iteration: lowest.iteration,
        loss: lowest.loss ?? .nan, lastLoss: lowest.lastLoss ?? .nan)
      return poison
    }
  }
}
