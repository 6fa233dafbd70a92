public import Reproducibility

/// Leaves out the instances of largest loss in every step: with them go outliers, and poison that
/// shows as such.
///
/// Of a step's n instances the ⌊share·n⌋ of largest loss at the step's weights get weight 0
/// (of equal ones those further back), and the others share the mean, with weight n/(n −
/// ⌊share·n⌋) each. Which instances these are is chosen anew in every step.
public struct TrimmedLoss: Defence {
  /// What keys and pages call it.
  public static let name = "trimmed-loss", label = "Trimmed loss"
  /// What it does, in a sentence.
  public static let summary = "Leaves out the instances of largest loss in every training step."

  /// Where training on the instances of smallest loss is studied.
  public static let references = [
    Reference(
      key: "shen2019learning", authors: ["Shen, Yanyao", "Sanghavi, Sujay"],
      title: "Learning with Bad Training Data via Iterative Trimmed Loss Minimization",
      venue: "Proceedings of the 36th International Conference on Machine Learning, PMLR 97, "
        + "5739–5748", year: 2019, url: "https://proceedings.mlr.press/v97/shen19e.html")
  ]

  /// The share of instances that is left out, from 0 to below 1.
  ///
  /// The default is 0.1.
  public let share: Double

  /// A defence that leaves out the given share of instances.
  public init(share: Double = 0.1) {
    precondition(share >= 0 && share < 1, "a share of \(share) left out")
    self.share = share
  }

  /// A tenth is left out.
  public init() { self.init(share: 0.1) }

  /// In every step.
  public var choosesWeights: Bool { true }

  /// 0 for the instances of largest loss, the same for all others; the sum is their number.
  public func weights(ofLosses losses: [Double]) -> [Double] {
    // 0.29 of 100 is 29, although the product is less.
    let trimmed = Int(share * Double(losses.count) + 1e-9)
    let kept = Double(losses.count) / Double(losses.count - trimmed)
    var weights = Array(repeating: kept, count: losses.count)
    // What is not a number counts as the largest of all.
    let order = losses.indices.sorted { first, second in
      (losses[first].isNaN ? .infinity : losses[first], first)
        < (losses[second].isNaN ? .infinity : losses[second], second)
    }
    for index in order.suffix(trimmed) { weights[index] = 0 }
    return weights
  }

  /// The share.
  public var settings: [Setting] {
    [Setting("Share of instances left out", NumberFormat.chosen(share))]
  }
}
