public import Learning
public import LinearAlgebra
public import Reproducibility

/// A way to poison training data within a budget.
public protocol Attack: Component {
  /// Whether it is a control: it looks at nothing and shows what chance does within the same
  /// budget.
  static var isControl: Bool { get }

  /// Whether it perturbs labels where the budget allows it; the default is true.
  static var perturbsLabels: Bool { get }

  /// Whether its backward sweeps go through whole trainings; the default is false.
  static var sweepsWholeTraining: Bool { get }

  /// Whether its poison never does less than its start, on draws of its own; the default is false.
  ///
  /// Of rising budgets such an attack goes on from the poison of the smaller one.
  static var keepsStart: Bool { get }

  /// Where the weights come from that the attack trains from; the default is fresh ones.
  var initialWeights: InitialWeights { get }

  /// What the adversary wants; the default is harm.
  var objective: AdversaryObjective { get }

  /// How many updates it makes; the default is 0.
  var iterationCount: Int { get }

  /// What sets it apart from others of its kind, in a few words at the beginning of a sentence; the
  /// default is its label, and whether its initial weights are shared.
  var phrase: String { get }

  /// Whose loss the attack follows, in a few words: its own learner's, not a victim's.
  ///
  /// The default is a learner of the same kind, trained in every iteration.
  func surrogate(of learner: any Learner) -> String

  /// The expected cost in units of one training of the learner, for the order of work; the default
  /// is 0.
  func cost(inTrainingsOf learner: any Learner) -> Double

  /// A perturbation of the scenario's source data, and of labels where the budget allows it.
  ///
  /// - Parameters:
  ///   - scenario: what the attacker knows: everything but the victim's initial weights.
  ///   - learner: whom the attack is made for.
  ///   - budget: how far it may go, kept to the last bit.
  ///   - start: where it begins; what is nil is drawn.
  ///   - random: where initial perturbations and initial weights are drawn from.
  /// - Returns: the poison.
  /// - Throws: `SolverError` where a decision problem has no answer.
  func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart, using random: inout SeededGenerator
  ) throws -> Poison
}

/// Names an attack: its `Component` name.
public typealias AttackID = Identifier<any Attack>

/// Where the weights come from that an attack trains from.
public enum InitialWeights: String, Sendable, Hashable, Encodable {
  /// Fresh ones whenever a model is trained anew.
  case fresh
  /// One draw, the same every time: the attacker knows the weights that its victim starts from.
  case shared
}

/// Where an attack begins, for those who want to say it; what is nil is drawn.
public struct AttackStart: Sendable {
  /// ε and α.
  public var perturbation, labels: Matrix?
  /// The weights w₀ of an attack whose initial weights are shared.
  public var weights: Weights?
  /// Who wants to know how the attack goes: told the number of updates made and L_adv before the
  /// last one.
  public var observer: (@Sendable (_ iteration: Int, _ adversaryLoss: Double) -> Void)?
  /// Who keeps the attack's state after every update, so that it can be taken up again.
  ///
  /// Attacks that sweep through whole trainings tell it; others do not.
  public var checkpoint: (@Sendable (AttackState) -> Void)?
  /// Where an attack of the same options, budget, scenario and generator was left.
  ///
  /// What is made from there is the same, bit for bit, as without a stop. Attacks that do not sweep
  /// through whole trainings start anew. The default is nil.
  public var resume: AttackState?

  /// A start of the given parts.
  public init(
    perturbation: Matrix? = nil, labels: Matrix? = nil, weights: Weights? = nil,
    observer: (@Sendable (_ iteration: Int, _ adversaryLoss: Double) -> Void)? = nil,
    checkpoint: (@Sendable (AttackState) -> Void)? = nil, resume: AttackState? = nil
  ) {
    (self.perturbation, self.labels, self.weights) = (perturbation, labels, weights)
    (self.observer, self.checkpoint, self.resume) = (observer, checkpoint, resume)
  }

  /// ε and α within the budget, uniform in their boxes where they are not given.
  ///
  /// Of a share of rows those of a given ε are kept that are largest; else they are drawn.
  func perturbations(
    _ scenario: Scenario, _ budget: Budget, using random: SeededGenerator
  ) -> (ε: Matrix, α: Matrix?) {
    var draws = random.substream("start")
    let (rows, columns) = scenario.pipeline.perturbationShape
    let drawn = Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { index in
        let (low, high) = scenario.box.bounds(at: index)
        return budget.features * draws.uniform(in: low...high)
      })
    let touched = TouchedRows(
      in: scenario, within: budget, features: perturbation?.rowNorms, labels: labels?.rowNorms,
      using: random)
    let ε = budget.project(perturbation ?? drawn, in: scenario, rows: touched?.features)
    guard budget.labels > 0 else { return (ε, nil) }
    let shape = scenario.pipeline.labelShape
    let drawnLabels = Matrix(
      rows: shape.rows, columns: shape.columns,
      values: (0..<shape.rows * shape.columns).map { index in
        let (low, high) = scenario.labelBox.bounds(at: index)
        return draws.uniform(in: budget.labels * low...budget.labels * high)
      })
    return (
      ε, budget.projectLabels(labels ?? drawnLabels, in: scenario, rows: touched?.labels)
    )
  }
}

extension Attack {
  /// The name as an identifier.
  public static var id: AttackID { AttackID(name) }

  /// The name as an identifier.
  public var id: AttackID { Self.id }

  /// Its label, and whether its initial weights are shared.
  public var phrase: String { label + sharedWeightsPhrase }

  /// How a phrase ends for an attack that keeps one draw of initial weights.
  var sharedWeightsPhrase: String {
    initialWeights == .shared ? ", made for one draw of initial weights" : ""
  }

  /// A learner of the same kind, trained in every iteration.
  public func surrogate(of learner: any Learner) -> String { ownLearner(learner) }

  func ownLearner(_ learner: any Learner) -> String {
    "its own \(learner.phrase) learner, \(trainedFrom)"
  }

  /// How a surrogate's training begins.
  var trainedFrom: String {
    initialWeights == .shared
      ? "trained from the initial weights that it knows" : "trained from fresh initial weights"
  }

  /// No control.
  public static var isControl: Bool { false }

  /// Labels are perturbed where the budget allows it.
  public static var perturbsLabels: Bool { true }

  /// No whole training is swept through.
  public static var sweepsWholeTraining: Bool { false }

  /// The start is given up.
  public static var keepsStart: Bool { false }

  /// Fresh ones whenever a model is trained anew; attacks that train none have no use for them.
  public var initialWeights: InitialWeights { .fresh }

  /// Harm.
  public var objective: AdversaryObjective { .utility }

  /// No updates.
  public var iterationCount: Int { 0 }

  /// Nothing worth counting.
  public func cost(inTrainingsOf learner: any Learner) -> Double { 0 }

  /// A perturbation from a drawn start.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    using random: inout SeededGenerator
  ) throws -> Poison {
    try poison(scenario, against: learner, within: budget, from: AttackStart(), using: &random)
  }

  /// The weights that an attack with shared initial weights trains from; nil for any other.
  ///
  /// `random` is the generator that the attack gets.
  public func sharedWeights(
    _ scenario: Scenario, against learner: any Learner, from start: AttackStart = AttackStart(),
    using random: SeededGenerator
  ) -> Weights? {
    guard initialWeights == .shared else { return nil }
    return start.weights ?? WeightSource.first(learner.predictor(in: scenario), random)
  }
}

/// The initial weights of an attack, one after the other.
struct WeightSource {
  private let predictor: any Predictor
  private var random: SeededGenerator
  private let shared: Weights?

  init(
    _ kind: InitialWeights, _ scenario: Scenario, against learner: any Learner,
    from start: AttackStart, using random: SeededGenerator
  ) {
    predictor = learner.predictor(in: scenario)
    self.random = random.substream("weights")
    shared = kind == .shared ? start.weights ?? WeightSource.first(predictor, random) : nil
  }

  static func first(_ predictor: any Predictor, _ random: SeededGenerator) -> Weights {
    var weights = random.substream("weights")
    return predictor.initialWeights(using: &weights)
  }

  mutating func next() -> Weights { shared ?? predictor.initialWeights(using: &random) }

  /// Draws weights that were used before.
  mutating func pass(over count: Int) { for _ in 0..<count { _ = next() } }
}

extension InitialWeights {
  func setting(origin: String) -> Setting {
    Setting(
      "Initial weights",
      self == .fresh ? "fresh whenever a model is trained anew" : "one draw, shared",
      origin: origin)
  }
}

extension AdversaryObjective {
  /// What the adversary wants, where it is special.
  var settings: [Setting] {
    self == .utility ? [] : [Setting("Adversary wants", "a given decision")]
  }
}
