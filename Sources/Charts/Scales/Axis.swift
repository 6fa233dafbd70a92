/// A marked position on an axis.
public struct Tick: Sendable, Equatable, Encodable {
  /// The position.
  public var value: Double
  /// What is written there.
  public var label: String

  /// Makes a tick at a finite value; by default its label is the value in shortest notation.
  public init(_ value: Double, label: String? = nil) {
    precondition(value.isFinite, "tick “\(label ?? "")” is at \(value)")
    (self.value, self.label) = (value, label ?? Tick.shortest(value))
  }

  /// The shortest decimal notation that reads back as the value, with a true minus sign.
  static func shortest(_ value: Double) -> String {
    var text = "\(value)"
    if text.hasSuffix(".0") { text.removeLast(2) }
    let parts = text.split(separator: "e")
    if parts.count == 2, let exponent = Int(parts[1]) {
      text = TickScale.scientific(String(parts[0]), exponent)
    }
    return text.replacing("-", with: "−")
  }
}

/// The axis along the bottom of a plot.
public struct HorizontalAxis: Sendable, Equatable, Encodable {
  /// How values become positions.
  public enum Scale: String, Sendable, Hashable, Encodable {
    /// In proportion to the value.
    case linear
    /// The ticks are categories at equal distances; a line is broken at a category that its
    /// series has no point for.
    case even
  }

  /// The quantity and its unit.
  public var label: String
  /// How values become positions.
  public var scale: Scale
  /// The marked positions in ascending order; if a linear axis has none, round numbers are chosen.
  public var ticks: [Tick]

  /// Makes a linear axis; by default round numbers are marked.
  public static func linear(label: String, ticks: [Tick] = []) -> HorizontalAxis {
    HorizontalAxis(label: label, scale: .linear, ticks: ticks)
  }

  /// Makes an axis of categories at equal distances, of which there must be at least one.
  public static func even(label: String, ticks: [Tick]) -> HorizontalAxis {
    precondition(!ticks.isEmpty, "the even axis “\(label)” has no category")
    return HorizontalAxis(label: label, scale: .even, ticks: ticks)
  }

  private init(label: String, scale: Scale, ticks: [Tick]) {
    for (tick, next) in zip(ticks, ticks.dropFirst()) {
      precondition(
        tick.value < next.value,
        "ticks \(tick.value) and \(next.value) of axis “\(label)” do not ascend")
    }
    (self.label, self.scale, self.ticks) = (label, scale, ticks)
  }
}

/// The axis along the left of a plot.
public struct VerticalAxis: Sendable, Equatable, Encodable {
  /// How values become positions.
  public enum Scale: String, Sendable, Hashable, Encodable {
    /// In proportion to the value.
    case linear
    /// In proportion to the logarithm of the value; all values must be positive.
    case logarithmic
  }

  /// The quantity and its unit, written above the axis.
  public var label: String
  /// How values become positions, the same for plots that share an axis; the default is `linear`.
  public var scale: Scale

  /// Makes an axis whose range follows the data.
  public init(label: String, scale: Scale = .linear) { (self.label, self.scale) = (label, scale) }
}
