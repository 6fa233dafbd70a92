import Differentiation
import Learning
import LinearAlgebra

/// From perturbed words of papers to centred features, one row per instance.
///
/// ε has a row for every training paper and a column for every word. The learner subtracts the
/// mean of the training papers that it receives, from the targets' words as well; that mean is
/// differentiated with all the rest.
struct MatchingPipeline: Pipeline {
  /// The words of the papers of all training instances, 0 or 1, one row per paper: first an
  /// instance's left side, then its right.
  let training: Matrix
  /// The labels of the training instances, n×N².
  let labels: Matrix
  /// The words of the targets' and the held-out instances' papers.
  let targets: Matrix, heldOut: Matrix

  init(training: Matrix, labels: Matrix, targets: Matrix, heldOut: Matrix) {
    precondition(
      training.rows % labels.rows == 0, "\(training.rows) papers in \(labels.rows) instances")
    (self.training, self.labels) = (training, labels)
    (self.targets, self.heldOut) = (targets, heldOut)
  }

  var perturbationShape: (rows: Int, columns: Int) { (training.rows, training.columns) }
  var labelShape: (rows: Int, columns: Int) { (labels.rows, labels.columns) }

  func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
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
