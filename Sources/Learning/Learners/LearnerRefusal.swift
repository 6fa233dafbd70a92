import Differentiation

/// Why a learner cannot be trained on a problem.
public struct LearnerRefusal: Error, Hashable, CustomStringConvertible {
  /// The learner.
  public let learner: LearnerID

  /// One sentence: what the learner needs, and what to do.
  public var description: String {
    "the \(learner) learner needs a utility that is linear in all that is predicted, and here it "
      + "is not, since more than the linear term is predicted (a covariance or a bound): take a "
      + "learner whose loss is an error or a utility, such as two-stage or decision-focused"
  }
}

extension Learner {
  /// Why the learner cannot be trained on the problem; nil if it can.
  public static func refusal(of problem: any DecisionProblem) -> LearnerRefusal? {
    needsLinearObjective && problem.linearObjective == nil ? LearnerRefusal(learner: id) : nil
  }

  /// In place of losses on a problem that the learner refuses: running them throws that refusal.
  func refusedLosses(like prediction: [Variable]) -> Variable {
    prediction[0].tape.record(
      Refused(refusal: LearnerRefusal(learner: id)), of: [prediction[0]],
      rows: prediction[0].rows, columns: 1)
  }
}

/// A value that there is none of.
private struct Refused: Operation {
  let refusal: LearnerRefusal

  func evaluate(_ frame: Frame) throws { throw refusal }

  func push(_ frame: Frame) throws { throw refusal }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [nil]
  }
}
