import Learning
import LinearAlgebra
import Reproducibility

extension AutomaticAttack {
  /// A model that the attack goes through, and where that led.
  ///
  /// Plain numbers, row-major, to be kept in a file with the rest of an attack's state.
  public struct Surrogate: Sendable, Equatable, Codable {
    /// The rate of a decision-focused learner that is trained in the stead of the attacked one; nil
    /// for the attacked one itself.
    public var focusedRate: Double?
    /// The factor s of the curvature of its layer.
    public var smoothing: Double
    /// Where its iterations led; nil before they are over.
    public var end: End?

    /// A surrogate that nothing was done with.
    init(focusedRate: Double? = nil, smoothing: Double) {
      (self.focusedRate, self.smoothing) = (focusedRate, smoothing)
    }

    /// The learner that is trained.
    func learner(inPlaceOf learner: any Learner) -> any Learner {
      guard let focusedRate else { return learner }
      var training = learner.training
      training.rate = focusedRate
      return DecisionFocused(training: training)
    }
  }

  /// The best iterate of a surrogate.
  public struct End: Sendable, Equatable, Codable {
    /// The mean of the attacked learner's L_adv on the attack's own draws, here and at the last
    /// iterate; nil where that is no number.
    public var loss: Double?, lastLoss: Double?
    /// After how many updates it was reached.
    public var iteration: Int
    /// ε and α.
    public var perturbation: [Double], labels: [Double]?
    /// How its iterations went, and the check of their first gradient.
    public var trace: Poison.Trace, certificate: Poison.Certificate?
  }
}

extension AutomaticAttack {
  /// The surrogates that it goes through, one after the other.
  ///
  /// If the attacked learner does not solve while it trains, a decision-focused one comes first,
  /// and then itself; each with the smoothings that `smoothings` measures, the largest first.
  ///
  /// - Parameters:
  ///   - scenario: the data, the problem and the targets.
  ///   - learner: whom the attack is made for.
  ///   - budget: how far ε may go.
  ///   - start: where it begins.
  ///   - random: the generator that `poison` gets.
  /// - Returns: at least one, with no end yet.
  /// - Throws: `SolverError` where a decision problem has no answer.
  func surrogates(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart, using random: SeededGenerator
  ) throws -> [Surrogate] {
    let rate = try focusedRate(scenario, inPlaceOf: learner, using: random)
    return try (rate.map { [$0, nil] } ?? [nil]).flatMap { (rate: Double?) in
      let trained = Surrogate(focusedRate: rate, smoothing: 1).learner(inPlaceOf: learner)
      return try smoothings(
        scenario, against: trained, within: budget, from: start, using: random
      ).sorted(by: >).map { Surrogate(focusedRate: rate, smoothing: $0) }
    }
  }

  /// The rate of a decision-focused learner in the stead of one that does not solve in training.
  ///
  /// Of some multiples of the learner's own it is that of the highest mean utility at the targets,
  /// trained on clean data; nil where none is needed, none can be trained, or the attack knows its
  /// victim's weights.
  private func focusedRate(
    _ scenario: Scenario, inPlaceOf learner: any Learner, using random: SeededGenerator
  ) throws -> Double? {
    guard trainsStandIn, !type(of: learner).solvesInTraining, initialWeights == .fresh,
      DecisionFocused.refusal(of: scenario.problem) == nil, plan.smoothings.count > 1
    else { return nil }
    let (rows, columns) = scenario.pipeline.perturbationShape
    let clean = Matrix(rows: rows, columns: columns)
    var best: (rate: Double, utility: Double)?
    for factor in AutomaticAttack.rateFactors {
      let rate = factor * learner.training.rate
      let stand = Surrogate(focusedRate: rate, smoothing: 1).learner(inPlaceOf: learner)
      let draws = PathwiseBias.draws(2, scenario, against: stand, using: random)
      // A rate at which training breaks down is none.
      let utility =
        (try? SurrogateLoss(scenario, against: stand, objective: .utility)
          .mean(at: (clean, nil), over: draws)) ?? .nan
      if utility.isFinite, utility > best?.utility ?? -.infinity { best = (rate, utility) }
    }
    return best?.rate
  }

  /// The multiples of the attacked learner's rate that are tried for a decision-focused one.
  static let rateFactors = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100]

  /// The smoothings that agree with what the layer of a learner does over each of its reaches, each
  /// once, the nearest reach first.
  ///
  /// - Parameters:
  ///   - scenario: the data, the problem and the targets.
  ///   - learner: whose layer is made smoother.
  ///   - budget: how far ε may go.
  ///   - start: where the attack begins.
  ///   - random: the generator that `poison` gets.
  /// - Returns: factors of the plan.
  /// - Throws: `SolverError` where a decision problem has no answer.
  public func smoothings(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: SeededGenerator
  ) throws -> [Double] {
    // Without room for ε nothing can be compared.
    guard budget.features > 0, plan.smoothings.count > 1 else { return [plan.smoothings[0]] }
    let first = start.perturbations(scenario, budget, using: random)
    return try PathwiseBias.over(
      reaches.map { $0 * budget.features }, plan, scenario, of: base, against: learner,
      at: first.ε, labels: first.α, using: random
    ).map { $0.smoothing(within: agreement) }.uniqued()
  }
}

extension AttackStart {
  /// The start of one surrogate among several, whose state is kept with what is known of all.
  ///
  /// Observers are told the share of all iterations that is made, as a number of those of one
  /// surrogate.
  ///
  /// - Parameters:
  ///   - surrogates: all of them.
  ///   - index: which of them.
  ///   - iterations: how many each makes.
  ///   - state: where the surrogate's own iterations were left; nil for their beginning.
  /// - Returns: the same start, with that state and what is told of it.
  func of(
    _ surrogates: [AutomaticAttack.Surrogate], at index: Int, iterations: Int,
    resuming state: AttackState?
  ) -> AttackStart {
    var start = self
    start.resume = state
    if let keep = checkpoint {
      start.checkpoint = { (state: AttackState) in
        var whole = state
        whole.surrogates = surrogates
        keep(whole)
      }
    }
    if let tell = observer {
      let count = surrogates.count
      start.observer = { (iteration: Int, loss: Double) in
        tell((index * iterations + iteration) / count, loss)
      }
    }
    return start
  }
}
