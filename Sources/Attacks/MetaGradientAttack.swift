public import Learning
import LinearAlgebra
public import Reproducibility

/// The paper's Algorithm 1: projected gradient descent on the meta-gradient, retraining in every iteration.
///
/// Every iteration draws `rounds` fresh initial weights (or uses the same ones, if shared), trains on the poisoned data, keeps
/// the training of least final loss, pulls ∂L_adv back through it, steps and projects. The last iterate is the poison: the
/// best of noisy iterates would be a biased number.
public struct MetaGradientAttack: Attack {
  /// The name in records and on pages.
  public static let name = "meta-gradient"
  /// What it follows.
  public static let references = [
    Reference.kinsey2023, Reference.munozGonzalez2017, Reference.pearlmutter1994,
  ]

  /// Where the weights come from that the attack trains from.
  public enum InitialWeights: Sendable, Hashable, Encodable {
    /// Fresh ones in every iteration and round.
    case fresh
    /// One draw, the same in every iteration.
    case shared
  }

  /// nIter.
  public var iterations: Int
  /// How ε moves.
  public var rule: StepRule
  /// nRound.
  public var rounds: Int
  /// Whether the attack's initial weights change.
  public var initialWeights: InitialWeights
  /// How many seeded entries of the first meta-gradient are checked by replay.
  public var checkedEntries: Int

  /// Algorithm 1 with the given options.
  public init(
    iterations: Int = 40, rule: StepRule, rounds: Int = 1, initialWeights: InitialWeights = .fresh,
    checkedEntries: Int = 4
  ) {
    precondition(iterations >= 0 && rounds >= 1, "\(iterations) iterations, \(rounds) rounds")
    (self.iterations, self.rule, self.rounds) = (iterations, rule, rounds)
    (self.initialWeights, self.checkedEntries) = (initialWeights, checkedEntries)
  }

  /// A perturbation within the budget.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    using random: inout SeededGenerator
  ) throws -> Poison {
    var start = random.substream("start")
    let (rows, columns) = scenario.pipeline.perturbationShape
    var ε = Matrix(rows: rows, columns: columns)
    for i in ε.values.indices {
      ε.values[i] =
        budget.features
        * start.uniform(in: scenario.lower.values[i]...scenario.upper.values[i])
    }
    var α: Matrix?
    if budget.labels > 0 {
      let (rows, columns) = scenario.pipeline.labelShape
      α = Matrix(
        rows: rows, columns: columns,
        values: start.uniforms(rows * columns, in: -budget.labels...budget.labels))
    }
    var weights = random.substream("weights")
    let shared = scenario.predictor.initialWeights(using: &weights)
    var entries = random.substream("certificate")
    return try descend(
      scenario, against: learner, within: budget, from: (budget.project(ε, in: scenario), α),
      entries: &entries
    ) { _, _ in
      initialWeights == .shared
        ? shared : scenario.predictor.initialWeights(using: &weights)
    }
  }

  /// The weights that an attack with shared initial weights trains from in every iteration; nil for any other attack.
  public static func sharedWeights(
    of attack: any Attack, in scenario: Scenario, _ random: SeededGenerator
  ) -> Weights? {
    guard let attack = attack as? MetaGradientAttack, attack.initialWeights == .shared else {
      return nil
    }
    var weights = random.substream("weights")
    return scenario.predictor.initialWeights(using: &weights)
  }

  /// The iterations, from a given start and with given initial weights of each iteration and round.
  func descend(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: (ε: Matrix, α: Matrix?), entries random: inout SeededGenerator,
    initial: (_ iteration: Int, _ round: Int) -> Weights
  ) throws -> Poison {
    let metaGradient = try MetaGradient(scenario, against: learner)
    var poison = Poison(perturbation: start.ε, labels: start.α)
    var stepper = Stepper(rule, budget: budget.features)
    var labelStepper = Stepper(rule, budget: budget.labels)
    for iteration in 0..<iterations {
      let candidates = (0..<rounds).map { initial(iteration, $0) }
      let (value, round, margin) = try metaGradient.value(
        at: poison.perturbation, labels: poison.labels, from: candidates)
      if iteration == 0, checkedEntries > 0 {
        poison.certificate = try certificate(
          metaGradient, value, poison, from: candidates[round], using: &random)
      }
      let next = budget.project(
        stepper.step(poison.perturbation, along: value.perturbation), in: scenario)
      let length = (next - poison.perturbation).norm
      poison.trace.note(value, margin: margin, step: length)
      poison.perturbation = next
      if let α = poison.labels {
        poison.labels = budget.projectLabels(labelStepper.step(α, along: value.labels))
      }
    }
    return poison
  }

  /// Checks the entry of largest magnitude and some drawn ones against differences by replay.
  private func certificate(
    _ metaGradient: MetaGradient, _ value: MetaGradient.Value, _ poison: Poison,
    from weights: Weights, using random: inout SeededGenerator
  ) throws -> Poison.Certificate {
    let g = value.perturbation
    let largest = g.values.indices.max { g.values[$0].magnitude < g.values[$1].magnitude } ?? 0
    var certificate = Poison.Certificate(
      indices: [largest], differences: [], gradients: [], largestError: 0)
    for _ in 1..<max(1, checkedEntries) {
      certificate.indices.append(random.index(below: g.values.count))
    }
    for index in certificate.indices {
      var direction = Matrix(rows: g.rows, columns: g.columns)
      direction.values[index] = 1
      let slope = try metaGradient.replayedSlope(
        at: poison.perturbation, labels: poison.labels, from: weights, along: direction,
        step: MetaGradientAttack.differenceStep)
      certificate.differences.append(slope)
      certificate.gradients.append(g.values[index])
      let error = (slope - g.values[index]).magnitude / max(g.largestMagnitude, 1e-300)
      certificate.largestError = max(certificate.largestError, error)
    }
    return certificate
  }

  /// With extrapolation to O(h⁶), truncation and rounding are both near 10⁻¹⁰ of the value at this step.
  static let differenceStep = 1e-3
}

extension Poison.Trace {
  mutating func note(_ value: MetaGradient.Value, margin: Double, step length: Double) {
    adversaryLoss.append(value.adversaryLoss)
    trainingLoss.append(value.trainingLosses.last ?? 0)
    gradientNorm.append(value.perturbation.norm)
    step.append(length)
    backwardSmallest.append(value.backwardNorms.min() ?? 0)
    backwardLargest.append(value.backwardNorms.max() ?? 0)
    roundMargin.append(margin)
    census.add(value.census)
  }
}
