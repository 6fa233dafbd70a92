import Learning
import LinearAlgebra
import Reproducibility

/// A small polytope problem with made-up data.
func smallScenario(
  blockRows: Int = 250, instances: Int = 23, inputs: Int = 4
) -> Scenario {
  var random = SeededGenerator(seed: 4, stream: "small scenario")
  func normal(_ rows: Int, _ columns: Int) -> Matrix {
    .normal(rows: rows, columns: columns, deviation: 1, &random)
  }
  let (g, h) = QuadraticUtility.boxed(normal(2, 3), bound: [0.5, 0.4], box: 1)
  return Scenario(
    pipeline: IdentityPipeline(
      clean: Samples(
        features: normal(instances, inputs), outcome: [normal(instances, 3)],
        targetFeatures: normal(6, inputs), heldOutFeatures: normal(5, inputs))),
    problem: QuadraticUtility(
      quadratic: .diagonal([0.7, 1, 1.3]), inequalityMatrix: g, inequalityBound: h),
    predictor: Network(inputs: inputs, hidden: 5, outputs: 3), targetOutcome: [normal(6, 3)],
    heldOutOutcome: [normal(5, 3)], blockRows: blockRows)
}
