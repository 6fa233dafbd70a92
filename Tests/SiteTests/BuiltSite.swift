import Data
import Foundation
@testable import Site
import TestSupport
import Testing

/// Sites that tests look at, with the templates of the repository.
enum BuiltSite {
  static let templates = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Templates")
  private static let readTemplates = Result { try TemplateFolder(contentsOf: templates) }

  /// The templates, read once.
  static var folder: TemplateFolder { get throws { try readTemplates.get() } }

  static let toolchain = Toolchain(entries: [
    Toolchain.Entry(name: "Linear algebra", version: "Imaginary instructions")
  ])

  static func builder(_ made: FabricatedStudy) -> SiteBuilder {
    SiteBuilder(study: made.study, templates: templates, toolchain: toolchain)
  }

  static func files(_ made: FabricatedStudy) throws -> [SiteFile] {
    try builder(made).files(with: folder)
  }

  /// Its pages that depend on no other file: without the charts of figures and what lists files.
  static func pageFiles(_ made: FabricatedStudy) throws -> [SiteFile] {
    try builder(made).pages(with: folder)
  }

  /// The quick study with simulated prices of hostile names: it has every kind of page and banner.
  static func everything() throws -> [SiteFile] { try once.get() }

  private static let once = Result { try everythingAnew() }

  /// The same, computed once more.
  static func everythingAnew() throws -> [SiteFile] { try files(simulated()) }

  /// The quick study on simulated sources.
  static func simulated() throws -> FabricatedStudy {
    FabricatedStudy(
      preset: .quick, seeds: [0, 1, 2],
      sources: Sources(
        Source(FabricatedPrices.history(), isSimulated: true),
        Source(try SimulatedSources.citations(), isSimulated: true)))
  }

  static func text(_ path: String, in files: [SiteFile]) throws -> String {
    let file = try #require(files.first { $0.path == path }, "no file \(path)")
    return String(decoding: file.bytes, as: UTF8.self)
  }

  static func pages(_ files: [SiteFile]) -> [(path: String, text: String)] {
    files.filter { $0.path.hasSuffix(".html") }
      .map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }
  }
}
