/// The weights of instances that a defence chose in each step of the last training.
///
/// They belong to the branches that the training took: a replay holds them.
final class ChosenWeights {
  private let defence: any Defence
  private var choices: [[Double]]

  /// Room for the choices of so many steps, for `count` instances or fewer; all 1 until they are
  /// made.
  init(_ defence: any Defence, steps: Int, count: Int) {
    self.defence = defence
    choices = Array(repeating: Array(repeating: 1, count: count), count: steps)
  }

  subscript(step: Int) -> [Double] { choices[step] }

  func choose(step: Int, losses: [Double]) {
    choices[step] = defence.weights(ofLosses: losses)
    precondition(
      choices[step].count == losses.count,
      "\(choices[step].count) weights for \(losses.count) instances")
  }

  /// The bits of the choices of the first `steps` steps.
  func record(ofFirst steps: Int) -> [UInt64] {
    choices.prefix(steps).flatMap { $0.map(\.bitPattern) }
  }
}
