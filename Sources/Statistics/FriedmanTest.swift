/// Whether some treatments differ, from one value of each in every block: Friedman's statistic,
/// with its distribution by permutation within the blocks.
///
/// Nothing is assumed about the values but that, if treatments do not differ, all orders within a
/// block are equally probable, and that blocks are independent. All (k!)ᵇ permutations of k
/// treatments in b blocks are counted where there are at most 50 000; otherwise 20 000 are drawn.
///
/// - SeeAlso: Friedman (1937), The use of ranks to avoid the assumption of normality; Phipson &
///   Smyth (2010), Permutation p-values should never be zero.
public struct FriedmanTest: Sendable, Equatable {
  /// S = Σ over treatments of (rank sum − its expectation)².
  ///
  /// It orders outcomes as Friedman's χ² does, which is 12·S/(b·k·(k + 1)) without ties.
  public let statistic: Double
  /// The p-value: the share of permutations with a statistic as large or larger.
  ///
  /// Where permutations are drawn the observed order counts as one of them, so that it is never 0.
  public let probability: Double

  /// A test of blocks.
  ///
  /// - Parameters:
  ///   - blocks: one row per block, at least one, of one value per treatment, at least two; tied
  ///     values share the mean of their ranks.
  ///   - random: where permutations are drawn from; left as it is where all are counted.
  public init(_ blocks: [[Double]], using random: inout some RandomNumberGenerator) {
    precondition(!blocks.isEmpty, "no block to rank")
    let count = blocks[0].count
    precondition(
      count > 1 && blocks.allSatisfy { $0.count == count }, "blocks of different treatments")
    let ranks = blocks.map(FriedmanTest.ranks)
    let expected = Double(blocks.count) * Double(count + 1) / 2
    func spread(_ sums: [Double]) -> Double {
      sums.reduce(0) { $0 + ($1 - expected) * ($1 - expected) }
    }
    func sum(_ rows: [[Double]]) -> [Double] {
      rows.reduce(into: Array(repeating: 0, count: count)) { sums, row in
        for index in row.indices { sums[index] += row[index] }
      }
    }
    let observed = spread(sum(ranks))
    statistic = observed
    var total = 1.0
    for _ in blocks { for factor in 2...count { total *= Double(factor) } }
    // Ranks are multiples of a half: sums of squares are exact, and equality means equality.
    if total <= 50_000 {
      let orders = FriedmanTest.permutations(of: count)
      var atLeast = 0
      func descend(_ block: Int, _ sums: [Double]) {
        guard block < ranks.count else {
          if spread(sums) >= observed { atLeast += 1 }
          return
        }
        for order in orders {
          descend(block + 1, sums.indices.map { sums[$0] + ranks[block][order[$0]] })
        }
      }
      descend(0, Array(repeating: 0, count: count))
      probability = Double(atLeast) / total
    } else {
      let draws = 20_000
      var atLeast = 1
      for _ in 0..<draws {
        let drawn = spread(sum(ranks.map { $0.shuffled(using: &random) }))
        if drawn >= observed { atLeast += 1 }
      }
      probability = Double(atLeast) / Double(draws + 1)
    }
  }

  /// Ranks from 1 on; equal values get the mean of theirs.
  static func ranks(_ values: [Double]) -> [Double] {
    values.map { value in
      let (below, equal) = (values.count { $0 < value }, values.count { $0 == value })
      return Double(below) + Double(equal + 1) / 2
    }
  }

  private static func permutations(of count: Int) -> [[Int]] {
    guard count > 1 else { return [[0]] }
    return permutations(of: count - 1).flatMap { shorter in
      (0..<count).map { place in
        var longer = shorter
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }
}
