/// What a figure shows: one or more plots of measured series under a title.
///
/// Series are named in columns under the plots; one that several plots share is named once. A
/// chart is a value, encodable so that a figure can be compared and stored as data; only `bytes`
/// draws it.
///
///     let chart = Chart(
///       title: "Attacked utility", plots: [plot], description: "Utility falls from 3.9 to 0.5.")
///     let svg = try chart.bytes(as: .svg)
public struct Chart: Sendable, Equatable, Encodable {
  /// The statement above the plots; may be empty.
  public var title: String
  /// A second, quieter line; the default is nil.
  public var subtitle: String?
  /// The plots in reading order, at least one.
  public var plots: [Plot]
  /// Whether plots with the same vertical axis have one range, numbered at the left only; the
  /// default is false.
  public var sharesVerticalAxis: Bool
  /// Whether it is drawn for a narrow screen: plots one below the other, each with its numbers,
  /// without title, subtitle and note, which stand beside it there.
  ///
  /// The default is false.
  public var isStacked = false
  /// A quiet line below everything, such as what bands and thin lines mean; the default is nil.
  public var note: String?
  /// The chart in sentences, for readers who cannot see it.
  public var description: String

  /// Makes a chart of at least one plot.
  public init(
    title: String, subtitle: String? = nil, plots: [Plot], sharesVerticalAxis: Bool = false,
    note: String? = nil, description: String
  ) {
    precondition(!plots.isEmpty, "chart “\(title)” has no plot")
    (self.title, self.subtitle, self.plots) = (title, subtitle, plots)
    (self.sharesVerticalAxis, self.note) = (sharesVerticalAxis, note)
    self.description = description
  }
}
