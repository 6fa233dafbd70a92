import Experiments
public import Foundation
import Paper
public import Site

/// The study of a battery that trades by predicted prices: whether its data can be poisoned without
/// training a single model.
public enum BatteryStudy {
  /// Runs what is missing and writes the site.
  ///
  /// - Parameters:
  ///   - folder: records go into `data` below it, the site into `site`.
  ///   - templates: the directory `Templates` of the program's repository.
  ///   - jobs: how many experiments run at once; results do not depend on it.
  /// - Returns: what was written.
  /// - Throws: an experiment's error, or one of the disk.
  public static func build(
    into folder: URL, templates: URL, jobs: Int
  ) async throws -> SiteWriter.Outcome {
    let selection = try PanelSelection(BatteryPanels.all, on: [:])
    let runner = Runner(
      store: RecordStore(root: folder), laboratory: Laboratory(sources: [:]), jobs: jobs,
      progress: nil)
    let panels = selection.records(in: try await runner.study(of: selection.items))
    let figure = try await ContentFigure(panels[1], in: runner).figure("2")
    return try SiteWriter(folder: folder.appending(path: "site")).write(
      site(panels, figure).files(templates: templates))
  }

  private static func site(_ panels: [PanelRecords], _ figure: StudyFigure) -> StudySite {
    StudySite(
      title: "Can a battery be fooled?",
      lead: """
        A battery buys energy when it expects low prices and sells when it expects high ones. It \
        learns what to expect from past days. Suppose that somebody may shift the forecasts in \
        these past days a little: how much less does it earn?
        """,
      paragraphs: [
        """
        The attack is a single step that trains no model: it moves every forecast against its \
        covariance with prices. Beside it stand Algorithm 1, which differentiates through the \
        whole training, and two controls that do by chance what the budget allows.
        """,
        """
        All data are simulated: days are drawn from a small market model, so that the numbers say \
        nothing about any real battery.
        """,
      ],
      panels: panels, claims: BatteryClaims.all, figures: [figure])
  }
}
