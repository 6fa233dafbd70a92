public import Learning
import Reproducibility

/// What somebody asks of an attack without knowing its options.
///
/// ```swift
/// let request = AttackRequest(within: Budget(features: 0.5), iterations: 20)
/// let attack = try AttackCatalog.type(named: "meta-gradient")?.make(request)
/// ```
public struct AttackRequest: Sendable {
  /// How far it may go.
  public var budget: Budget
  /// How many updates it makes; the default is 40.
  public var iterations: Int
  /// The name of the step rule; nil, the default, for the attack's own.
  public var rule: String?
  /// How far a step goes: in the features' unit for rules that are scale-free, else the factor of
  /// the gradient.
  ///
  /// The default, nil, is a tenth of the budget; rules that are not scale-free have none.
  public var stepSize: Double?
  /// Trainings per iteration, of which the best counts; the default is 1.
  public var rounds: Int
  /// Models of an ensemble, or those on which surrogates are compared; the default is 8.
  public var models: Int
  /// Where the attack's weights come from; the default is fresh ones.
  public var initialWeights: InitialWeights
  /// What the adversary wants; the default is harm.
  public var objective: AdversaryObjective
  /// On how many fresh draws of weights the best iterates are evaluated again beside the last; the
  /// default is 0: they are not.
  public var reevaluations: Int
  /// The factor of the curvature of a smoothed attack's decision layer; nil, the default, for the
  /// attack's own.
  public var smoothing: Double?

  /// A request; what is not said has its default.
  public init(
    within budget: Budget, iterations: Int = 40, rule: String? = nil, stepSize: Double? = nil,
    rounds: Int = 1, models: Int = 8, initialWeights: InitialWeights = .fresh,
    objective: AdversaryObjective = .utility, reevaluations: Int = 0, smoothing: Double? = nil
  ) {
    precondition(reevaluations >= 0, "\(reevaluations) evaluations")
    (self.budget, self.iterations, self.rule) = (budget, iterations, rule)
    (self.stepSize, self.rounds, self.models) = (stepSize, rounds, models)
    (self.initialWeights, self.objective) = (initialWeights, objective)
    (self.reevaluations, self.smoothing) = (reevaluations, smoothing)
  }

  /// The rule asked for, or else the given one, and its size as attacks keep it.
  ///
  /// Sizes of scale-free rules are kept as shares of the budget; labels move by the same share of
  /// theirs.
  /// - Throws: where there is no such rule, or it needs a size.
  public func step(
    default usual: any StepRule
  ) throws(AttackRequestError) -> (rule: any StepRule, size: Double) {
    var chosen = usual
    if let rule {
      guard let known = StepRuleCatalog.rule(named: rule) else { throw .unknownRule(rule) }
      chosen = known
    }
    if type(of: chosen).isScaleFree {
      let unit = budget.features > 0 ? budget.features : budget.labels
      return (chosen, stepSize.map { $0 / unit } ?? 0.1)
    }
    guard let stepSize else { throw .stepSizeMissing(rule: chosen.name) }
    return (chosen, stepSize)
  }
}

/// Why an attack cannot be made as asked for.
public enum AttackRequestError: Error, Equatable, CustomStringConvertible {
  /// There is no step rule of this name.
  case unknownRule(String)
  /// The rule's length is a factor of the gradient, for which there is no default.
  case stepSizeMissing(rule: String)
  /// The attack steps by the rule of this name alone.
  case fixedRule(attack: String, rule: String)
  /// The attack does not perturb labels.
  case leavesLabelsAlone(attack: String)

  /// One sentence for users of the command: what is wrong, and what to do.
  public var description: String {
    switch self {
    case .unknownRule(let rule):
      let known = StepRuleCatalog.all.map(\.name).joined(separator: ", ")
      return "there is no step rule \(rule): give --step one of \(known)."
    case .stepSizeMissing(let rule):
      return "\(rule) steps have no default size: give --step-size, the factor of the gradient."
    case .fixedRule(let attack, let rule):
      let label = StepRuleCatalog.rule(named: rule)?.label ?? rule
      return "\(attack) steps by \(label): give --step \(rule), or leave --step out."
    case .leavesLabelsAlone(let attack):
      return "\(attack) leaves labels alone: leave --label-budget out."
    }
  }
}
