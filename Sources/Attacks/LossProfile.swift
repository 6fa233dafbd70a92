public import Learning
public import LinearAlgebra

/// L_adv along the line on which the first step of an attack goes, on the victims' own layer and on
/// a smoother one, with the slopes that the gradients promise at its start.
///
/// Both losses are those of one training from the same initial weights, so that their kinks are
/// not averaged away. The line is ε − t·sign(g), g being the exact meta-gradient at ε.
public struct LossProfile: Sendable, Hashable, Codable {
  /// The factor s of the curvature of the smoother layer.
  public var smoothing: Double
  /// t, in the unit of ε, ascending.
  public var distances: [Double]
  /// L_adv at each distance, of the victims' own layer and of the smoother one.
  public var own: [Double], smooth: [Double]
  /// The derivatives by t at t = 0 that either gradient promises.
  public var ownSlope: Double, smoothSlope: Double

  /// Follows the line.
  ///
  /// - Parameters:
  ///   - scenario: the data, the problem and the targets.
  ///   - attack: whose objective and surrogate it is; its smoothing is s.
  ///   - learner: whom the attack is made for.
  ///   - ε: where the line begins.
  ///   - weights: the initial weights of all trainings.
  ///   - distances: t, ascending.
  /// - Throws: `SolverError` where a decision problem has no answer.
  public init(
    _ scenario: Scenario, of attack: SmoothedAttack, against learner: any Learner, at ε: Matrix,
    from weights: Weights, distances: [Double]
  ) throws {
    (smoothing, self.distances) = (attack.smoothing, distances)
    func gradient(_ smoothing: Double) throws -> Matrix {
      try attack.metaGradient(scenario, against: learner, smoothing: smoothing)
        .value(at: ε, from: [weights]).value.perturbation
    }
    let exact = try gradient(1)
    let direction = -1 * exact.signs
    (ownSlope, smoothSlope) = (exact.dot(direction), try gradient(smoothing).dot(direction))
    func losses(_ scenario: Scenario) throws -> [Double] {
      let loss = try SurrogateLoss(scenario, against: learner, objective: attack.objective)
      return try distances.map {
        try loss.value(at: ε + $0 * direction, labels: nil, from: weights)
      }
    }
    own = try losses(scenario)
    smooth = try scenario.smoothed(by: smoothing).map(losses) ?? own
  }
}
