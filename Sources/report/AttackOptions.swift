import ArgumentParser
import Attacks
import Learning

/// Which attack, and how far and in which steps it goes.
struct AttackOptions: ParsableArguments {
  enum Method: String, ExpressibleByArgument, CaseIterable {
    case metaGradient = "meta-gradient"
    case metapoison, noise, signs
  }

  enum Step: String, ExpressibleByArgument, CaseIterable {
    case plain, sign, adam
  }

  @Option(
    help:
      "meta-gradient (Algorithm 1), metapoison (an ensemble, few unrolled steps), or a control: noise or signs."
  )
  var attack: Method
  @Option(
    parsing: .unconditional,
    help: "B: the perturbation of features stays between B times the file's lower and upper.")
  var budget: Double
  @Option(parsing: .unconditional, help: "How far each label may move, in its own unit.")
  var labelBudget: Double = 0
  @Option(parsing: .unconditional, help: "How many updates the attack makes.")
  var iterations: Int = 40
  @Option(
    help: "plain, sign or adam; metapoison knows adam only. Default: sign, adam for metapoison.")
  var step: Step?
  @Option(
    parsing: .unconditional,
    help:
      "The length of a step in the features' unit (plain: the factor of the gradient). Default: 0.1·B; plain has none."
  )
  var stepSize: Double?
  @Option(
    parsing: .unconditional,
    help:
      "Trainings in an iteration, of which the best counts; without --fresh-weights all are the same and one is made."
  )
  var rounds: Int = 1
  @Option(parsing: .unconditional, help: "Models of metapoison's ensemble.") var models: Int = 8
  @Flag(help: "Draw new initial weights for every training of the attack.") var freshWeights = false

  /// What the step is if nobody says it.
  private var rule: Step { step ?? (attack == .metapoison ? .adam : .sign) }

  private var isControl: Bool { attack == .noise || attack == .signs }

  func validate() throws {
    for (name, value) in [("--budget", budget), ("--label-budget", labelBudget)] {
      guard value.isFinite, value >= 0 else {
        throw ValidationError("\(name) must be 0 or more and finite, it is \(value).")
      }
    }
    guard budget > 0 || labelBudget > 0 else {
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
    if rule == .plain, stepSize == nil, !isControl {
      throw ValidationError(
        "plain steps have no default size: give --step-size, the factor of the gradient.")
    }
    if attack == .metapoison {
      if rule != .adam {
        throw ValidationError("metapoison steps by Adam: give --step adam, or leave --step out.")
      }
      if labelBudget > 0 {
        throw ValidationError("metapoison leaves labels alone: leave --label-budget out.")
      }
    }
  }

  var budgets: Budget { Budget(features: budget, labels: labelBudget) }

  /// The attack of these options.
  func method(objective: AdversaryObjective) -> any Attack {
    let weights: InitialWeights = freshWeights ? .fresh : .shared
    // Steps are kept as fractions of the budget; labels move by the same fraction of theirs.
    let fraction = stepSize.map { $0 / (budget > 0 ? budget : labelBudget) } ?? 0.1
    switch attack {
    case .noise: return UniformNoise()
    case .signs: return RandomSigns()
    case .metapoison:
      var attack = MetaPoison.strong(models: models, craftSteps: iterations)
      (attack.rate, attack.initialWeights, attack.objective) = (fraction, weights, objective)
      return attack
    case .metaGradient:
      let steps: StepRule =
        switch rule {
        case .plain: .plain(size: stepSize ?? 0)
        case .sign: .sign(fraction: fraction)
        case .adam: .adam(fraction: fraction)
        }
      return MetaGradientAttack(
        iterations: iterations, rule: steps, rounds: freshWeights ? rounds : 1,
        initialWeights: weights, objective: objective)
    }
  }
}
