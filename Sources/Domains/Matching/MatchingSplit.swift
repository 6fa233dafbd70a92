import Reproducibility

/// Which instances a seed trains on, which are its targets and which are held out.
///
/// One shuffle, the same for all seeds, lays the instances into folds; what is left over is always
/// trained on. Seed s has fold s as its test. Seeds for calibration divide the training instances
/// of fold 0 anew, each in its own way.
struct MatchingSplit: Sendable, Equatable {
  /// Instances to train on, ascending.
  let training: [Int]
  /// Targets, and further instances that no attack sees.
  let targets: [Int], heldOut: [Int]

  /// The division of `instances` that a seed has.
  ///
  /// - Throws: `MatchingError.noFold` for a seed of the grid beyond the last fold.
  init(seed: UInt64, instances: Int, targets: Int, heldOut: Int) throws(MatchingError) {
    let size = targets + heldOut
    let folds = instances / size
    var allotment = SeededGenerator(seed: 0, stream: "allotment")
    var order = Array(0..<instances)
    allotment.shuffle(&order)
    if seed < MatchingDomain.calibrationSeed {
      guard seed < folds else { throw .noFold(seed: seed, folds: folds) }
      let first = Int(seed) * size
      order = Array(order[first..<first + size] + order[..<first] + order[(first + size)...])
    } else {
      order = order[size...].sorted()
      var draw = SeededGenerator(seed: seed, stream: "allotment").substream("calibration")
      draw.shuffle(&order)
      guard order.count > size else { throw .noFold(seed: seed, folds: folds) }
    }
    self.targets = Array(order[..<targets])
    self.heldOut = Array(order[targets..<size])
    training = order[size...].sorted()
  }
}
