public import Data
import Reproducibility

/// Citation graphs of a few papers, read from texts.
public enum SmallGraph {
  /// Reads these texts as the two files `small.content` and `small.cites`.
  public static func reading(content: String, cites: String) throws -> CitationGraph {
    let directory = try TemporaryDirectory()
    try directory.put(content, as: "small.content")
    try directory.put(cites, as: "small.cites")
    return try CoraReader().graph(inFolder: directory.url.path)
  }

  /// A made-up graph of communities: neighbouring papers are mostly of one, and share words.
  public static func communities(
    papers: Int, words: Int, communities: Int
  ) throws -> CitationGraph {
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
    return try reading(content: content, cites: cites)
  }
}
