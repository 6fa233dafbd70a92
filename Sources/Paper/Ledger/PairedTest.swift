/// Two-sided tests of a mean of 0, and their correction where several are looked at.
struct PairedTest {
  /// The p-value of Student's t test of paired differences; 1 where all are 0, 0 where all are the same and not 0.
  let probability: Double
  let interval: Interval

  /// A test of at least two differences.
  init(_ differences: [Double]) {
    interval = Interval(of: differences)
    guard let deviation = interval.deviation, deviation > 0 else {
      probability = interval.mean == 0 || differences.count < 2 ? 1 : 0
      return
    }
    let t = interval.mean.magnitude * Double(differences.count).squareRoot() / deviation
    probability =
      1 - StudentDistribution(degreesOfFreedom: differences.count - 1).probability(within: t)
  }

  /// p-values corrected by Holm's procedure, in their order: the i-th smallest of m is multiplied by m − i + 1, and none may be less
  /// than one before it.
  ///
  /// - SeeAlso: Holm (1979), A simple sequentially rejective multiple test procedure.
  static func holm(_ probabilities: [Double]) -> [Double] {
    var adjusted = probabilities
    var largest = 0.0
    let order = probabilities.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
    for (rank, index) in order.enumerated() {
      largest = max(largest, Double(probabilities.count - rank) * probabilities[index])
      adjusted[index] = min(1, largest)
    }
    return adjusted
  }
}
