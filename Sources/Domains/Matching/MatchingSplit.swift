import Reproducibility

/// Which instances a seed trains on, which are its targets and which are held out.
///
/// One shuffle, the same for all seeds and graphs, lays the instances into folds; what is left over
/// is always trained on.
///
/// - Seed s < 100 is reported: fold s holds its targets, which attacks are made for, and its
///   held-out instances, which no attack sees; all other instances are trained on.
/// - Seeds 100·(s + 1) + draw, draw < 100, calibrate seed s: each draw divides the training
///   instances of fold s anew into some to train on, targets that steps are tried on, and held-out
///   ones that validate training. Nothing of fold s's own targets and held-out instances is in it,
///   but those of other folds are: what is chosen there is for results of seed s and no other.
struct MatchingSplit: Sendable, Equatable {
  /// Instances to train on, ascending.
  let training: [Int]
  /// Targets, and further instances that no attack sees.
  let targets: [Int], heldOut: [Int]

  /// The division of `instances` that a seed has.
  ///
  /// - Throws: `MatchingError.noFold` for a seed beyond those of the last fold.
  init(seed: UInt64, instances: Int, targets: Int, heldOut: Int) throws(MatchingError) {
    let size = targets + heldOut
    let folds = instances / size
    var allotment = SeededGenerator(seed: 0, stream: "allotment")
    var order = Array(0..<instances)
    allotment.shuffle(&order)
    let isCalibration = seed >= MatchingDomain.calibrationSeed
    let fold = isCalibration ? seed / MatchingDomain.calibrationSeed - 1 : seed
    guard fold < folds else { throw .noFold(seed: seed, folds: folds) }
    let first = Int(fold) * size
    let test = Array(order[first..<first + size])
    order.removeSubrange(first..<first + size)
    if !isCalibration {
      order = test + order
    } else {
      order.sort()
      var draw = SeededGenerator(seed: seed, stream: "allotment").substream("calibration")
      draw.shuffle(&order)
      guard order.count > size else { throw .noFold(seed: seed, folds: folds) }
    }
    self.targets = Array(order[..<targets])
    self.heldOut = Array(order[targets..<size])
    training = order[size...].sorted()
  }
}
