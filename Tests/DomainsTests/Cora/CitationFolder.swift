import Foundation
import Reproducibility

@testable import Domains

/// A temporary folder of citation files, removed with the value.
final class CitationFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "citations-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(at: url)
    } catch {
      print("the temporary folder \(url.path) was not removed: \(error)")
    }
  }

  /// Writes a file.
  func put(_ text: String, as name: String) throws {
    try Data(text.utf8).write(to: url.appending(path: name))
  }

  /// Reads these texts as the two files.
  func graph(content: String, cites: String) throws -> CitationGraph {
    try put(content, as: "small.content")
    try put(cites, as: "small.cites")
    return try CoraReader().graph(inFolder: url.path)
  }

  /// A made-up graph of communities: neighbouring papers are mostly of one, and share words.
  static func communities(papers: Int, words: Int, communities: Int) throws -> CitationGraph {
    var random = SeededGenerator(seed: 3, stream: "small graph")
    var (content, cites) = ("", "")
    for paper in 0..<papers {
      let community = paper % communities
      let flags = (0..<words).map { word in
        random.uniform() < (word % communities == community ? 0.6 : 0.25) ? "1" : "0"
      }
      content += "p\(paper)\t\(flags.joined(separator: "\t"))\tclass \(community % 3)\n"
      for _ in 0..<3 {
        let other = random.index(below: papers / communities) * communities + community
        let target = random.uniform() < 0.8 ? other : random.index(below: papers)
        cites += "p\(target)\tp\(paper)\n"
      }
    }
    return try CitationFolder().graph(content: content, cites: cites)
  }
}
