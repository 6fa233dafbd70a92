/// What a figure shows: one or more plots of measured series under a title.
///
/// A chart is a value without any drawing in it; `ChartRenderer` draws it. It is encodable so that
/// a figure can be compared, stored and downloaded as data.
///
///     let chart = Chart(
///       title: "Attacked utility", plots: [plot], description: "Utility falls from 3.9 to 0.5.")
///     let svg = try ChartRenderer().svg(chart)
public struct Chart: Sendable, Equatable, Encodable {
  /// Where the names of the series are written.
  public enum Legend: String, Sendable, Hashable, Encodable {
    /// At the line ends for one plot of up to five series if their names fit there, else below.
    case automatic
    /// In columns under the plots; a series that several plots share is named once.
    case below
    /// To the right of each plot, next to the last point of each line; below if they do not fit.
    case atLineEnds
    /// Nowhere.
    case none
  }

  /// The statement above the plots; may be empty.
  public var title: String
  /// A second, quieter line; the default is nil.
  public var subtitle: String?
  /// The plots in reading order, at least one.
  public var plots: [Plot]
  /// Where the names of the series are written; the default is `automatic`.
  public var legend: Legend
  /// Whether all plots have one vertical range, numbered at the left only; the default is false.
  public var sharesVerticalAxis: Bool
  /// A quiet line below everything, such as what bands and thin lines mean; the default is nil.
  public var note: String?
  /// The chart in sentences, for readers who cannot see it.
  public var description: String

  /// Makes a chart of at least one plot.
  public init(
    title: String, subtitle: String? = nil, plots: [Plot], legend: Legend = .automatic,
    sharesVerticalAxis: Bool = false, note: String? = nil, description: String
  ) {
    precondition(!plots.isEmpty, "chart “\(title)” has no plot")
    (self.title, self.subtitle, self.plots, self.legend) = (title, subtitle, plots, legend)
    (self.sharesVerticalAxis, self.note) = (sharesVerticalAxis, note)
    self.description = description
  }
}
