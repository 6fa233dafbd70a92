/// Effects with their intervals, one below the other, on both sides of a line that decides.
///
///     let forest = ForestPlot(
///       title: "Claims", subtitle: "distance from the threshold",
///       rows: [.init("A1", "small", mean: 0.4, bounds: 0.1...0.7, .supports)],
///       limit: 5, sides: (against: "against", pro: "for"), note: "Intervals are cut off at 5.",
///       description: "A1 is for.")
public struct ForestPlot: Sendable {
  /// What a row says.
  public enum Side: Sendable, Hashable, CaseIterable {
    /// The interval lies on the wanted side.
    case supports
    /// It lies on the other.
    case opposes
    /// The effect is too small to matter.
    case equal
    /// The interval holds the line.
    case open

    var ink: Ink {
      switch self {
      case .supports: .green
      case .opposes: .vermilion
      case .equal: .blue
      case .open: .graphite
      }
    }

    /// The mark tells the sides apart without the colour.
    var marker: Marker {
      switch self {
      case .supports: Marker(shape: .circle, isFilled: true)
      case .opposes: Marker(shape: .square, isFilled: true)
      case .equal: Marker(shape: .diamond, isFilled: true)
      case .open: Marker(shape: .circle, isFilled: false)
      }
    }

    var meaning: String {
      switch self {
      case .supports: "for"
      case .opposes: "against"
      case .equal: "equal"
      case .open: "open"
      }
    }
  }

  /// How a plot is drawn.
  public enum Form: Sendable, Hashable {
    /// With everything.
    case whole
    /// With a shorter axis, without title and note, which stand beside it: for narrow screens.
    case narrow
    /// As narrow and with low rows, without what sets rows of a heading apart: to be glanced at.
    case small
  }

  /// One effect.
  public struct Row: Sendable {
    /// What it is about; rows of one heading stand together, and only the first one shows it.
    public var heading: String
    /// What sets it apart from others of its heading.
    public var label: String
    /// The effect and its interval, positive on the wanted side; nil without an interval.
    public var mean: Double, bounds: ClosedRange<Double>?
    /// What it says.
    public var side: Side

    /// A row of finite numbers.
    public init(
      _ heading: String, _ label: String, mean: Double, bounds: ClosedRange<Double>?, _ side: Side
    ) {
      precondition(mean.isFinite, "row “\(heading), \(label)” has the mean \(mean)")
      (self.heading, self.label, self.mean) = (heading, label, mean)
      (self.bounds, self.side) = (bounds, side)
    }
  }

  /// The statement above the rows, and a second, quieter line.
  public var title: String, subtitle: String
  /// The rows from top to bottom, at least one.
  public var rows: [Row]
  /// Where the axis ends on both sides; what lies beyond is cut off, with an arrow.
  public var limit: Double
  /// What the two sides of the line mean.
  public var sides: (against: String, pro: String)
  /// A quiet line below everything.
  public var note: String
  /// The plot in sentences, for readers who cannot see it.
  public var description: String
  /// How it is drawn; the default is `.whole`.
  public var form = Form.whole

  /// A plot of the given rows, at least one.
  public init(
    title: String, subtitle: String, rows: [Row], limit: Double,
    sides: (against: String, pro: String), note: String, description: String
  ) {
    precondition(!rows.isEmpty && limit > 0, "\(rows.count) rows within ±\(limit)")
    (self.title, self.subtitle, self.rows, self.limit) = (title, subtitle, rows, limit)
    (self.sides, self.note, self.description) = (sides, note, description)
  }
}
