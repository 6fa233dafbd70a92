public import Reproducibility

/// Stops training after a fixed share of its steps.
///
/// A model learns first what most rows agree on. T is fixed beforehand: a stop that is chosen by
/// rows held back from the data received would be chosen by rows that may be poisoned. Of T steps
/// the first ⌈share·T⌉ are made; an attacker who knows of it differentiates through these.
public struct EarlyStopping: Defence {
  /// What keys and pages call it.
  public static let name = "early-stopping", label = "Early stopping"
  /// What it does, in a sentence.
  public static let summary = "Stops training after a fixed share of its steps."
  /// What it follows.
  public static let references = [Reference.prechelt1998]

  /// The share of the steps that are made, above 0 and at most 1.
  ///
  /// The default is 0.5.
  public let share: Double

  /// A defence that makes the given share of the steps.
  public init(share: Double) {
    precondition(share > 0 && share <= 1, "a share of \(share) of the steps")
    self.share = share
  }

  /// Half of them.
  public init() { self.init(share: 0.5) }

  /// The same training, stopped early.
  public func training(_ training: Training) -> Training {
    var shorter = training
    // 0.07 of 100 is 7, although the product is more.
    shorter.steps = Int((share * Double(training.steps) - 1e-9).rounded(.up))
    return shorter
  }

  /// The share.
  public var settings: [Setting] {
    [Setting("Share of steps made", NumberFormat.chosen(share))]
  }
}
