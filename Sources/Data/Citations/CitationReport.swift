/// What was found in citation files and what was done about it.
public struct CitationReport: Sendable, Equatable {
  /// Papers described.
  public var papers: Int
  /// Words held, over all papers.
  public var ones: Int
  /// Citations read.
  public var citations: Int
  /// Citations that repeat another one: the same two known papers in the same direction.
  public var repeatedCitations: Int
  /// Pairs of known papers of which each cites the other: one citation of theirs makes no edge.
  public var reversedCitations: Int
  /// Citations of a paper by itself; they are passed over.
  public var selfCitations: Int
  /// Citations that name a paper that is not described; they are passed over.
  public var unknownCitations: Int
  /// Those papers, in order of first appearance.
  public var unknownPapers: [String]
  /// Undirected edges, each counted once: all citations but those repeated, reversed, of a paper by
  /// itself and of unknown papers.
  public var edges: Int
  /// Whether identifiers were compared as numbers, since as written most were unknown.
  public var isComparedByNumber: Bool

  /// The rules that citation files are read by, one sentence each.
  public static let rules = [
    "A paper is a line of the .content file: an identifier, 0 or 1 for every word, a class, "
      + "separated by tabs, or by blanks in a line without a tab. In .tab files a word counts as "
      + "held if its weight is above 0.",
    "A citation is a line of the .cites file: the cited paper, then the citing one; its direction "
      + "is left aside and an edge counts once however often it is given.",
    "A citation that names a paper without a line of its own, and a citation of a paper by itself, "
      + "are counted and passed over; identifiers are compared as they are written and, if most "
      + "citations would be passed over, as numbers. If most still are, the files are refused.",
    "A line with another number of fields, a word that is neither 0 nor 1, or a second line for a "
      + "paper is refused.",
  ]
}
