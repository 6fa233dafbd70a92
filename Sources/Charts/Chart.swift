/// What a figure shows: one or more plots of measured series under a title.
///
/// A chart is a value without any drawing in it; `ChartRenderer` draws it. It is encodable so that
/// a figure can be compared, kept and downloaded as data.
public struct Chart: Sendable, Equatable, Encodable {
  /// Where the names of the series stand.
  public enum Legend: String, Sendable, Hashable, Encodable {
    /// At the line ends for one plot with up to five series that have room there, else below.
    case automatic
    /// In columns under the plots; a series that several plots share is named once.
    case below
    /// To the right of each plot, next to the last point of each line; below when there is too
    /// little room.
    case atLineEnds
    /// Nowhere.
    case none
  }

  /// The statement above the plots; may be empty.
  public var title: String
  /// A second, quieter line.
  public var subtitle: String?
  /// The plots in reading order, at least one.
  public var plots: [Plot]
  /// Where the names of the series stand.
  public var legend: Legend
  /// Whether all plots have the same vertical range; its numbers then stand at the left only.
  public var sharesVerticalAxis: Bool
  /// A quiet line under everything, such as what bands and thin lines mean.
  public var note: String?
  /// The chart in sentences, for readers who cannot see it.
  public var description: String

  /// Makes a chart.
  public init(
    title: String, subtitle: String? = nil, plots: [Plot], legend: Legend = .automatic,
    sharesVerticalAxis: Bool = false, note: String? = nil, description: String
  ) {
    precondition(!plots.isEmpty, "chart “\(title)” has no plot")
    self.title = title
    self.subtitle = subtitle
    self.plots = plots
    self.legend = legend
    self.sharesVerticalAxis = sharesVerticalAxis
    self.note = note
    self.description = description
  }
}
