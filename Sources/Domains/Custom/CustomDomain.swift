public import Data
public import Learning
import Reproducibility

extension SourceKind {
  /// A problem of one's own.
  public static let problem = SourceKind(rawValue: "problem")
}

/// A problem of one's own as a domain: its file is its source, and its scenario is what it says.
///
/// Where the file gives no initial weights, one draw from the seed takes their place.
public struct CustomDomain: Domain {
  /// The name in records.
  public static let name = "custom"
  /// What pages call it.
  public static let label = "A problem of one's own"
  /// What it is, in a sentence.
  public static let summary = "Reads data, constraints, network and training from one file."
  /// The problem's file.
  public var sources: [SourceKind] { [.problem] }

  /// The numbers of instances.
  public let size: DomainSize
  /// Who trains from the weights that the scenario gives.
  private let learner: any Learner

  /// The domain of a problem.
  ///
  /// - Parameters:
  ///   - problem: what the file says.
  ///   - learner: who trains from the weights that the scenario gives: where those of the file do
  ///     not fit its network, one draw takes their place. The default is the two-stage learner.
  public init(_ problem: CustomProblem, for learner: any Learner.Type = TwoStage.self) {
    self.learner = learner.init(training: problem.fitting.training(of: learner.id))
    size = DomainSize(
      training: problem.train.features.rows, targets: problem.target.features.rows,
      heldOut: problem.heldOut?.features.rows ?? 0)
  }

  /// Nothing but the problem itself, whose digest is among the sources, decides on results.
  public func encode(to encoder: any Encoder) throws { _ = encoder.container(keyedBy: Option.self) }

  private enum Option: CodingKey {}

  /// The data with their sizes.
  public var title: String { "\(CustomDomain.name), \(size.training) instances" }

  /// Multiples of the file's box.
  public var budgetUnit: BudgetUnit { BudgetUnit(axis: "Budget B, multiple of the file's box") }

  /// In proportion to the instances.
  public var cost: DomainCost { DomainCost(step: Double(size.training) / 250, solving: 5) }

  /// The problem's scenario, with given or drawn initial weights.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    let problem = try required(sources.problem, .problem)
    return problem.scenario(initialWeights: problem.initialWeights(of: learner, seed: seed))
  }
}

extension Sources {
  /// The problem of one's own that is among the sources.
  public var problem: CustomProblem? { self[.problem]?.content as? CustomProblem }
}

extension CustomProblem {
  /// Everything that a learner and an attacker need; without held-out instances it has none.
  ///
  /// Initial weights that the file does not give are drawn from the stream "initial weights".
  public func scenario(seed: UInt64) -> Scenario {
    scenario(initialWeights: fitting.weights ?? drawnWeights(of: network, seed: seed))
  }

  /// The weights that a learner starts from: those of the file where they fit its network, else a
  /// draw from the seed's stream "initial weights".
  public func initialWeights(of learner: any Learner, seed: UInt64) -> Weights {
    let scenario = scenario(seed: seed)
    let predictor = learner.predictor(in: scenario)
    if let given = scenario.givenWeights, given.fits(predictor) { return given }
    return drawnWeights(of: predictor, seed: seed)
  }

  private func drawnWeights(of predictor: any Predictor, seed: UInt64) -> Weights {
    var random = SeededGenerator(seed: seed, stream: "initial weights")
    return predictor.initialWeights(using: &random)
  }
}
