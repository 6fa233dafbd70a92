/// What the poisons of one panel look like, and how easily they are found.
///
/// It holds numbers of the panel's own attack, made from a random start against the panel's own
/// learner, and of the panel's controls at the same budgets, one draw of each.
public struct PoisonPortrait: Sendable, Codable, Equatable {
  /// What is found in the data of one unit after one treatment.
  public struct Detection: Sendable, Codable, Equatable {
    /// The unit, the name of the series, and the budget.
    public var seed: UInt64, series: String, budget: Double
    /// The area under the curve of the outlier score: poisoned rows over clean ones.
    public var rows: Double
    /// The share of columns that a two-sample test rejects, with Holm's correction at 5 %.
    public var rejected: Double
    /// The area under the curve of that test's statistic: poisoned columns over clean ones.
    public var columns: Double

    /// What was found.
    public init(
      seed: UInt64, series: String, budget: Double, rows: Double, rejected: Double, columns: Double
    ) {
      (self.seed, self.series, self.budget) = (seed, series, budget)
      (self.rows, self.rejected, self.columns) = (rows, rejected, columns)
    }
  }

  /// How much of its budget a poison spends.
  public struct Spending: Sendable, Codable, Equatable {
    /// The budget, and the mean size of an entry of ε as a share of it.
    public var budget: Double, mean: Double
    /// The share of entries that lie at the edge of their box.
    public var atEdge: Double

    /// How much is spent.
    public init(budget: Double, mean: Double, atEdge: Double) {
      (self.budget, self.mean, self.atEdge) = (budget, mean, atEdge)
    }
  }

  /// The panel: "5a".
  public var panel: String
  /// The budgets: the smallest, the reference budget and the largest, as far as there are so many.
  public var budgets: [Double]
  /// The units whose poisons are here at all of these budgets; the first one is looked at closely.
  public var seeds: [UInt64]
  /// The units of which a poison is missing.
  public var missing: [UInt64] = []
  /// What a row and a column of the data stand for, in the singular.
  public var row: String, column: String
  /// How many rows are tested, each with how many columns.
  public var rows: Int, columns: Int
  /// By unit, then series, then budget.
  public var detections: [Detection]
  /// The share of columns that are rejected in clean data, by unit.
  public var falseAlarms: [Double]
  /// What the first unit's poison spends, by budget.
  public var spending: [Spending]
  /// The first unit's data, clean and poisoned; nil for a domain that shows none.
  public var specimen: PoisonSpecimen?

  /// What is found after one treatment, one value per unit; nil where a unit lacks it.
  public func values(
    _ value: (Detection) -> Double, series: String, budget: Double
  ) -> [Double]? {
    let found = seeds.compactMap { seed in
      detections.first { $0.seed == seed && $0.series == series && $0.budget == budget }
    }
    return found.count == seeds.count && !found.isEmpty ? found.map(value) : nil
  }
}

/// A piece of a unit's data, clean and at each budget.
public enum PoisonSpecimen: Sendable, Codable, Equatable {
  /// The prices of one stock, day by day.
  case prices(Prices)
  /// How often features take which values.
  case features(Features)
  /// Some words of one paper.
  case words(Words)

  /// The first stock of a unit.
  public struct Prices: Sendable, Codable, Equatable {
    /// The ticker, and the days as ISO dates.
    public var ticker: String, days: [String]
    /// The clean prices, and those at each budget.
    public var clean: [Double], poisoned: [[Double]]

    /// The prices of a stock.
    public init(ticker: String, days: [String], clean: [Double], poisoned: [[Double]]) {
      (self.ticker, self.days) = (ticker, days)
      (self.clean, self.poisoned) = (clean, poisoned)
    }

    /// Daily returns, one less than prices.
    public static func returns(of prices: [Double]) -> [Double] {
      zip(prices, prices.dropFirst()).map { $1 / $0 - 1 }
    }
  }

  /// All features of all instances of a unit.
  public struct Features: Sendable, Codable, Equatable {
    /// The edges of the bins, one more than there are counts.
    public var edges: [Double]
    /// How many values lie in each bin: clean, and at each budget.
    public var clean: [Int], poisoned: [[Int]]
    /// Mean and standard deviation (divisor n) of the values: clean, then at each budget.
    public var means: [Double], deviations: [Double]

    /// Counts of values.
    public init(
      edges: [Double], clean: [Int], poisoned: [[Int]], means: [Double], deviations: [Double]
    ) {
      (self.edges, self.clean, self.poisoned) = (edges, clean, poisoned)
      (self.means, self.deviations) = (means, deviations)
    }
  }

  /// The paper whose words change most at the reference budget.
  public struct Words: Sendable, Codable, Equatable {
    /// Its identifier in the file of the graph.
    public var paper: String
    /// The columns, from 0, of the words that change most at that budget: first those that the
    /// paper has, then those that it lacks, of equally changed ones the lower first.
    public var words: [Int]
    /// Their clean values, and those at each budget.
    public var clean: [Double], poisoned: [[Double]]
    /// The share of all values of the unit that are neither 0 nor 1: clean, then at each budget.
    public var neither: [Double]

    /// Some words of a paper.
    public init(
      paper: String, words: [Int], clean: [Double], poisoned: [[Double]], neither: [Double]
    ) {
      (self.paper, self.words) = (paper, words)
      (self.clean, self.poisoned, self.neither) = (clean, poisoned, neither)
    }
  }
}
