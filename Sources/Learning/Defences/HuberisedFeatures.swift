import Differentiation
public import Reproducibility

/// Moves features to the ends of an interval about a robust centre where they are outside it.
///
/// Of each column of the features received, mⱼ is the median and sⱼ the distance of its
/// quartiles over 1.349, the standard deviation if the column is normal. Every entry u becomes
/// min(max(u, mⱼ − c·sⱼ), mⱼ + c·sⱼ), Huber's function of it; those of the targets and
/// of held-out instances, too, by the same interval, since the victim's model was trained for that.
/// Less than a quarter of the rows, whatever they hold, cannot move an interval far. A column whose
/// quartiles coincide, as of words that most papers lack, is left as it is.
///
/// The chosen order statistics and sides are held in replays; between two choices the map is
/// linear, and an attacker who knows it goes back through entries, medians and quartiles alike.
public struct HuberisedFeatures: Defence {
  /// What keys and pages call it.
  public static let name = "huberised-features", label = "Huberised features"
  /// What it does, in a sentence.
  public static let summary =
    "Moves outlying features to the ends of an interval about a robust centre."
  /// What it follows.
  public static let references = [Reference.huber1964]

  /// c, the half-width of the interval in robust standard deviations.
  ///
  /// The default is 2.5.
  public let width: Double

  /// A defence with the given half-width of the interval, above 0.
  public init(width: Double) {
    precondition(width > 0, "an interval of half-width \(width)")
    self.width = width
  }

  /// Two and a half standard deviations.
  public init() { self.init(width: 2.5) }

  /// The distance of a normal distribution's quartiles, in standard deviations.
  private static let quartiles = 1.349

  /// The samples with all features in their intervals.
  public func received(_ samples: TapedSamples) -> TapedSamples {
    let u = samples.features
    let (lower, upper) = (u.columnQuantiles(0.25), u.columnQuantiles(0.75))
    let centre = u.columnQuantiles(0.5)
    let reach = (width / HuberisedFeatures.quartiles) * (upper - lower)
    let (low, high) = (centre - reach, centre + reach)
    var changed = samples
    changed.features = u.clamped(from: low, to: high)
    changed.targetFeatures = samples.targetFeatures.clamped(from: low, to: high)
    changed.heldOutFeatures = samples.heldOutFeatures.clamped(from: low, to: high)
    return changed
  }

  /// The half-width.
  public var settings: [Setting] {
    [Setting("Half-width c of the interval", "\(NumberFormat.chosen(width)) robust deviations")]
  }
}
