public import Foundation
import Reproducibility

/// Makes up a citation graph and writes it in the form of Cora, for trying the program out.
///
/// It has Cora's size: 2708 papers of seven classes, 1433 words of which a paper holds about 18,
/// 5278 edges. As in other data sets of this form, some pairs are given in both directions, one
/// paper cites itself, and some citations name papers that are not described. The files depend on
/// the seed alone and are the same, byte for byte, on every run and machine.
public struct CitationSimulator: Sendable {
  /// What all random numbers come from.
  public let seed: UInt64

  /// Makes a simulator.
  public init(seed: UInt64 = 0) { self.seed = seed }

  /// The number of pairs given in both directions, as in Cora.
  private static let mutual = 151

  /// Writes `simulated.content` (about 8 MB), `simulated.cites` and a README.txt that says that all
  /// of it is simulated; the directory is made if it does not exist.
  ///
  /// Files of the same names are replaced, each as a whole, others stay; the README.txt comes last.
  /// - Throws: `SourceFileError` if the directory or a file cannot be written.
  public func write(to directory: URL) throws(SourceFileError) {
    let directory = try SimulatedDirectory(directory, for: CitationFormat.expected)
    let random = SeededGenerator(seed: seed, stream: "citation simulator")
    let papers = SimulatedPapers(random: random)
    try directory.put(content(of: papers), as: "simulated.content")
    try directory.put(cites(of: papers, random.substream("order")), as: "simulated.cites")
    try directory.finish(readme: readme)
  }

  private func content(of papers: SimulatedPapers) -> [UInt8] {
    let (zero, tab) = (Array("0\t".utf8), UInt8(ascii: "\t"))
    let empty = (0..<SimulatedPapers.words).flatMap { _ in zero }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(papers.words.count * (empty.count + 24))
    for (paper, words) in papers.words.enumerated() {
      bytes += name(of: paper).utf8
      bytes.append(tab)
      let start = bytes.count
      bytes += empty
      for word in words { bytes[start + 2 * word] = UInt8(ascii: "1") }
      bytes += "Simulated_Class_\(papers.classes[paper] + 1)\n".utf8
    }
    return bytes
  }

  private func cites(of papers: SimulatedPapers, _ order: SeededGenerator) -> [UInt8] {
    var random = order
    var lines = papers.citations.map { "\(name(of: $0.cited))\t\(name(of: $0.citing))\n" }
    lines += papers.citations.prefix(Self.mutual).map {
      "\(name(of: $0.citing))\t\(name(of: $0.cited))\n"
    }
    lines.append("\(name(of: 7))\t\(name(of: 7))\n")
    lines += [(0, 11), (1, 11), (0, 12)].map { "UNKNOWN-\($0.0)\t\(name(of: $0.1))\n" }
    random.shuffle(&lines)
    return lines.flatMap { Array($0.utf8) }
  }

  private func name(of paper: Int) -> String { "SIM-\(100_000 + 37 * paper)" }

  private var readme: String {
    """
    Everything in this folder is simulated.

    No paper here was ever written. The files have the form of the LINQS group's Cora and were \
    made by a random model with
    seed \(seed), so that the program can be tried out without genuine data. Nothing learned from \
    them says anything about
    real citations.

    """
  }
}
