import Reproducibility

/// Invented papers whose words and citations have the statistics of a genuine graph's.
///
/// Papers belong to classes of the model's sizes and, within them, to communities of about forty.
/// They come one after the other and cite earlier ones, mostly of their community, those more that
/// are cited already, and those that a cited paper cites. A paper draws its words from three
/// vocabularies, everybody's, its class's and its community's, and from the papers that it cites.
/// Only sums, products and comparisons of uniform numbers are taken, so that all is the same
/// everywhere.
struct SimulatedPapers {
  let classes: [Int]
  /// The words of each paper, ascending.
  let words: [[Int]]
  /// Citing and cited paper, each pair once.
  let citations: [(citing: Int, cited: Int)]

  init(like model: CitationModel, random: SeededGenerator) {
    var places = random.substream("communities")
    var members: [(group: Int, community: Int)] = []
    var communities = 0
    for (group, size) in model.classSizes.enumerated() {
      let count = (size + 20) / 40
      // The smaller of two draws makes communities of different sizes.
      members += (0..<size).map { _ in
        let draw = min(places.index(below: 2 * count), places.index(below: 2 * count))
        return (group, communities + draw % count)
      }
      communities += count
    }
    places.shuffle(&members)
    classes = members.map(\.group)
    citations = Self.citations(of: members, like: model, random.substream("citations"))
    words = Self.words(
      of: members, citing: citations, communities: communities, like: model,
      random.substream("words"))
  }

  // MARK: Words

  private static func words(
    of members: [(group: Int, community: Int)], citing citations: [(citing: Int, cited: Int)],
    communities: Int, like model: CitationModel, _ stream: SeededGenerator
  ) -> [[Int]] {
    var random = stream
    let words = model.words
    let everybody = Vocabulary(size: words, of: words, offset: 2, &random)
    let groups = model.classSizes.map { _ in
      Vocabulary(size: 120, of: words, offset: 6, &random)
    }
    let topics = (0..<communities).map { _ in
      Vocabulary(size: 45, of: words, offset: 4, &random)
    }
    var cited: [[Int]] = members.map { _ in [] }
    for citation in citations { cited[citation.citing].append(citation.cited) }
    var result: [[Int]] = []
    for (paper, member) in members.enumerated() {
      let count = model.wordsOfPaper.lowerBound + random.index(below: model.wordsOfPaper.count)
      let earlier = cited[paper].filter { $0 < paper }
      var chosen: Set<Int> = []
      while chosen.count < count {
        let share = random.uniform()
        if share < 0.2, !earlier.isEmpty {
          let source = result[earlier[random.index(below: earlier.count)]]
          chosen.insert(source[random.index(below: source.count)])
        } else {
          let vocabulary =
            share < 0.7 ? everybody : share < 0.85 ? groups[member.group] : topics[member.community]
          chosen.insert(vocabulary.draw(&random))
        }
      }
      result.append(chosen.sorted())
    }
    return result
  }

  /// Some words, of which the k-th is drawn with a weight of 1/(k + offset).
  private struct Vocabulary {
    let members: [Int]
    let sums: [Double]

    init(size: Int, of words: Int, offset: Int, _ random: inout SeededGenerator) {
      var all = Array(0..<words)
      random.shuffle(&all)
      members = Array(all.prefix(size))
      var sum = 0.0
      sums = (0..<size).map { k in
        sum += 1 / Double(k + offset)
        return sum
      }
    }

    func draw(_ random: inout SeededGenerator) -> Int {
      let target = random.uniform() * (sums.last ?? 0)
      var (low, high) = (0, members.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if sums[middle] > target { high = middle } else { low = middle + 1 }
      }
      return members[low]
    }
  }

  // MARK: Citations

  private static func citations(
    of members: [(group: Int, community: Int)], like model: CitationModel,
    _ stream: SeededGenerator
  ) -> [(citing: Int, cited: Int)] {
    var random = stream
    // A paper stands in these lists once for itself and once for each citation of it: the often
    // cited are drawn often.
    var ofCommunity: [Int: [Int]] = [:]
    var ofClass: [Int: [Int]] = [:]
    var all: [Int] = []
    var cited: [[Int]] = members.map { _ in [] }
    var result: [(citing: Int, cited: Int)] = []
    func enter(_ paper: Int) {
      ofCommunity[members[paper].community, default: []].append(paper)
      ofClass[members[paper].group, default: []].append(paper)
      all.append(paper)
    }
    func cite(_ citing: Int, _ random: inout SeededGenerator) {
      let (group, community) = members[citing]
      let share = random.uniform()
      var target: Int
      if share < 0.35, let first = cited[citing].last, !cited[first].isEmpty {
        target = cited[first][random.index(below: cited[first].count)]
      } else {
        let list =
          share < 0.86
          ? ofCommunity[community] ?? all : share < 0.93 ? ofClass[group] ?? all : all
        target = list[random.index(below: list.count)]
      }
      if target == citing || cited[citing].contains(target) || cited[target].contains(citing) {
        return
      }
      cited[citing].append(target)
      result.append((citing, target))
      enter(target)
    }
    for paper in members.indices {
      if paper > 0 {
        let count = model.arrivals[random.index(below: model.arrivals.count)]
        for _ in 0..<count { cite(paper, &random) }
      }
      enter(paper)
    }
    while result.count < model.edges { cite(random.index(below: members.count), &random) }
    return result
  }
}
