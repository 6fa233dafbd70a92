import Domains
import Foundation

/// The simulator's citation graph, read once from files that are gone afterwards.
enum FabricatedCitations {
  static func graph() throws -> CitationGraph { try once.get() }

  private static let once = Result {
    let folder = try TemporaryFolder()
    try CitationSimulator().write(to: folder.url)
    return try CoraReader().graph(inFolder: folder.url.path)
  }
}
