import Reproducibility

extension CitationGraph {
  /// What looks wrong about the papers, and what was read otherwise than it is written.
  var remarks: [SourceRemark] { [classRemark, numberRemark, edgeRemark].compactMap { $0 } }

  /// Why the classes may be none; nil if nothing speaks against them.
  private var classRemark: SourceRemark? {
    let finding: String
    if classes.allSatisfy({ $0 == "0" || $0 == "1" }) {
      finding =
        "The last column is 0 or 1 for every paper, as words are: the column of classes seems to "
        + "be missing, and the last word was taken for it"
    } else if papers.count > 1, classes.count == 1 {
      finding = "Every paper is of the same class, \(TextBytes.shown(classes[0].utf8))"
    } else if papers.count > 2, 10 * classes.count > 9 * papers.count {
      finding =
        "There are \(NumberFormat.grouped(classes.count)) classes for "
        + "\(NumberFormat.grouped(papers.count)) papers: the last column seems to hold something "
        + "else"
    } else {
      return nil
    }
    return SourceRemark(
      "Papers without classes", finding + ". No experiment uses classes; words and citations do.")
  }

  private var numberRemark: SourceRemark? {
    guard report.isComparedByNumber else { return nil }
    return SourceRemark(
      "Identifiers compared as numbers",
      "As they are written, most citations name no paper that is described; as numbers, where 7.0 "
        + "is 7, most do.")
  }

  /// Why papers that are known have no edge between them; nil where there is one.
  private var edgeRemark: SourceRemark? {
    guard edgeCount == 0 else { return nil }
    let (own, unknown) = (report.selfCitations, report.unknownCitations)
    let finding =
      unknown == 0
      ? "All citations (\(NumberFormat.grouped(own))) are of a paper by itself"
      : "Of \(English.counted(report.citations, "citation")) \(NumberFormat.grouped(own)) are of a "
        + "paper by itself and \(NumberFormat.grouped(unknown)) name a paper that is not described"
    return SourceRemark(
      "No edges",
      finding + ", so that no paper is connected with another one: the two columns of the .cites "
        + "file may be the same.")
  }
}
