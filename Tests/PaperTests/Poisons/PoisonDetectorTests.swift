import LinearAlgebra
import Reproducibility
import Statistics
import Testing

@testable import Paper

struct OutlierScoreTests {
  /// Entries that Python makes alike: `((i*c + j)*k % 101)/101 + i*j/10`.
  private func table(_ rows: Int, _ columns: Int, _ factor: Int) -> Matrix {
    Matrix(
      (0..<rows).map { i in
        (0..<columns).map { j in
          Double((i * columns + j) * factor % 101) / 101 + Double(i * j) / 10
        }
      })
  }

  /// numpy 2.4.6, from the definitions: S with divisor n, the share of Ledoit and Wolf as the mean
  /// of ‖zzᵀ − S‖² over n rows z, over n, over ‖S − mI‖², and `numpy.linalg.solve`;
  /// more rows than columns, and fewer.
  @Test(
    arguments: [
      (9, 3, 0.38877847592688314, [8.373270931582539, 7.674634068210976, 2.368038431905652]),
      (4, 7, 0.304732458615465, [8.388477270731425, 8.295906814331527, 5.756543274929076]),
    ] as [(Int, Int, Double, [Double])])
  func matchesNumpy(rows: Int, columns: Int, share: Double, expected: [Double]) {
    let score = OutlierScore(fittedTo: table(rows, columns, 37))
    #expect(abs(score.shrinkage - share) < 1e-13)
    for (found, wanted) in zip(score.scores(of: table(3, columns, 53)), expected) {
      #expect(abs(found - wanted) < 1e-11)
    }
  }

  @Test func doesNotDependOnTheOrderOfColumnsOrOnTheirOrigin() {
    let (sample, rows) = (table(9, 3, 37), table(3, 3, 53))
    func moved(_ matrix: Matrix) -> Matrix {
      Matrix(
        (0..<matrix.rows).map { i in
          [2, 0, 1].map { matrix[i, $0] + Double($0 * $0) }
        })
    }
    let (plain, other) = (
      OutlierScore(fittedTo: sample).scores(of: rows),
      OutlierScore(fittedTo: moved(sample)).scores(of: moved(rows))
    )
    for (a, b) in zip(plain, other) { #expect(abs(a - b) < 1e-11) }
  }

  @Test func isADistanceWhereRowsAreAllTheSame() {
    let score = OutlierScore(fittedTo: Matrix([[1, 2], [1, 2], [1, 2]]))
    #expect(score.scores(of: Matrix([[1, 2], [4, 6]])) == [0, 25])
  }
}

struct PoisonDetectorTests {
  private func table(_ rows: Int, _ columns: Int) -> Matrix {
    var random = SeededGenerator(seed: 1, stream: "detector")
    return Matrix(
      rows: rows, columns: columns, values: random.normals(rows * columns))
  }

  @Test func findsNothingInCleanData() throws {
    let clean = table(60, 4)
    let detector = try #require(PoisonDetector(clean: clean))
    let finding = detector.finding(in: clean)
    #expect(finding.rows == 0.5 && finding.columns == 0.5)
    #expect(finding.rejected == detector.falseAlarms)
    #expect(detector.rows == 30 && detector.columns == 4)
  }

  @Test func findsAShiftOfAllColumns() throws {
    let clean = table(60, 4)
    let detector = try #require(PoisonDetector(clean: clean))
    let finding = detector.finding(in: clean.mapped { $0 + 10 })
    #expect(finding == .init(rows: 1, rejected: 1, columns: 1))
  }

  /// A column that moves alone is one of four; rows show it, too.
  @Test func findsTheColumnThatWasTouched() throws {
    let clean = table(60, 4)
    var poisoned = clean
    for row in 0..<60 { poisoned[row, 2] += 10 }
    let detector = try #require(PoisonDetector(clean: clean))
    let finding = detector.finding(in: poisoned)
    #expect(finding.rejected == 0.25 && finding.rows == 1)
    // The touched column beats all four clean ones. Of the nine pairs of the others each is as
    // often ahead as behind; how they compare with the touched one's clean values is open.
    let rest = finding.columns * 16 - 4 - 4.5
    #expect(rest == rest.rounded() && (0...3).contains(rest))
  }

  /// Rows of the reference are not looked at again.
  @Test func looksAtEveryOtherRowAlone() throws {
    let clean = table(60, 4)
    var poisoned = clean
    for row in stride(from: 0, to: 60, by: 2) {
      for column in 0..<4 { poisoned[row, column] += 10 }
    }
    let detector = try #require(PoisonDetector(clean: clean))
    #expect(detector.finding(in: poisoned) == detector.finding(in: clean))
  }

  @Test func spreadsItsRowsOverAllOfALongTable() throws {
    let clean = table(3000, 2)
    let detector = try #require(PoisonDetector(clean: clean))
    #expect(detector.rows == PoisonDetector.mostRows / 2)
    var poisoned = clean
    for row in 1500..<3000 { poisoned[row, 0] += 100 }
    // Half of the rows lie above all clean ones, the others tie with themselves.
    let rows = detector.finding(in: poisoned).rows
    #expect(abs(rows - 0.75) < 0.01)
  }

  @Test func needsEightRows() {
    #expect(PoisonDetector(clean: table(7, 2)) == nil)
    #expect(PoisonDetector(clean: table(8, 2)) != nil)
  }
}

struct FindabilityTests {
  @Test(
    arguments: [
      ([1, 1, 1], .easily), ([0.95, 0.96, 0.97], .easily), ([0.7, 0.72, 0.74], .partly),
      ([0.55, 0.56, 0.57], .hardly), ([0.48, 0.5, 0.53], .notAtAll),
      ([0.5, 0.5, 0.5], .notAtAll), ([0.3, 0.31, 0.32], .inverted), ([0.3, 0.6, 0.9], .open),
      ([0.99], .open),
    ] as [([Double], Findability)])
  func followsFromTheInterval(areas: [Double], expected: Findability) {
    #expect(Findability(Interval(of: areas)) == expected)
  }

  @Test(
    arguments: [
      ([0.2, 0.21, 0.22], .larger), ([-0.2, -0.21, -0.22], .smaller), ([0, 0.01, -0.01], .same),
      ([0.03, 0.031, 0.032], .same), ([-0.3, 0.3, 0.1], .open), ([0.2], .open),
    ] as [([Double], AreaComparison)])
  func comparesAreas(differences: [Double], expected: AreaComparison) {
    #expect(AreaComparison(Interval(of: differences)) == expected)
  }
}
