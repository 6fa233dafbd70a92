import Foundation
import Statistics
import Testing

/// Samples that Python makes alike: `[(i * 7919 % 1009) / 1009 for i in range(m)]` and
/// `[(i * 6271 % 997) / 997 + shift for i in range(n)]`.
private func samples(_ m: Int, _ n: Int, shift: Double) -> (first: [Double], second: [Double]) {
  (
    (0..<m).map { Double($0 * 7919 % 1009) / 1009 },
    (0..<n).map { Double($0 * 6271 % 997) / 997 + shift }
  )
}

/// scipy 1.17.1 on those samples: `ks_2samp(x, y, method="exact")`, statistic and p-value, and
/// `mannwhitneyu(x, y).statistic / m / n`.
private let recorded: [(m: Int, n: Int, shift: Double, d: Double, p: Double, area: Double)] = [
  (20, 20, 0.25, 0.3, 0.33559098126008213, 0.28500000000000003),
  (100, 100, 0.25, 0.25, 0.0037294923618311367, 0.2938),
  (500, 500, 0.12, 0.124, 0.000905580603140259, 0.39132799999999995),
  (60, 45, 0.25, 0.2833333333333333, 0.026762795117647273, 0.2848148148148148),
  (7, 30, 0.25, 0.42857142857142855, 0.18023525293449394, 0.22857142857142856),
]

/// The same of a few short samples, some with ties.
private let short: [(first: [Double], second: [Double], d: Double, p: Double, area: Double)] = [
  ([1, 2, 3], [4, 5, 6], 1, 0.09999999999999999, 0),
  (
    [0.3, 1.7, -0.4, 2.2, 0.9], [1.1, 2.9, 3.3, 0.8, 2.4], 0.6, 0.35714285714285715, 0.2
  ),
  (
    [0.3, 1.7, -0.4, 2.2, 0.9, 5, -1.2], [1.1, 2.9, 3.3, 0.8], 0.42857142857142855,
    0.6606060606060606, 0.32142857142857145
  ),
  ([1, 1, 2, 2, 3], [1, 2, 2, 2, 4, 4], 1.0 / 3, 0.8181818181818182, 1.0 / 3),
  ([0.5], [0.1, 0.9, 0.7], 2.0 / 3, 1, 1.0 / 3),
]

struct AreaUnderCurveTests {
  @Test func matchesMannAndWhitneyOfScipy() {
    for known in recorded {
      let (x, y) = samples(known.m, known.n, shift: known.shift)
      #expect(abs(AreaUnderCurve(of: x, over: y).value - known.area) < 1e-15)
    }
    for known in short {
      let area = AreaUnderCurve(of: known.first, over: known.second).value
      #expect(abs(area - known.area) < 1e-15)
    }
  }

  @Test func countsTiesOneHalf() {
    #expect(AreaUnderCurve(of: [3, 2], over: [1, 2]).value == 0.875)
    #expect(AreaUnderCurve(of: [1, 1, 1], over: [1, 1]).value == 0.5)
    #expect(AreaUnderCurve(of: [2], over: [1]).value == 1)
    #expect(AreaUnderCurve(of: [.infinity], over: [1, .infinity]).value == 0.75)
  }

  @Test func isThatOfAllPairs() {
    let x = (0..<40).map { Double($0 * 37 % 11) }
    let y = (0..<25).map { Double($0 * 17 % 13) }
    let pairs = x.flatMap { a in y.map { b in a > b ? 1 : a == b ? 0.5 : 0.0 } }
    #expect(AreaUnderCurve(of: x, over: y).value == pairs.reduce(0, +) / Double(pairs.count))
  }

  @Test func exchangingTheSamplesGivesTheRest() {
    for known in recorded {
      let (x, y) = samples(known.m, known.n, shift: known.shift)
      let sum = AreaUnderCurve(of: x, over: y).value + AreaUnderCurve(of: y, over: x).value
      #expect(abs(sum - 1) < 1e-15)
    }
  }

  @Test func dependsOnTheOrderAlone() {
    let (x, y) = samples(60, 45, shift: 0.25)
    let area = AreaUnderCurve(of: x, over: y).value
    #expect(AreaUnderCurve(of: x.map(exp), over: y.map(exp)).value == area)
    #expect(AreaUnderCurve(of: x.map { -$0 }, over: y.map { -$0 }).value == 1 - area)
    #expect(AreaUnderCurve(of: x.reversed(), over: y.reversed()).value == area)
  }
}

struct KolmogorovSmirnovTestTests {
  @Test func matchesTheExactTestOfScipy() {
    for known in recorded {
      let (x, y) = samples(known.m, known.n, shift: known.shift)
      let test = KolmogorovSmirnovTest(x, y)
      #expect(abs(test.statistic - known.d) < 1e-15)
      #expect(abs(test.probability - known.p) < 1e-13 * (known.m == known.n ? known.p : 1))
    }
    for known in short {
      let test = KolmogorovSmirnovTest(known.first, known.second)
      #expect(abs(test.statistic - known.d) < 1e-15)
      #expect(abs(test.probability - known.p) < 1e-14)
    }
  }

  /// Of 200 values in order all C(200, 100) sets of 100 are equally probable, and two of them keep
  /// the samples apart; scipy 1.17.1 says 2.2087606931995054e-59.
  @Test func keepsTheDigitsOfATinyProbability() {
    let test = KolmogorovSmirnovTest((0..<100).map(Double.init), (200..<300).map(Double.init))
    #expect(test.statistic == 1)
    #expect(abs(test.probability / 2.2087606931995054e-59 - 1) < 1e-12)
  }

  /// Both ways of counting are of one distribution: with equal sizes all orders can be counted.
  @Test func isTheShareOfAllOrders() {
    let n = 5
    var larger: [Int: Int] = [:]
    var total = 0
    for bits in 0..<(1 << (2 * n)) where bits.nonzeroBitCount == n {
      let places = (0..<2 * n).map { bits >> $0 & 1 == 1 }
      let first = places.indices.filter { places[$0] }.map(Double.init)
      let second = places.indices.filter { !places[$0] }.map(Double.init)
      let d = Int((KolmogorovSmirnovTest(first, second).statistic * Double(n)).rounded())
      for k in 0...d { larger[k, default: 0] += 1 }
      total += 1
    }
    for k in 1...n {
      let first = (0..<n).map { Double($0) }
      // k of the second sample lie below all of the first, the others above all.
      let second = (0..<n).map { Double($0 < k ? $0 - 10 : $0 + 10) }
      let test = KolmogorovSmirnovTest(first, second)
      let d = Int((test.statistic * Double(n)).rounded())
      #expect(abs(test.probability - Double(larger[d, default: 0]) / Double(total)) < 1e-15)
    }
  }

  @Test func isSymmetricAndDependsOnTheOrderAlone() {
    for known in recorded {
      let (x, y) = samples(known.m, known.n, shift: known.shift)
      let test = KolmogorovSmirnovTest(x, y)
      let exchanged = KolmogorovSmirnovTest(y, x)
      #expect(exchanged.statistic == test.statistic)
      #expect(abs(exchanged.probability - test.probability) < 1e-13)
      #expect(KolmogorovSmirnovTest(x.map(exp), y.map(exp)) == test)
      #expect(KolmogorovSmirnovTest(x.map { -$0 }, y.map { -$0 }).statistic == test.statistic)
      #expect(KolmogorovSmirnovTest(sorted: x.sorted(), and: y.sorted()) == test)
    }
  }

  @Test func findsNothingBetweenEqualSamples() {
    let test = KolmogorovSmirnovTest([1, 1, 2, 5], [5, 1, 1, 2])
    #expect(test.statistic == 0 && test.probability == 1)
    let constant = KolmogorovSmirnovTest([1, 1], [1, 1, 1])
    #expect(constant.statistic == 0 && constant.probability == 1)
  }

  /// Of words that a paper has or lacks, a shift of all values is found whatever the ties.
  @Test func findsAShiftOfTiedValues() {
    let words = (0..<100).map { $0.isMultiple(of: 10) ? 1.0 : 0 }
    let test = KolmogorovSmirnovTest(words, words.map { $0 + 0.05 })
    #expect(test.statistic == 0.9 && test.probability < 1e-30)
  }
}
