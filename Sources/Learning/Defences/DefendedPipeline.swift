import Differentiation

/// A pipeline whose samples pass through a defence before anybody trains on them.
struct DefendedPipeline: Pipeline {
  let pipeline: any Pipeline
  let defence: any Defence

  var perturbationShape: (rows: Int, columns: Int) { pipeline.perturbationShape }
  var labelShape: (rows: Int, columns: Int) { pipeline.labelShape }
  var rowsAreInstances: Bool { pipeline.rowsAreInstances }

  func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
    defence.received(pipeline.samples(perturbedBy: ε, labels: α))
  }
}
