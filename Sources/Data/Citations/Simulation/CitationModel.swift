/// What a made-up citation graph is like: the sizes of a genuine one, and what its files get wrong.
public struct CitationModel: Sendable {
  /// The data set that it resembles, as it is called in running text.
  let name: String
  /// The names of the two files without their endings.
  let fileName: String
  /// The number of papers in each class.
  let classSizes: [Int]
  /// The number of words there are, and how many a paper may hold.
  let words: Int, wordsOfPaper: Range<Int>
  /// The number of undirected edges.
  let edges: Int
  /// How many papers a new one cites, each as likely as the others.
  let arrivals: [Int]
  /// Pairs given in both directions, and citations of a paper by itself.
  let mutual: Int, ofThemselves: Int
  /// Citations of papers that are not described, and how many such papers there are.
  let unknownCitations: Int, unknownPapers: Int
  /// Whether most identifiers are texts such as `sim98of104` and the others plain numbers.
  let hasTexts: Bool

  /// Cora: 2708 papers of seven classes, 1433 words of which a paper holds about 18, 5278 edges,
  /// 151 pairs in both directions; one citation of a paper by itself and three of unknown papers,
  /// which Cora itself lacks, show how they are read.
  public static let cora = CitationModel(
    name: "Cora", fileName: "simulated", classSizes: [818, 426, 418, 351, 298, 217, 180],
    words: 1433, wordsOfPaper: 12..<25, edges: 5278, arrivals: [1, 2], mutual: 151,
    ofThemselves: 1, unknownCitations: 3, unknownPapers: 2, hasTexts: false)

  /// Citeseer: 3312 papers of six classes, 3703 words of which a paper holds about 32, 4536 edges
  /// that leave some papers alone, and 4732 citations: 55 pairs in both directions, 124 citations
  /// of a paper by itself, 17 of 15 unknown papers; identifiers are texts and numbers.
  public static let citeseer = CitationModel(
    name: "Citeseer", fileName: "simulated-citeseer", classSizes: [701, 668, 596, 590, 508, 249],
    words: 3703, wordsOfPaper: 20..<44, edges: 4536,
    arrivals: [0] + Array(repeating: 1, count: 18) + [2], mutual: 55, ofThemselves: 124,
    unknownCitations: 17, unknownPapers: 15, hasTexts: true)

  var papers: Int { classSizes.reduce(0, +) }

  /// The identifier of a paper.
  func identifier(of paper: Int) -> String {
    if !hasTexts { return "SIM-\(100_000 + 37 * paper)" }
    let number = 1000 + 7 * paper
    return paper % 3 == 0 ? "\(number)" : "sim\(70 + paper % 30)of\(number)"
  }
}
