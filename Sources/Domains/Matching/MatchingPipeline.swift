public import Differentiation
public import Learning
public import LinearAlgebra

/// From perturbed words of papers to centred features, one row per instance.
///
/// ε has a row for every training paper and a column for every word. The learner subtracts the mean
/// of the training papers that it receives, from the targets' words as well; that mean is
/// differentiated with all the rest.
public struct MatchingPipeline: Pipeline {
  /// The words of the papers of all training instances, 0 or 1, one row per paper: first an
  /// instance's left side, then its right.
  public let training: Matrix
  /// The labels of the training instances, n×N².
  public let labels: Matrix
  /// The words of the targets' and the held-out instances' papers.
  public let targets: Matrix, heldOut: Matrix

  /// The pipeline of the given papers.
  public init(training: Matrix, labels: Matrix, targets: Matrix, heldOut: Matrix) {
    precondition(
      training.rows % labels.rows == 0, "\(training.rows) papers in \(labels.rows) instances")
    (self.training, self.labels) = (training, labels)
    (self.targets, self.heldOut) = (targets, heldOut)
  }

  /// The shape of ε.
  public var perturbationShape: (rows: Int, columns: Int) { (training.rows, training.columns) }
  /// The shape of α.
  public var labelShape: (rows: Int, columns: Int) { (labels.rows, labels.columns) }

  /// Records the samples that follow from perturbed source data.
  public func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
    let tape = ε.tape
    let papers = training.rows / labels.rows
    let received = tape.input(training) + ε
    let shift = (-1 / Double(received.rows)) * received.columnSums()
    func centred(_ words: Variable) -> Variable {
      words.addingRow(shift).reshaped(rows: words.rows / papers, columns: papers * words.columns)
    }
    return TapedSamples(
      features: centred(received), outcome: [tape.input(labels) + α],
      targetFeatures: centred(tape.input(targets)), heldOutFeatures: centred(tape.input(heldOut)))
  }
}
