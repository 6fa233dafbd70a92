import Charts
public import Experiments
public import Foundation
import Reproducibility

/// The page of a problem of one's own as files: one page, its chart in three forms, the style
/// sheet, and a list of sums.
public struct ProblemSite: Sendable {
  /// The page's file, and the list by which a directory is known as such a page.
  static let page = "index.html", sums = "SHA256SUMS"

  /// The files in the order of their paths.
  public let files: [SiteFile]

  /// Draws the page.
  ///
  /// - Parameters:
  ///   - records: poisons of one problem, one learner and one kind of attack, each of another
  ///     budget, in any order.
  ///   - templates: the directory `Templates` of the repository.
  /// - Throws: `ProblemPageError`, `SiteError`, or `ChartError`.
  public init(_ records: [CustomRecord], templates: URL) throws {
    let results = try ProblemResults(records)
    let templates = try TemplateFolder(contentsOf: templates)
    let chart = ProblemChart(results: results)
    var files = [
      try templates.file(ProblemSite.page, "problem", ProblemPage(results)),
      SiteFile(path: TemplateFolder.styleSheet, bytes: templates.style),
    ]
    files += try SiteFile.drawn(
      of: chart.chart, at: ProblemChart.name, table: chart.table, isStackable: false)
    files.sort { $0.path < $1.path }
    self.files = [SiteBuilder.sums(of: files)] + files
  }

  /// Refuses a directory that holds anything but such a page.
  ///
  /// - Throws: `ProblemPageError`, or `SiteError` where the place is no directory.
  public static func check(_ folder: URL) throws {
    let attributes = try? FileManager.default.attributesOfItem(atPath: folder.path)
    guard let type = attributes?[.type] as? FileAttributeType else { return }
    guard type == .typeDirectory else {
      throw SiteError.unwritable(file: folder.path, reason: "it is not a directory")
    }
    let own = Set(
      [page, sums, TemplateFolder.styleSheet]
        + ["csv", "pdf", "svg"].map {
          "\(ProblemChart.name).\($0)"
        })
    let there = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    guard let foreign = there.first(where: { !own.contains($0) }) else {
      if let name = there.first, !there.contains(sums) {
        throw ProblemPageError.foreign(folder: folder.path, name: name)
      }
      return
    }
    throw ProblemPageError.foreign(folder: folder.path, name: foreign)
  }

  /// Writes the files, each in one step, the list of sums last.
  ///
  /// - Throws: `ProblemPageError` or `SiteError`.
  public func write(to folder: URL) throws {
    try ProblemSite.check(folder)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let last = { (file: SiteFile) in file.path == ProblemSite.sums }
      for file in files.filter({ !last($0) }) + files.filter(last) {
        try PartialFile.write(file.bytes, to: folder.appending(path: file.path))
      }
    } catch {
      throw SiteError.unwritable(file: folder.path, reason: error.localizedDescription)
    }
  }
}
