public import Reproducibility

/// All learners that studies, commands and the conformance suite know.
///
/// Blackbox differentiation (Pogančić et al. 2020) is not among them: the direction of its steps
/// is not the gradient of any loss, its derivative by the weights therefore not symmetric, and the
/// backward sweep through a training, which takes Hessian products for those of the transposed
/// derivative, would be wrong for it.
public enum LearnerCatalog {
  /// The learners, each made by `init(training:)`.
  public static let all: [any Learner.Type] = [
    TwoStage.self, DecisionFocused.self, SimpleJoint.self, DecisionRegression.self,
    SPOPlus.self, FenchelYoung.self, PerturbedFenchelYoung.self, NeighbourDecisionFocused.self,
  ]

  /// The learner of the given name; nil if there is none.
  public static func type(of id: LearnerID) -> (any Learner.Type)? { all.first { $0.id == id } }
}
