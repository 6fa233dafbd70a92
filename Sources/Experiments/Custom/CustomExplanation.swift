public import Attacks
import Domains
public import Learning
import LinearAlgebra
import Reproducibility
public import Statistics

/// What moved the decisions of a problem of one's own, and whether it can be believed.
public struct CustomExplanation: Sendable {
  /// What moved them.
  public let attribution: Attribution
  /// The learner whose training it is.
  public let learner: LearnerID
  /// The target that is explained; nil for the mean of all.
  public let target: Int?

  /// Spearman's correlation of what was promised and found for the instances that were left out;
  /// nil where there are too few.
  public var agreement: Correlation? {
    Correlation(ofRanksOf: attribution.checks.map { ($0.promised, $0.found) })
  }

  /// The least agreement at which promises order instances well enough.
  public static let leastAgreement = 0.5

  /// Whether first-order promises hold up; nil where that was not tried.
  public var isTrusted: Bool? {
    agreement.map { $0.value >= CustomExplanation.leastAgreement }
  }
}

extension CustomStudy {
  /// Which training instances and numbers moved the decisions at the targets.
  ///
  /// - Parameters:
  ///   - type: whose training is explained.
  ///   - target: one target; nil for all.
  ///   - count: how many instances of largest influence are checked by a training without them, and
  ///     how many others.
  /// - Returns: the explanation.
  /// - Throws: where the problem does not provide for it, or the training fails.
  public func explanation(
    _ type: any Learner.Type, target: Int?, checking count: Int
  ) throws -> CustomExplanation {
    try check(type, objective: .utility)
    let learner = learner(type)
    let attribution = try guarding(learner) {
      try Attribution(
        try scenario(for: learner), learner, targets: target.map { [$0] },
        from: problem.initialWeights(of: learner, seed: seed), checking: count,
        using: SeededGenerator(seed: seed, stream: "explain/\(learner.name)"))
    }
    let numbers =
      attribution.instances.map(\.influence) + attribution.instances.compactMap(\.retrained)
    guard attribution.utility.isFinite, numbers.allSatisfy(\.isFinite),
      attribution.slopes.isFinite
    else { throw TrainingFailure.unboundedGradient(learner: learner.id) }
    return CustomExplanation(attribution: attribution, learner: learner.id, target: target)
  }

  /// The number of targets.
  public var targetCount: Int { problem.target.features.rows }
}
