import Differentiation
public import LinearAlgebra

/// What decisions cost beside those that know the outcomes, as the field measures it.
///
///     Σᵢ (f(x*(θᵢ), θᵢ) − f(x̂ᵢ, θᵢ)) / Σᵢ |f(x*(θᵢ), θᵢ)|
///
/// is the normalised regret of decisions x̂; x* are the decisions by which the problem is judged.
/// Sums are kept apart, so that regrets of several sets of instances can be joined.
///
/// - SeeAlso: Elmachtoub & Grigas (2022), whose SPO loss it is; Tang & Khalil (2024), §5.
public struct Regret: Sendable, Hashable {
  /// Σ (f(x*, θ) − f(x̂, θ)), in units of utility; at least 0 but for rounding, if x̂ is
  /// feasible.
  public var total: Double
  /// Σ |f(x*, θ)|.
  public var scale: Double
  /// The number of instances.
  public var instances: Int

  /// The given sums.
  public init(total: Double, scale: Double, instances: Int) {
    (self.total, self.scale, self.instances) = (total, scale, instances)
  }

  /// The share of the best utility that is lost; NaN where that is 0.
  public var normalised: Double { total / scale }

  /// The regret per instance, in units of utility.
  public var mean: Double { total / Double(instances) }

  /// The regret on both sets of instances together.
  public static func + (a: Regret, b: Regret) -> Regret {
    Regret(
      total: a.total + b.total, scale: a.scale + b.scale, instances: a.instances + b.instances)
  }
}

extension DecisionProblem {
  /// The utility of each instance's decision, or, if it is nil, of the best one: n numbers.
  ///
  /// - Throws: `SolverError` where a decision has no answer.
  public func utilities(of decisions: Matrix?, when outcome: [Matrix]) throws -> [Double] {
    let tape = Tape()
    let fields = outcome.map { tape.input($0) }
    let x = decisions.map { tape.input($0) } ?? judged.decisions(for: fields)
    let values = utility(of: x, when: fields)
    try tape.compile([values]).run()
    return values.value.values
  }

  /// The regret of one decision per instance.
  ///
  /// - Parameters:
  ///   - decisions: n×k.
  ///   - outcome: the fields of the outcomes that came true.
  /// - Returns: the sums over the n instances.
  /// - Throws: `SolverError` where the best decision has no answer.
  public func regret(of decisions: Matrix, when outcome: [Matrix]) throws -> Regret {
    let best = try utilities(of: nil, when: outcome)
    let reached = try utilities(of: decisions, when: outcome)
    return Regret(
      total: zip(best, reached).reduce(0) { $0 + ($1.0 - $1.1) },
      scale: best.reduce(0) { $0 + $1.magnitude }, instances: best.count)
  }
}
