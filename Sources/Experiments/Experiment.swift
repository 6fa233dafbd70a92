public import Attacks
public import Domains
public import Learning
import Reproducibility

/// One cell of a study: a domain's data of one seed, something done to it, and everyone who is
/// trained on the result.
///
/// ```swift
/// var cell = Experiment(domain: domain, seed: 0, victims: [Victim(learner)], freshWeights: 5)
/// cell.treatment = .attack(MetaGradientAttack(rule: SignRule(size: 0.1)), on: learner)
/// cell.budget = Budget(features: 0.5)
/// ```
public struct Experiment: Sendable {
  /// What is done to the training data.
  public enum Treatment: Sendable {
    /// Nothing: the reference of all other cells, and the levels that decisions can reach.
    case none
    /// An attack made for a learner.
    case attack(any Attack, on: any Learner)
    /// A control, drawn several times.
    case control(any Attack, draws: Int)

    /// The attack or control; nil if nothing is done.
    public var attack: (any Attack)? {
      switch self {
      case .none: nil
      case .attack(let attack, _), .control(let attack, _): attack
      }
    }

    /// Whether it is a control.
    public var isControl: Bool { if case .control = self { true } else { false } }
  }

  /// Where the data come from.
  public var domain: any Domain
  /// The seed of the data and, through named streams, of everything else that is random.
  public var seed: UInt64
  /// What is done.
  public var treatment: Treatment
  /// How far it may go.
  public var budget: Budget
  /// Who is trained on the result; their identifiers are unique.
  public var victims: [Victim]
  /// How many initial weights each victim is trained from that no attack ever used.
  public var freshWeights: Int
  /// Whether every draw of a control is evaluated from all initial weights; the default is false:
  /// draws take them in turn.
  public var crossesDraws = false
  /// Which of several attacks of the same kind it is: each starts from an ε₀ and weights of its
  /// own; the default is 0.
  public var repetition = 0
  /// The victims of the cell that this one takes its poison from; that cell's record holds poison
  /// and trace; the default is nil: the poison is made here.
  public var poisonVictims: [Victim]?
  /// Budgets, ascending, at which the same attack is made before, each time from the poison of the
  /// budget before; the default is none: the attack starts anew.
  public var smallerBudgets: [Budget] = []
  /// The defence of its victims that the attacker knows and differentiates through; the default is
  /// nil.
  public var knownDefence: (any Defence)?

  /// A cell of the given parts.
  ///
  /// - Precondition: no two victims have the same identifier.
  public init(
    domain: any Domain, seed: UInt64, treatment: Treatment = .none,
    budget: Budget = Budget(features: 0), victims: [Victim], freshWeights: Int
  ) {
    precondition(
      Set(victims.map(\.id)).count == victims.count,
      "two victims have the same identifier: \(victims.map(\.id))")
    (self.domain, self.seed, self.treatment) = (domain, seed, treatment)
    (self.budget, self.victims, self.freshWeights) = (budget, victims, freshWeights)
  }

  /// The cell with nothing done to the data.
  public var untreated: Experiment {
    var copy = self
    (copy.treatment, copy.budget, copy.repetition) = (.none, Budget(features: 0), 0)
    copy.crossesDraws = false
    (copy.poisonVictims, copy.smallerBudgets, copy.knownDefence) = (nil, [], nil)
    return copy
  }

  /// The cell whose record holds the poison: this one, unless it takes it from another.
  public var poisonCell: Experiment {
    guard let poisonVictims else { return self }
    var copy = self
    (copy.victims, copy.poisonVictims) = (poisonVictims, nil)
    return copy
  }

  /// The same attack at the budget from whose poison this one goes on; nil if it starts anew.
  public var smallerCell: Experiment? {
    guard let smaller = smallerBudgets.last else { return nil }
    var copy = self
    copy.budget = smaller
    copy.smallerBudgets.removeLast()
    return copy
  }

  /// The cell that has to be run before, because this one takes its poison or goes on from there.
  public var sourceCell: Experiment? { poisonVictims == nil ? smallerCell : poisonCell }

  /// Whether nothing is done to the data.
  public var isUntreated: Bool { if case .none = treatment { true } else { false } }

  /// The attack or control; nil if nothing is done.
  public var attack: (any Attack)? { treatment.attack }

  /// The learner that the attack is made for; nil for controls and where nothing is done.
  public var attacked: (any Learner)? {
    if case .attack(_, let learner) = treatment { learner } else { nil }
  }

  /// A short label for progress lines and lists.
  public var label: String {
    let place = "\(domain.title), seed \(seed)"
    let spent = "B = \(domain.budgetUnit.label(of: budget))"
    switch treatment {
    case .none: return "\(place), clean"
    case .attack(let attack, let learner):
      let shared = attack.initialWeights == .shared ? " (shared weights)" : ""
      let others =
        poisonVictims == nil ? "" : ", victims " + victims.map(\.id.text).joined(separator: " ")
      let aware = knownDefence.map { " that knows \($0.name)" } ?? ""
      return "\(place), \(attack.name)\(shared) on \(learner.name)\(aware), \(spent)\(others)"
    case .control(let attack, _): return "\(place), \(attack.name), \(spent)"
    }
  }
}

/// The named random streams of experiments, each opened with the experiment's seed.
///
/// They do not depend on budgets: budgets are compared on common random numbers.
enum ExperimentStream {
  /// The starting point and the initial weights of an attack.
  static func attack(_ attack: any Attack, on learner: any Learner, repetition: Int) -> String {
    let name = "attack/\(attack.name)/\(learner.name)"
    return repetition > 0 ? "\(name)/\(repetition)" : name
  }

  static func control(_ control: any Attack, draw: Int) -> String {
    "control/\(control.name)/\(draw)"
  }
}
