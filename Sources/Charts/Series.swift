/// One measured quantity as a function of the horizontal axis.
///
/// It is drawn as a line of means with a marker at each point, a band of their intervals behind it,
/// and one thin line per seed.
public struct Series: Sendable, Equatable, Encodable {
  /// What a series means; series of equal role have equal colour and marker in all charts.
  public enum Role: Sendable, Hashable, Encodable {
    /// An attack or its transfer to another victim, counted from 0: a hue.
    case attack(Int)
    /// A control at equal budget, counted from 0: a grey.
    case control(Int)
    /// A measured reference: the colour of the text.
    case level
  }

  /// How much a series should be looked at.
  public enum Emphasis: String, Sendable, Hashable, Encodable {
    /// Solid line, filled marker.
    case strong
    /// Dashed line, hollow marker.
    case light
  }

  /// What was measured at one position.
  public struct Point: Sendable, Equatable, Encodable {
    /// The position on the horizontal axis, and the mean over the seeds there.
    public var x, mean: Double
    /// The ends of the interval of the mean; by default the mean itself.
    public var lower, upper: Double
    /// The value of each seed, the same seed at the same index in every point; the default is none.
    public var samples: [Double]

    /// Makes a point; all numbers must be finite, and `lower` at most `upper`.
    public init(
      x: Double, mean: Double, lower: Double? = nil, upper: Double? = nil, samples: [Double] = []
    ) {
      let (lower, upper) = (lower ?? mean, upper ?? mean)
      precondition(
        x.isFinite && mean.isFinite && lower.isFinite && upper.isFinite
          && samples.allSatisfy(\.isFinite),
        "point at x = \(x) is not finite: \(mean) in \(lower) … \(upper), samples \(samples)")
      precondition(lower <= upper, "interval \(lower) … \(upper) at x = \(x) is upside down")
      (self.x, self.mean, self.lower, self.upper, self.samples) = (x, mean, lower, upper, samples)
    }
  }

  /// The name in the legend.
  public var label: String
  /// What the series means, which decides on colour, marker and dashes.
  public var role: Role
  /// How much the series should be looked at; the default is `strong`.
  public var emphasis: Emphasis
  /// The points in ascending order of x; may be empty.
  public var points: [Point]

  /// Makes a series of points in ascending order.
  public init(label: String, role: Role, emphasis: Emphasis = .strong, points: [Point]) {
    for (point, next) in zip(points, points.dropFirst()) {
      precondition(
        point.x < next.x, "points \(point.x) and \(next.x) of series “\(label)” do not ascend")
    }
    switch role {
    case .attack(let number), .control(let number):
      precondition(number >= 0, "role \(role) of series “\(label)” counts from 0")
    case .level: break
    }
    (self.label, self.role, self.emphasis, self.points) = (label, role, emphasis, points)
  }
}
