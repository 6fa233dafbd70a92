/// A drawing of boxes and arrows: how something works, without any measured number.
///
///     let frame = Rectangle(left: 0, top: 0, width: 90, height: 48)
///     let diagram = Diagram(
///       title: "A network", subtitle: "from features to predictions",
///       boxes: [.init(["Network", "g(u; w)"], frame, .trained)],
///       arrows: [.init(.values, Point(90, 24), Point(140, 24))], labels: [],
///       key: [(.values, "values")], size: Size(width: 140, height: 48),
///       description: "An arrow leads out of the network.")
public struct Diagram: Sendable {
  /// What a box stands for.
  public enum Kind: Sendable, Hashable {
    /// Something given, such as data.
    case given
    /// Something that is trained.
    case trained
    /// A fixed computation.
    case fixed
    /// What is minimised or maximised.
    case objective
  }

  /// What runs along an arrow.
  public enum Flow: Sendable, Hashable, CaseIterable {
    /// Values, from cause to effect.
    case values
    /// The gradient that training follows, from the loss back to the weights.
    case training
    /// What an attacker does, and the gradient that it follows.
    case attack

    var ink: Ink {
      switch self {
      case .values: .graphite
      case .training: .blue
      case .attack: .vermilion
      }
    }

    var stroke: Stroke {
      switch self {
      case .values: Stroke(width: 1.6)
      case .training: Stroke(width: 1.8, dashes: [6, 4], hasRoundEnds: false)
      case .attack: Stroke(width: 1.8, dashes: [10, 3, 2, 3], hasRoundEnds: false)
      }
    }
  }

  /// A rectangle with one or two lines: a name, and what it is in symbols.
  public struct Box: Sendable {
    /// The lines, the first one strong.
    public var lines: [String]
    /// Its outline, from below the titles.
    public var frame: Rectangle
    /// What it stands for.
    public var kind: Kind

    /// A box of the given lines.
    public init(_ lines: [String], _ frame: Rectangle, _ kind: Kind) {
      (self.lines, self.frame, self.kind) = (lines, frame, kind)
    }
  }

  /// A broken line with a head at its end.
  public struct Arrow: Sendable {
    /// Its corners, two or more.
    public var corners: [Point]
    /// What runs along it.
    public var flow: Flow

    /// An arrow through the given corners, two or more.
    public init(_ flow: Flow, _ corners: Point...) {
      precondition(corners.count > 1, "an arrow of one point")
      (self.corners, self.flow) = (corners, flow)
    }
  }

  /// A short text with its middle at a point of its baseline.
  public struct Label: Sendable {
    /// What it says.
    public var text: String
    /// The middle of its baseline, from below the titles.
    public var position: Point
    /// The kind of arrow that it explains, whose colour it has.
    public var flow: Flow

    /// A label of the given text.
    public init(_ text: String, at position: Point, _ flow: Flow) {
      (self.text, self.position, self.flow) = (text, position, flow)
    }
  }

  /// The statement above the drawing, and a second, quieter line.
  public var title: String, subtitle: String
  /// The parts of the drawing, whose positions count from below the titles.
  public var boxes: [Box], arrows: [Arrow], labels: [Label]
  /// What each kind of arrow means, in the order of the key.
  public var key: [(flow: Flow, meaning: String)]
  /// Width and height of the part below the titles, without the key.
  public var size: Size
  /// The drawing in sentences, for readers who cannot see it.
  public var description: String

  /// A diagram of the given parts and `size`, which must contain them.
  public init(
    title: String, subtitle: String, boxes: [Box], arrows: [Arrow], labels: [Label],
    key: [(flow: Flow, meaning: String)], size: Size, description: String
  ) {
    (self.title, self.subtitle, self.boxes, self.arrows) = (title, subtitle, boxes, arrows)
    (self.labels, self.key, self.size, self.description) = (labels, key, size, description)
  }
}
