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
  var features: Double
  @Option(parsing: .unconditional, help: "How far each label may move, in its own unit.")
  var labelBudget: Double = 0
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
  @Option(parsing: .unconditional, help: "Models of metapoison's ensemble.") var models: Int = 8
  @Flag(help: "Draw new initial weights for every training of the attack.") var freshWeights = false

  /// The step rules whose size is a factor of the gradient.
  private static var unscaled: [String] {
    StepRuleCatalog.all.filter { !type(of: $0).isScaleFree }.map { $0.name }
  }

  /// How far the attack may go.
  var budget: Budget { Budget(features: features, labels: labelBudget) }

  func validate() throws {
    for (name, value) in [("--budget", features), ("--label-budget", labelBudget)] {
      guard value.isFinite, value >= 0 else {
        throw ValidationError("\(name) must be 0 or more and finite, it is \(value).")
      }
    }
    guard features > 0 || labelBudget > 0 else {
      throw ValidationError("--budget is 0, so that nothing may be changed; give more.")
    }
    guard iterations >= 0 else {
      throw ValidationError("--iterations must be 0 or more, it is \(iterations).")
    }
    for (name, value) in [("--rounds", rounds), ("--models", models)] where value < 1 {
      throw ValidationError("\(name) must be at least 1, it is \(value).")
    }
    if let stepSize, !stepSize.isFinite || stepSize <= 0 {
      throw ValidationError("--step-size must be above 0 and finite, it is \(stepSize).")
    }
    do {
      _ = try method(objective: .utility)
    } catch let error as AttackRequestError {
      throw ValidationError("\(error)")
    }
  }

  /// The attack of these options.
  ///
  /// - Throws: `AttackRequestError` where they contradict what the attack does.
  func method(objective: AdversaryObjective) throws -> any Attack {
    let request = AttackRequest(
      within: budget, iterations: iterations, rule: step, stepSize: stepSize, rounds: rounds,
      models: models, initialWeights: freshWeights ? .fresh : .shared, objective: objective)
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
