import Experiments
import Foundation
@testable import Paper
import Reproducibility
@testable import Site
import TestSupport
import Testing

struct GrowingSiteTests {
  private let made: FabricatedStudy
  private let selection: Selection
  private let records: [Digest: Record]

  init() throws {
    made = try BuiltSite.simulated()
    selection = try Selection(made.grid, on: made.sources)
    records = Dictionary(
      selection.items.map { item in
        var record = FabricatedRecord(of: item.experiment, largestBudget: 1).record
        record.key = item.key
        return (item.key, record)
      }
    ) { first, _ in first }
  }

  /// The keys in the order of their stages.
  private var order: [Digest] {
    selection.items.uniqued(by: \.key).sorted { ($0.stage ?? .max) < ($1.stage ?? .max) }
      .map(\.key)
  }

  private func known(_ count: Int) -> [Digest: Record] {
    let keys = Set(order.prefix(count))
    return records.filter { keys.contains($0.key) }
  }

  @Test(arguments: [0.3, 0.95])
  func everyPageSaysHowFarItIs(_ share: Double) throws {
    let total = order.count
    let count = Int(share * Double(total))
    let study = try #require(selection.partialStudy(known(count)))
    let files = try SiteBuilder(
      study: study, templates: BuiltSite.templates, toolchain: BuiltSite.toolchain
    ).files()
    for (path, text) in BuiltSite.pages(files) {
      #expect(text.contains("\(count) of \(total) experiments so far"), "\(path)")
      #expect(!text.contains(">nan") && !text.contains(" nan"), "\(path)")
    }
    let figures = Set(study.panels.map(\.panel.figure))
    #expect(!figures.isEmpty)
    // Charts of which something is missing say so.
    for panel in study.panels.map(\.panel) where panel.chart == panel.id {
      let own = try #require(study.panelProgress[panel.id])
      let page = try BuiltSite.text(SiteMap.figure(panel.figure), in: files)
      let sentence = "<p class=\"progress\">\(own.text).</p>"
      #expect(page.contains(sentence) == (own.done < own.total), "\(panel.id)")
    }
    let manifest = try SiteManifest(json: BuiltSite.text(SiteManifest.path, in: files))
    #expect(manifest.progress == StudyProgress(done: count, total: total))
  }

  @Test func takesThePlaceOfNoWholeSite() async throws {
    let directory = try TemporaryDirectory()
    let folder = directory.url.appending(path: "site")
    let writer = SiteWriter(folder: folder)
    let growing = GrowingSite(of: selection, templates: BuiltSite.templates, writer: writer)
    #expect(try await growing.update([:]) == nil, "nothing can be shown")
    let count = order.count / 2
    let page = try #require(try await growing.update(known(count)))
    #expect(try String(contentsOf: page, encoding: .utf8).contains("experiments so far"))
    // So soon after that nothing is written, and nothing when all is known.
    #expect(try await growing.update(known(count + 20)) == nil)
    #expect(try await growing.update(records) == nil)
    // The whole site replaces it.
    let whole = try SiteBuilder(
      study: PaperStudy(selection, records), templates: BuiltSite.templates
    ).files()
    try writer.write(whole)
    let files = try TemporaryDirectory.files(below: folder)
    #expect(files.keys.sorted() == whole.map(\.path).sorted())
    #expect(
      !files.values.contains { String(decoding: $0, as: UTF8.self).contains("experiments so far") })
    let late = GrowingSite(of: selection, templates: BuiltSite.templates, writer: writer)
    #expect(try await late.update(known(count)) == nil)
    #expect(try TemporaryDirectory.files(below: folder) == files)
  }
}
