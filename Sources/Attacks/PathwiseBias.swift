public import Learning
public import LinearAlgebra
public import Reproducibility

/// How well the gradients of surrogates say what a step of an attack's length does to the victims.
///
/// L_adv is continuous in ε, but its slope jumps wherever a decision changes the constraints that
/// it touches. Where such kinks lie closer together than a step is long, the pathwise gradient is
/// that of a piece and says nothing of the mean over many pieces, which is what an attack descends.
/// Smoother layers have fewer kinks and gradients of another function: too little smoothing leaves
/// the one error, too much brings the other. Both are measured here against
///
///     D_j = (L̄(ε + h·d_j) − L̄(ε − h·d_j)) / 2h,
///
/// the central difference of the mean L̄ of the *true* L_adv over some draws of initial weights,
/// along directions d_j of signs: those of each surrogate's own gradient, and random ones. The
/// cosine of (⟨g_s, d_j⟩)_j and (D_j)_j tells a surrogate's promises from what is kept: that of
/// the mean gradient over many initial weights tells of bias alone; that of the mean over as few
/// models as an iteration trains, of bias and noise together.
public struct PathwiseBias: Sendable, Hashable, Codable {
  /// One surrogate.
  public struct Entry: Sendable, Hashable, Codable {
    /// The factor s of the curvature of its layer.
    public var smoothing: Double
    /// The cosine of promised and measured slopes over all directions, of the mean gradient; 0
    /// where either is zero.
    public var meanCosine: Double
    /// The same of gradients of as many models as an iteration of the attack trains, the mean over
    /// several such.
    public var cosine: Double
    /// ⟨g_s, d⟩ along the signs d of its own mean gradient, the slope that it promises, and the
    /// slope D that the victims' layer shows there.
    public var promised: Double, measured: Double
  }

  /// h, in the unit of ε.
  public var step: Double
  /// The surrogates, in the order in which they were given.
  public var entries: [Entry]

  /// What was measured with steps of a length.
  init(step: Double, entries: [Entry]) { (self.step, self.entries) = (step, entries) }

  /// What is measured, and how closely.
  public struct Plan: Sendable, Hashable, Encodable {
    /// The factors s; 1 is the victims' own layer.
    public var smoothings: [Double]
    /// On how many draws of initial weights gradients are averaged, and on how many others
    /// differences.
    public var models: Int
    /// How many random directions there are besides the surrogates' own.
    public var directions: Int

    /// A plan.
    ///
    /// - Parameters:
    ///   - smoothings: the factors s. The default is 1, 3, 10 and 30.
    ///   - models: draws of initial weights. The default is 4.
    ///   - directions: random directions. The default is 4.
    public init(smoothings: [Double] = [1, 3, 10, 30], models: Int = 4, directions: Int = 4) {
      precondition(
        !smoothings.isEmpty && smoothings.allSatisfy { $0 >= 1 } && models >= 1
          && directions >= 0, "\(smoothings), \(models) models, \(directions) directions")
      (self.smoothings, self.models, self.directions) = (smoothings, models, directions)
    }

    /// Its cost in trainings of a learner, a training with its sweep counting as five, if slopes
    /// are measured over some lengths.
    func cost(lengths: Int) -> Double {
      Double(models * (5 * smoothings.count + 2 * lengths * (smoothings.count + directions)))
    }
  }

  /// Measures surrogates at one perturbation.
  ///
  /// - Parameters:
  ///   - plan: what is measured.
  ///   - scenario: the data, the problem and the targets.
  ///   - attack: whose surrogates they are: its objective, and whether it scales rates.
  ///   - learner: whom the attack is made for.
  ///   - ε: where.
  ///   - α: the labels' perturbation there.
  ///   - h: the length of a step, in the unit of ε.
  ///   - random: where initial weights and directions are drawn from.
  /// - Throws: `SolverError` where a decision problem has no answer.
  public init(
    _ plan: Plan, _ scenario: Scenario, of attack: SmoothedAttack, against learner: any Learner,
    at ε: Matrix, labels α: Matrix? = nil, step h: Double, using random: SeededGenerator
  ) throws {
    self = try PathwiseBias.over(
      [h], plan, scenario, of: attack, against: learner, at: ε, labels: α, using: random)[0]
  }

  /// Surrogates at one perturbation, held against steps of several lengths; their gradients are
  /// taken once.
  ///
  /// - Parameters:
  ///   - lengths: those of steps, in the unit of ε.
  ///   - plan: what is measured.
  ///   - scenario: the data, the problem and the targets.
  ///   - attack: whose surrogates they are.
  ///   - learner: whom the attack is made for.
  ///   - ε: where.
  ///   - α: the labels' perturbation there.
  ///   - random: where initial weights and directions are drawn from.
  /// - Returns: what was measured over each length.
  /// - Throws: `SolverError` where a decision problem has no answer.
  static func over(
    _ lengths: [Double], _ plan: Plan, _ scenario: Scenario, of attack: SmoothedAttack,
    against learner: any Learner, at ε: Matrix, labels α: Matrix?, using random: SeededGenerator
  ) throws -> [PathwiseBias] {
    let draws = PathwiseBias.draws(2 * plan.models, scenario, against: learner, using: random)
    return try over(
      lengths, plan, scenario, of: attack, against: learner, at: ε, labels: α,
      differences: Array(draws.prefix(plan.models)), gradients: Array(draws.suffix(plan.models)),
      using: random)
  }

  /// The same from given initial weights, those of differences and those of gradients.
  static func over(
    _ lengths: [Double], _ plan: Plan, _ scenario: Scenario, of attack: SmoothedAttack,
    against learner: any Learner, at ε: Matrix, labels α: Matrix?, differences: [Weights],
    gradients: [Weights], using random: SeededGenerator
  ) throws -> [PathwiseBias] {
    let smoothings = PathwiseBias.distinct(plan.smoothings, in: scenario)
    let found = try smoothings.map { smoothing in
      let surrogate = try attack.metaGradient(scenario, against: learner, smoothing: smoothing)
      return try gradients.map {
        try surrogate.value(at: ε, labels: α, from: [$0]).value.perturbation
      }
    }
    let means = found.map(PathwiseBias.mean)
    var signs = random.substream("directions")
    let directions =
      means.map(\.signs)
      + (0..<plan.directions).map { _ in
        Matrix(
          rows: ε.rows, columns: ε.columns,
          values: (0..<ε.values.count).map { _ in signs.uniform(in: 0...1) < 0.5 ? -1 : 1 })
      }
    let loss = try SurrogateLoss(scenario, against: learner, objective: attack.objective)
    func mean(_ distance: Double, _ direction: Matrix) throws -> Double {
      try loss.mean(at: (ε + distance * direction, α), over: differences)
    }
    return try lengths.map { h in
      let measured = try directions.map { try (mean(h, $0) - mean(-h, $0)) / (2 * h) }
      func cosine(_ gradient: Matrix) -> Double {
        Matrix([directions.map(gradient.dot)]).cosine(to: Matrix([measured])) ?? 0
      }
      let entries = smoothings.indices.map { place in
        let few = stride(from: 0, to: gradients.count, by: attack.models).map { first in
          cosine(PathwiseBias.mean(Array(found[place][first...].prefix(attack.models))))
        }
        return Entry(
          smoothing: smoothings[place], meanCosine: cosine(means[place]),
          cosine: few.reduce(0, +) / Double(few.count),
          promised: means[place].dot(directions[place]), measured: measured[place])
      }
      return PathwiseBias(step: h, entries: entries)
    }
  }

  /// The least smoothing whose cosine is at least a share of the largest one.
  ///
  /// - Parameter share: between 0 and 1.
  /// - Returns: the smoothing; 1 where no cosine is positive.
  public func smoothing(within share: Double) -> Double {
    let rising = entries.sorted { $0.smoothing < $1.smoothing }
    let largest = rising.map(\.cosine).max() ?? 0
    guard largest > 0 else { return 1 }
    return rising.first { $0.cosine >= share * largest }?.smoothing ?? 1
  }

  /// Initial weights that no training of the attack sees.
  static func draws(
    _ count: Int, _ scenario: Scenario, against learner: any Learner, using random: SeededGenerator
  ) -> [Weights] {
    var source = random.substream("bias")
    let predictor = learner.predictor(in: scenario)
    return (0..<count).map { _ in predictor.initialWeights(using: &source) }
  }

  /// The factors that make different layers: 1 alone where the problem has no smoother one.
  private static func distinct(_ smoothings: [Double], in scenario: Scenario) -> [Double] {
    guard let factor = smoothings.first(where: { $0 != 1 }), scenario.smoothed(by: factor) != nil
    else { return [1] }
    return smoothings.uniqued()
  }

  private static func mean(_ matrices: [Matrix]) -> Matrix {
    (1 / Double(matrices.count)) * matrices.dropFirst().reduce(matrices[0], +)
  }
}
