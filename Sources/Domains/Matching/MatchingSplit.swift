import Reproducibility

/// Which instances a seed trains on, which are its targets and which are held out.
///
/// One shuffle, the same for all seeds and graphs, lays the instances into folds; what is left over
/// is always trained on. Seed s < 100 has fold s as its test: it trains on all other instances, of
/// which attacks see the training ones and the targets. Seeds from 100 on are for calibration:
/// 100·(s + 1) + draw divides the training instances of fold s anew, each draw in its own way, into
/// training instances, targets that attacks are tried on, and held-out instances that validate
/// training; of fold s's own targets and held-out instances it holds nothing. So whatever is chosen
/// on seeds 100·(s + 1) + draw may be used for results of seed s, and of no other seed.
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
