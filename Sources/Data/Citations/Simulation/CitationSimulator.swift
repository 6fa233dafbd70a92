public import Foundation
import Reproducibility

/// Makes up a citation graph and writes it in the form of Cora, for trying the program out.
///
/// The model says what it resembles. As in data sets of this form, some pairs are given in both
/// directions, some papers cite themselves, and some citations name papers that are not described.
/// The files depend on the model and the seed alone and are the same, byte for byte, on every run
/// and machine.
public struct CitationSimulator: Sendable {
  /// Sizes and dirt.
  let model: CitationModel
  /// What all random numbers come from.
  public let seed: UInt64

  /// Makes a simulator; its model is by default Cora's and its seed 0.
  public init(_ model: CitationModel = .cora, seed: UInt64 = 0) {
    (self.model, self.seed) = (model, seed)
  }

  /// Writes a `.content` file (8 MB like Cora, 25 MB like Citeseer), a `.cites` file and a
  /// README.txt that says that all of it is simulated; the directory is made if it does not exist.
  ///
  /// Files of the same names are replaced, each as a whole, others stay; the listing of all of them comes last.
  /// - Throws: `SourceFileError` if the directory or a file cannot be written.
  public func write(to directory: URL) throws(SourceFileError) {
    var directory = try SimulatedDirectory(directory, for: .citations)
    let random = SeededGenerator(seed: seed, stream: "citation simulator")
    let papers = SimulatedPapers(like: model, random: random)
    try directory.put(content(of: papers), as: "\(model.fileName).content")
    try directory.put(cites(of: papers, random.substream("order")), as: "\(model.fileName).cites")
    try directory.finish(readme: readme)
  }

  private func content(of papers: SimulatedPapers) -> [UInt8] {
    let (zero, tab) = (Array("0\t".utf8), UInt8(ascii: "\t"))
    let empty = (0..<model.words).flatMap { _ in zero }
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
    lines += papers.citations.prefix(model.mutual).map {
      "\(name(of: $0.citing))\t\(name(of: $0.cited))\n"
    }
    lines += (0..<model.ofThemselves).map { k in
      "\(name(of: 7 + 13 * k))\t\(name(of: 7 + 13 * k))\n"
    }
    lines += (0..<model.unknownCitations).map { k in
      "UNKNOWN-\(k % model.unknownPapers)\t\(name(of: 11 + k / 2))\n"
    }
    random.shuffle(&lines)
    return lines.flatMap { Array($0.utf8) }
  }

  private func name(of paper: Int) -> String { model.identifier(of: paper) }

  private var readme: String {
    """
    Everything in this folder is simulated.

    No paper here was ever written. The files have the form of the LINQS group's \
    \(model.name) and were made by a random model with
    seed \(seed), so that the program can be tried out without genuine data. Nothing learned from \
    them says anything about
    real citations.

    """
  }
}
