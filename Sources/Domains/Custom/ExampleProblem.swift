import Learning
import LinearAlgebra
import Reproducibility

extension CustomProblem {
  /// A small synthetic problem to start from, with every optional part except equalities and
  /// current perturbations.
  ///
  /// 60 training instances of 6 features, 4 decision variables in a box with 3 further rows, 12
  /// targets and 12 held-out instances. The desired decisions are those that would be best if all
  /// labels had the other sign.
  public static func example() throws -> CustomProblem {
    let constraints = 3
    var domain = SyntheticDomain(instances: 60, constraints: constraints)
    (domain.features, domain.variables) = (6, 4)
    (domain.targets, domain.heldOut) = (12, 12)
    let seed: UInt64 = 1
    domain.desire = .opposite
    let scenario = try domain.scenario(from: [:], seed: seed)
    let samples = try scenario.cleanSamples()
    guard let problem = scenario.problem as? QuadraticUtility else {
      preconditionFailure("the synthetic domain has another problem")
    }
    var random = SeededGenerator(seed: seed, stream: "example weights")
    let (n, d) = (domain.instances, domain.features)
    return CustomProblem(
      train: Instances(features: samples.features, labels: samples.outcome[0]),
      target: Instances(features: samples.targetFeatures, labels: scenario.targetOutcome[0]),
      heldOut: Instances(features: samples.heldOutFeatures, labels: scenario.heldOutOutcome[0]),
      quadratic: problem.quadratic,
      constraints: Constraints(
        inequalityMatrix: problem.inequalityMatrix.selectingRows(0..<constraints),
        inequalityBound: Array(problem.inequalityBound.values.prefix(constraints)),
        box: domain.box),
      perturbation: Perturbation(
        lower: Matrix(rows: n, columns: d, repeating: -1),
        upper: Matrix(rows: n, columns: d, repeating: 1)),
      fitting: Fitting(
        training: Training(steps: 60, rate: 0.1), activation: .tanh, loss: .sum,
        hidden: [domain.hidden], weights: scenario.predictor.initialWeights(using: &random)),
      desiredDecisions: scenario.desiredDecisions)
  }
}
