public import Learning

extension CustomProblem {
  /// Why a learner cannot be trained on the problem and judged; nil if it can.
  ///
  /// Learners that decide directly need a feasible set with an interior that all instances share,
  /// those that solve while they train need derivatives of what they solve, and those whose loss is
  /// made of a linear term need a problem in which nothing else is predicted.
  public func obstacle(
    toTraining learner: any Learner.Type
  ) -> ProblemFileError.ConstraintProblem? {
    if learner.needsInterior {
      if !hasCommonConstraints { return .variesBetweenInstances(learner.id) }
      if !hasInterior { return .noInterior(learner.id) }
    }
    if learner.needsLinearObjective, let other = predictedParameters.first {
      return .predictsMore(learner.id, other.rawValue)
    }
    return learner.solvesInTraining && lacksDerivatives ? .needsSmoothing(learner.id) : nil
  }

  /// Why no gradient through a learner's training and decisions exists, and so no attack on it that
  /// follows one; nil if there is one.
  public func obstacle(
    toAttacking learner: any Learner.Type
  ) -> ProblemFileError.ConstraintProblem? {
    if let obstacle = obstacle(toTraining: learner) { return obstacle }
    return !learner.needsInterior && lacksDerivatives ? .needsSmoothing(learner.id) : nil
  }

  /// Whether decisions are vertices that no smoothing has been named for.
  private var lacksDerivatives: Bool { !isDefinite && smoothing == nil }
}
