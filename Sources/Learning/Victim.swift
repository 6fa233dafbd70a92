public import Reproducibility

/// Somebody who is trained on data that may be poisoned: a learner with a name, a network and a
/// defence.
///
/// Nobody who poisons data knows what they will be used for, so victims may differ from the learner
/// that an attack was made for.
///
/// ```swift
/// let learner = TwoStage(training: Training(steps: 80, rate: 0.03))
/// let victims = [Victim(learner), .longer(learner), .wider(learner)]
/// let trainer = VictimTrainer(victims[2], in: scenario, samples: try scenario.cleanSamples())
/// ```
public struct Victim: Sendable {
  /// The name in records and keys; two victims of one study never share it.
  public var id: VictimID
  /// What pages call it at the beginning of a sentence.
  public var label: String
  /// How it learns; its training is that of the victim before a defence changes it.
  public var learner: any Learner
  /// How many times as many hidden units the scenario's networks have.
  ///
  /// The default is 1.
  public var widening: Int
  /// What it does about poisoned data.
  ///
  /// The default is nothing.
  public var defence: (any Defence)?

  /// A victim of the given parts.
  ///
  /// - Parameters:
  ///   - learner: how it learns.
  ///   - id: its name. The default is the learner's, followed by the defence's.
  ///   - label: what pages call it. The default is the learner's label, followed by the defence's.
  ///   - widening: how many times as many hidden units there are. The default is 1.
  ///   - defence: what it does about poisoned data. The default is nothing.
  public init(
    _ learner: any Learner, id: VictimID? = nil, label: String? = nil, widening: Int = 1,
    defence: (any Defence)? = nil
  ) {
    precondition(widening >= 1, "a network \(widening) times as wide")
    let names = [learner.name, defence?.name].compactMap(\.self)
    let labels = [learner.label, defence?.label].compactMap(\.self)
    self.id = id ?? VictimID(names.joined(separator: "-"))
    self.label = label ?? labels.joined(separator: ", ")
    (self.learner, self.widening, self.defence) = (learner, widening, defence)
  }

  /// A victim that trains for `factor` times as many steps as the learner.
  ///
  /// The default is 4.
  public static func longer(_ learner: any Learner, by factor: Int = 4) -> Victim {
    var longer = learner
    longer.training.steps *= factor
    return Victim(
      longer, id: VictimID("\(learner.name)-longer"),
      label: "\(learner.label), trained \(factor) times as long")
  }

  /// A victim whose network has `factor` times as many hidden units.
  ///
  /// The default is 2.
  public static func wider(_ learner: any Learner, by factor: Int = 2) -> Victim {
    Victim(
      learner, id: VictimID("\(learner.name)-wider"),
      label: "\(learner.label), \(factor) times as wide", widening: factor)
  }

  /// A victim that is trained by Adam in minibatches, for as many epochs as the learner has steps.
  ///
  /// - Parameters:
  ///   - learner: the learner.
  ///   - batches: into how many parts an epoch deals the instances.
  ///   - instances: the number of instances.
  ///   - rate: the length of a step. The default is 0.01.
  /// - Returns: the victim.
  public static func adam(
    _ learner: any Learner, batches: Int, of instances: Int, rate: Double = 0.01
  ) -> Victim {
    var other = learner
    other.training.rule = .adam
    other.training.rate = rate
    other.training.steps *= batches
    other.training.batch = Minibatches(of: max(1, instances / batches))
    return Victim(
      other, id: VictimID("\(learner.name)-adam"),
      label: "\(learner.label), trained by Adam in minibatches")
  }

  /// How it trains, after the defence had its say.
  public var training: Training { defence?.training(learner.training) ?? learner.training }

  /// The learner with the training that the defence leaves it, or what the defence puts in its
  /// place.
  public var trainedLearner: any Learner {
    guard let defence else { return learner }
    var copy = learner
    copy.training = training
    return defence.learner(copy)
  }

  /// A scenario as the victim has it: wider networks, samples that passed through its defence, and
  /// what the defence does in training.
  ///
  /// To attack a victim with full knowledge of what it does, attack `trainedLearner` in this
  /// scenario.
  public func scenario(_ scenario: Scenario) -> Scenario {
    var own = widening == 1 ? scenario : scenario.widened(by: widening)
    if let defence {
      own.pipeline = DefendedPipeline(pipeline: own.pipeline, defence: defence)
      own.defence = defence
      // An ensemble has weights of its own.
      if let given = own.givenWeights, !given.fits(predictor(in: scenario)),
        given.fits(learner.predictor(in: scenario))
      {
        own.givenWeights = nil
      }
    }
    return own
  }

  /// The network that it trains in a scenario.
  public func predictor(in scenario: Scenario) -> any Predictor {
    trainedLearner.predictor(in: widening == 1 ? scenario : scenario.widened(by: widening))
  }
}

extension Victim: Encodable {
  private enum CodingKeys: CodingKey { case id, learner, widening, defence }

  /// Writes what results depend on: the name, the learner's description, and width and defence
  /// where they are not the default.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(ComponentDescription(learner), forKey: .learner)
    if widening != 1 { try container.encode(widening, forKey: .widening) }
    if let defence { try container.encode(ComponentDescription(defence), forKey: .defence) }
  }
}
