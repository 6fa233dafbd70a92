import ArgumentParser
import Attacks
import Learning
import Reproducibility

/// Which attack, and how far and in which steps it goes.
struct AttackOptions: ParsableArguments {
  @Option(help: "Which attack; \(English.joined(AttackOption.controls)) are controls.")
  var attack: AttackOption
  @Option(
    name: .customLong("budget"), parsing: .unconditional,
    help: "B: the perturbation of features stays between B times the file's lower and upper.")
  var features: Double?
  @Option(
    help: ArgumentHelp(
      """
      Several budgets, one attack and one file each, named after FILE and B; an attack that keeps \
      its start (automatic) goes on from the poison of the smaller budget.
      """,
      valueName: "B,B,…"))
  var sweep: BudgetList?
  @Option(
    parsing: .unconditional,
    help: """
      How far each label may move: a multiple of the file's label bounds, which are −1 and 1.
      """)
  var labelBudget: Double = 0
  @Option(parsing: .unconditional, help: "The largest Euclidean norm of all of ε, besides.")
  var euclidean: Double?
  @Option(parsing: .unconditional, help: "The largest sum of all magnitudes in ε, besides.")
  var total: Double?
  @Option(
    parsing: .unconditional,
    help: """
      The share of the training rows that may be touched; the attacker takes those of the largest \
      gradient, controls draw them.
      """)
  var fraction: Double?
  @Flag(help: "Choose the rows of --fraction anew in every iteration.") var rechosen = false
  @Option(parsing: .unconditional, help: "How many updates the attack makes.")
  var iterations: Int = 40
  @Option(
    help: """
      The step rule: \(StepRuleCatalog.all.map { $0.name }.joined(separator: ", ")). The default \
      is the attack's own: sign, and adam for metapoison.
      """)
  var step: String?
  @Option(
    parsing: .unconditional,
    help: """
      The length of a step in the features' unit; for \
      \(English.joined(AttackOptions.unscaled)) the factor of the gradient. The default is 0.1·B, \
      but these have none.
      """)
  var stepSize: Double?
  @Option(
    parsing: .unconditional,
    help: """
      Trainings per iteration, of which the best counts; without --fresh-weights all are the same \
      and one is made.
      """)
  var rounds: Int = 1
  @Option(
    parsing: .unconditional,
    help: """
      Models of metapoison's ensemble, or those on which the automatic attack compares slopes.
      """)
  var models: Int = 8
  @Option(
    parsing: .unconditional,
    help: """
      By how much the smoothed attack multiplies the curvature of its surrogate's decisions. The \
      default is 10.
      """)
  var smoothing: Double?
  @Option(
    parsing: .unconditional,
    help: """
      Draws of initial weights of the attacker's own, on which the best iterates are evaluated \
      again; what is best stands beside the last one in FILE. 0 leaves it out.
      """)
  var reevaluations: Int = 0
  @Flag(help: "Draw new initial weights for every training of the attack.") var freshWeights = false

  /// The step rules whose size is a factor of the gradient.
  private static var unscaled: [String] {
    StepRuleCatalog.all.filter { !type(of: $0).isScaleFree }.map { $0.name }
  }

  /// The budgets to be tried, at least one.
  var budgets: [Budget] {
    (sweep?.values ?? [features ?? 0]).map { size in
      Budget(
        features: size, labels: labelBudget,
        limit: euclidean.map { .euclidean($0) } ?? total.map { .total($0) },
        share: fraction.map { Budget.Share($0, rechosen: rechosen) })
    }
  }

  func validate() throws {
    let sizes = sweep?.values ?? [features].compactMap(\.self)
    guard (sweep == nil) != (features == nil) else {
      throw ValidationError("Give either --budget B or --sweep B,B,….")
    }
    for (name, value) in [("--label-budget", labelBudget)] + sizes.map({ ("--budget", $0) }) {
      guard value.isFinite, value >= 0 else {
        throw ValidationError("\(name) must be 0 or more and finite, it is \(value).")
      }
    }
    guard sizes.allSatisfy({ $0 > 0 }) || labelBudget > 0 else {
      throw ValidationError("--budget is 0, so that nothing may be changed; give more.")
    }
    guard euclidean == nil || total == nil else {
      throw ValidationError("Give --euclidean or --total, not both.")
    }
    for (name, value) in [("--euclidean", euclidean), ("--total", total)] {
      if let value, !value.isFinite || value <= 0 {
        throw ValidationError("\(name) must be above 0 and finite, it is \(value).")
      }
    }
    if let fraction, !(fraction > 0 && fraction <= 1) {
      throw ValidationError("--fraction must be above 0 and at most 1, it is \(fraction).")
    }
    if rechosen, fraction == nil { throw ValidationError("--rechosen needs --fraction.") }
    guard iterations >= 0 else {
      throw ValidationError("--iterations must be 0 or more, it is \(iterations).")
    }
    for (name, value) in [("--rounds", rounds), ("--models", models)] where value < 1 {
      throw ValidationError("\(name) must be at least 1, it is \(value).")
    }
    if let smoothing, !(smoothing >= 1 && smoothing.isFinite) {
      throw ValidationError("--smoothing must be 1 or more and finite, it is \(smoothing).")
    }
    guard reevaluations >= 0 else {
      throw ValidationError("--reevaluations must be 0 or more, it is \(reevaluations).")
    }
    if let stepSize, !stepSize.isFinite || stepSize <= 0 {
      throw ValidationError("--step-size must be above 0 and finite, it is \(stepSize).")
    }
    do {
      for budget in budgets { _ = try method(within: budget, objective: .utility) }
    } catch let error as AttackRequestError {
      throw ValidationError("\(error)")
    }
  }

  /// The attack of these options.
  ///
  /// - Throws: `AttackRequestError` where they contradict what the attack does.
  func method(
    within budget: Budget, objective: AdversaryObjective
  ) throws -> any Attack {
    var request = AttackRequest(
      within: budget, iterations: iterations, rule: step, stepSize: stepSize, rounds: rounds,
      models: models, initialWeights: freshWeights ? .fresh : .shared, objective: objective)
    (request.smoothing, request.reevaluations) = (smoothing, reevaluations)
    return try attack.type.make(request)
  }
}

/// One of the attacks that the program offers, by its name or its short name.
struct AttackOption: ExpressibleByArgument {
  let type: any OfferedAttack.Type

  init?(argument: String) {
    guard let type = AttackCatalog.type(named: argument) else { return nil }
    self.type = type
  }

  static var allValueStrings: [String] { AttackCatalog.all.map { $0.shortName } }

  static var controls: [String] {
    AttackCatalog.all.filter { $0.isControl }.map { $0.shortName }
  }
}

/// Budgets in ascending order, separated by commas.
struct BudgetList: ExpressibleByArgument {
  let values: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0.trimmingPrefix(while: { $0 == " " })) }
    guard !numbers.isEmpty, numbers.count == parts.count, Set(numbers).count == numbers.count else {
      return nil
    }
    values = numbers.sorted()
  }
}
