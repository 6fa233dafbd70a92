import TestSupport
import Testing

@testable import Reproducibility

/// Against numbers that NumPy 2.4.6 drew (`Tests/Programs/standard_problems.py`).
struct NumPyRandomStateTests {
  /// The order of calls is the script's: one stream serves all of them.
  @Test func drawsAsNumPy() throws {
    for expected in try Oracle("standard_problems")["stream"].elements {
      let seed = try #require(UInt32(exactly: expected["seed"].number))
      var random = NumPyRandomState(seed: seed)
      for value in expected["uniform"].flat { #expect(random.uniform() == value, "\(seed)") }
      for value in expected["integers"].flat {
        #expect(Double(random.index(below: 500)) == value, "\(seed)")
      }
      for value in expected["choice"].flat {
        #expect(Double(300 + random.index(below: 500)) == value, "\(seed)")
      }
      for value in expected["coins"].flat { #expect(Double(random.coin()) == value, "\(seed)") }
      func expectNormal(_ value: Double) {
        #expect(abs(random.normal() - value) <= 4 * value.ulp, "\(seed)")
      }
      for value in expected["normal"].flat { expectNormal(value) }
      for value in expected["between"].flat {
        #expect(random.uniform(from: 0.5, to: 1.5) == value, "\(seed)")
      }
      for value in expected["rest"].flat { expectNormal(value) }
      let sum = (0..<5000).reduce(0.0) { sum, _ in sum + random.uniform() }
      #expect(abs(sum - expected["sum"].number) <= 1e-9, "\(seed)")
    }
  }

  @Test func keepsTheSecondNormalNumberForTheNext() {
    var (one, other) = (NumPyRandomState(seed: 3), NumPyRandomState(seed: 3))
    let first = one.normal()
    #expect(first == other.normal())
    // What else is drawn in between takes nothing away.
    let spare = other.normal()
    _ = one.uniform()
    #expect(one.normal() == spare)
  }

  @Test func choosesAmongOneWithoutADraw() {
    var (one, other) = (NumPyRandomState(seed: 3), NumPyRandomState(seed: 3))
    #expect(one.index(below: 1) == 0)
    #expect(one.next() == other.next())
  }
}
