public import Reproducibility

/// All learners that studies, commands and the conformance suite know.
public enum LearnerCatalog {
  /// The learners, each made by `init(training:)`.
  public static let all: [any Learner.Type] = [
    TwoStage.self, DecisionFocused.self, SimpleJoint.self, DecisionRegression.self,
  ]

  /// The learner of the given name; nil if there is none.
  public static func type(of id: LearnerID) -> (any Learner.Type)? { all.first { $0.id == id } }
}
