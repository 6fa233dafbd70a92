import Learning
import LinearAlgebra

/// Instances of a standard problem, dealt into training, targets and held-out ones in their order.
struct StandardScenario {
  /// All instances, whose labels are the outcomes.
  let instances: StandardInstances
  /// The numbers of training instances and of targets; what follows is held out.
  let training: Int, targets: Int
  /// What is decided.
  let problem: any DecisionProblem
  /// Units of the predictor's hidden layers.
  let hidden: [Int]

  /// What learners and attackers need; every feature of every training instance may be changed.
  var scenario: Scenario {
    let known = instances[0..<training]
    let target = instances[training..<training + targets]
    let unseen = instances[training + targets..<instances.features.rows]
    return Scenario(
      pipeline: IdentityPipeline(
        clean: Samples(
          features: known.features, outcome: [known.labels], targetFeatures: target.features,
          heldOutFeatures: unseen.features)),
      problem: problem,
      predictor: LayeredNetwork(
        inputs: known.features.columns, hidden: hidden, outputs: known.labels.columns),
      targetOutcome: [target.labels], heldOutOutcome: [unseen.labels])
  }
}
