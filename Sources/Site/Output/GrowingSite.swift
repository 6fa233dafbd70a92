public import Experiments
public import Foundation
public import Paper
public import Reproducibility

/// A site that is written again and again while its experiments are run.
///
/// It takes the place of no whole site: one that is there stays until the study is whole.
public actor GrowingSite {
  private let selection: Selection
  private let templates: URL
  private let writer: SiteWriter
  /// How many experiments there are.
  private let total: Int
  private let clock = ContinuousClock()
  /// When the next version may be written: writing takes a twentieth of the time at most.
  private var due: ContinuousClock.Instant?
  /// Whether a whole site stands in the way.
  private var isIdle = false
  /// What the last version showed: of every panel how many seeds, budgets and variants.
  private var shown: [String: [Int]] = [:]

  /// How long a version stands at least.
  private static let pause = Duration.seconds(20)

  /// The site of a selection in the directory of `writer`, with the templates in a folder.
  public init(of selection: Selection, templates: URL, writer: SiteWriter) {
    (self.selection, self.templates, self.writer) = (selection, templates, writer)
    total = Set(selection.items.map(\.key)).count
  }

  /// Writes what can be shown, if that is more than before and it is time.
  ///
  /// - Parameter known: the records so far, by key.
  /// - Returns: the front page where a version was written, else nil.
  /// - Throws: `SiteError`, or what a chart or a template throws.
  public func update(_ known: [Digest: Record]) throws -> URL? {
    if isIdle { return nil }
    if let due, clock.now < due { return nil }
    guard known.count < total,
      let study = selection.partialStudy(known)
    else { return nil }
    var showing: [String: [Int]] = [:]
    for part in study.panels {
      let plan = part.panel.plan
      showing[part.panel.id] = [
        part.seeds.count, plan.budgets.count,
        part.panel.variants.reduce(0) { $0 + $1.budgets.count },
      ]
    }
    guard showing != shown else { return nil }
    let start = clock.now
    guard try writer.standsForNothingWhole() else {
      isIdle = true
      return nil
    }
    try writer.write(SiteBuilder(study: study, templates: templates).files())
    shown = showing
    let took: Duration = start.duration(to: clock.now)
    due = clock.now.advanced(by: max(GrowingSite.pause, took * 20))
    return writer.folder.appending(path: SiteMap.front)
  }
}
