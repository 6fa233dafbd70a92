import LinearAlgebra
import Statistics

/// Somebody who has clean data of the same source, and compares with them what is received.
///
/// Every other row of the clean data is the reference; the rows between are what is received, clean
/// or poisoned, so that a score is never tried on rows that it was fitted to.
struct PoisonDetector {
  /// What is found in received data.
  struct Finding: Sendable, Codable, Equatable {
    /// How well the outlier score tells poisoned rows from clean ones: an area under the curve.
    var rows: Double
    /// The share of columns whose distribution differs from that of the reference, by the test of
    /// Kolmogorov and Smirnov with Holm's correction at 5 %.
    var rejected: Double
    /// How well the statistic of that test tells poisoned columns from clean ones.
    var columns: Double
  }

  /// The most rows that are looked at, evenly spread, of which half are the reference.
  static let mostRows = 1000
  /// The error probability of all tests of a table together.
  static let level = 0.05

  /// How many rows are received, and how many columns they have.
  let rows: Int, columns: Int
  /// The share of columns that are rejected although nothing was done to them.
  let falseAlarms: Double
  private let chosen: [Int]
  private let score: OutlierScore
  /// The columns of the reference, in ascending order.
  private let reference: [[Double]]
  private let cleanScores: [Double], cleanStatistics: [Double]

  /// A detector with the given clean data; nil where they have less than eight rows.
  init?(clean: Matrix) {
    let count = min(clean.rows, PoisonDetector.mostRows) / 2 * 2
    guard count >= 8 else { return nil }
    let places = (0..<count).map { $0 * clean.rows / count }
    func every(from first: Int) -> [Int] {
      stride(from: first, to: count, by: 2).map { places[$0] }
    }
    chosen = every(from: 1)
    let known = clean.selectingRows(every(from: 0))
    let received = clean.selectingRows(chosen)
    (rows, columns) = (chosen.count, clean.columns)
    score = OutlierScore(fittedTo: known)
    reference = PoisonDetector.sortedColumns(of: known)
    cleanScores = score.scores(of: received)
    let tests = PoisonDetector.tests(of: received, against: reference)
    cleanStatistics = tests.map(\.statistic)
    falseAlarms = PoisonDetector.rejected(tests)
  }

  /// What is found in a poisoned version of the same data.
  func finding(in poisoned: Matrix) -> Finding {
    let received = poisoned.selectingRows(chosen)
    let tests = PoisonDetector.tests(of: received, against: reference)
    return Finding(
      rows: AreaUnderCurve(of: score.scores(of: received), over: cleanScores).value,
      rejected: PoisonDetector.rejected(tests),
      columns: AreaUnderCurve(of: tests.map(\.statistic), over: cleanStatistics).value)
  }

  private static func sortedColumns(of table: Matrix) -> [[Double]] {
    (0..<table.columns).map { column in (0..<table.rows).map { table[$0, column] }.sorted() }
  }

  private static func tests(
    of table: Matrix, against reference: [[Double]]
  ) -> [KolmogorovSmirnovTest] {
    zip(sortedColumns(of: table), reference).map { KolmogorovSmirnovTest(sorted: $0, and: $1) }
  }

  private static func rejected(_ tests: [KolmogorovSmirnovTest]) -> Double {
    let adjusted = PairedTest.holm(tests.map(\.probability))
    return Double(adjusted.count { $0 < level }) / Double(max(1, adjusted.count))
  }
}
