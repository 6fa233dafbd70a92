import TestSupport
import Testing

@testable import Paper

struct GrowthTests {
  @Test func findsThePowerInAPowerLaw() {
    for power in [0.0, 1, 2.5] {
      let values = [10.0, 20, 40, 80]
      var seconds: [Double] = []
      for value in values {
        var product = 0.003
        for _ in 0..<Int(power) { product *= value }
        if power == 2.5 { product *= value.squareRoot() }
        seconds.append(product)
      }
      let curve = GrowthStudy.Curve(
        size: "n", learner: "two-stage", values: values, seconds: seconds)
      #expect(abs(curve.exponent - power) < 1e-12)
    }
  }

  @Test func countsEfficiencyAsTheShareOfPerfectSpeedUp() {
    let study = GrowthStudy(
      curves: [], jobs: [.init(count: 1, seconds: 8), .init(count: 2, seconds: 5)],
      instructions: "",
      cores: 2)
    #expect(study.efficiency(of: study.jobs[1]) == 0.8)
  }

  @Test func measuresEverySizeForBothLearnersThatPredict() async throws {
    var said: [String] = []
    let study = try await GrowthMeasurement(repetitions: 1, thinning: 20).run { said.append($0) }
    #expect(study.curves.count == 8 && said.count == 9)
    for curve in study.curves {
      #expect(curve.values == curve.values.sorted() && curve.seconds.allSatisfy { $0 > 0 })
    }
    #expect(study.jobs.first?.count == 1)
  }
}
