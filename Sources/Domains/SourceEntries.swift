public import Data
public import Learning
public import LinearAlgebra

/// The source data as an auditor names them, and what it means to leave a number of them out.
public struct SourceEntries: Sendable {
  /// The name of each training instance, and of what stands in each row and column of ε.
  public let instances: [String], rows: [String], columns: [String]
  /// The ε that leaves out each number when it stands alone; 0 where nothing can be left out.
  public let removal: Matrix
  /// What an instance and a number are, in the plural: "dates", "quotations".
  public let instanceNoun: String, noun: String
  /// What leaving a number out means, as a clause.
  public let meaning: String

  /// The name of a number.
  public func name(row: Int, column: Int) -> String { "\(rows[row]), \(columns[column])" }
}

extension PortfolioDomain {
  /// Quotations by day and ticker; without one its stock is quoted at the mean of the days before
  /// and after.
  ///
  /// - Returns: nil for rows ticker by ticker, whose instances are no dates.
  public func entries(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) throws -> SourceEntries? {
    guard order == .inOrder, let quoted = prices(in: scenario, perturbedBy: nil) else { return nil }
    let history = try required(sources.prices, .prices)
    let window = prices(of: try unit(of: seed, in: history), in: history)
    let days = window.days.map(\.description)
    var removal = Matrix(rows: quoted.rows, columns: quoted.columns)
    for day in 0..<quoted.rows {
      let (before, after) = (max(0, day - 1), min(quoted.rows - 1, day + 1))
      for stock in 0..<quoted.columns {
        // The first and the last day have one neighbour, which is taken in their stead.
        let ends = [before, after].filter { $0 != day }.map { quoted[$0, stock] }
        removal[day, stock] = ends.reduce(0, +) / Double(ends.count) / quoted[day, stock] - 1
      }
    }
    return SourceEntries(
      instances: (0..<trainingDates).map { days[PricePipeline.lookback + $0] },
      rows: Array(days.prefix(quoted.rows)), columns: window.tickers, removal: removal,
      instanceNoun: "dates", noun: "quotations",
      meaning: "the stock is quoted at the mean of the days before and after")
  }
}

extension MatchingDomain {
  /// Words by paper; without one the paper is as if it had never held it.
  public func entries(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) throws -> SourceEntries? {
    guard let table = received(in: scenario, perturbedBy: nil) else { return nil }
    return SourceEntries(
      instances: try split(seed: seed).training.map { "part \($0)" },
      rows: try trainingPapers(from: sources, seed: seed).map { "paper \($0)" },
      columns: (0..<table.values.columns).map { "word \($0)" }, removal: -1 * table.values,
      instanceNoun: "parts of the graph", noun: "words",
      meaning: "the paper is as if it had never held the word")
  }
}
