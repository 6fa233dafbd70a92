import Learning
import LinearAlgebra
import Reproducibility

@testable import Domains

/// Small made-up problems of every kind that is not plain, on which gradients are compared with
/// differences.
enum ParametricProblem: String, CaseIterable, Sendable {
  case mapped, smoothed, linear, knownQuadratic, knownConstraints, predictedFactor, predictedBounds

  private static let (n, t, d, k, r) = (11, 4, 3, 3, 2)

  func problem() -> CustomProblem {
    var random = SeededGenerator(seed: 5, stream: rawValue)
    let (d, k, r) = (ParametricProblem.d, ParametricProblem.k, ParametricProblem.r)
    func normal(_ rows: Int, _ columns: Int, _ deviation: Double = 1) -> Matrix {
      .normal(rows: rows, columns: columns, deviation: deviation, &random)
    }
    func instances(_ count: Int) -> CustomProblem.Instances {
      var set = CustomProblem.Instances(
        features: normal(count, d), labels: normal(count, self == .mapped ? 2 : k))
      let squares = Matrix(
        rows: count, columns: k * k,
        values: (0..<count).flatMap { _ -> [Double] in
          let a = normal(k, k, 0.4)
          return Array((a * a.transposed + Matrix.identity(k)).values)
        })
      let bounds = normal(count, r, 0.1).mapped { 0.5 + $0 }
      switch self {
      case .mapped, .smoothed, .linear: break
      case .knownQuadratic: set.known[.quadratic] = squares
      case .knownConstraints:
        set.known[.inequalityMatrix] = normal(count, r * k)
        set.known[.inequalityBound] = bounds
        set.known[.equalityBound] = normal(count, 1, 0.1)
      case .predictedFactor:
        set.predicted[.quadratic] = squares
        set.known[.inequalityBound] = bounds
      case .predictedBounds:
        set.predicted[.inequalityBound] = bounds
        set.predicted[.equalityBound] = normal(count, 1, 0.1)
      }
      return set
    }
    let varies = self == .knownConstraints
    let hasEqualities = varies || self == .predictedBounds
    let ownBound = varies || self == .predictedFactor || self == .predictedBounds
    var problem = CustomProblem(
      train: instances(ParametricProblem.n), target: instances(ParametricProblem.t),
      heldOut: instances(2), quadratic: Matrix.diagonal([0.8, 1, 1.3]),
      constraints: CustomProblem.Constraints(
        inequalityMatrix: varies ? Matrix(rows: r, columns: k) : normal(r, k),
        inequalityBound: ownBound ? [0, 0] : [0.4, 0.6],
        equalityMatrix: hasEqualities ? Matrix([[1, 0.5, -1]]) : nil,
        equalityBound: hasEqualities ? [0] : [], box: 1),
      fitting: CustomProblem.Fitting(
        training: Training(steps: 6, rate: 0.05), activation: .tanh, loss: .sum, hidden: [4]))
    switch self {
    case .mapped:
      problem.linearMap = normal(k, 2)
      problem.linearConstant = [0.1, -0.2, 0]
    case .smoothed:
      problem.quadratic = Matrix.diagonal([1, 0, 0.5])
      problem.smoothing = 0.3
    case .linear:
      problem.quadratic = Matrix(rows: k, columns: k)
      problem.smoothing = 0.7
    case .knownQuadratic: problem.quadratic = Matrix(rows: k, columns: k)
    case .knownConstraints: break
    case .predictedFactor:
      problem.quadratic = Matrix(rows: k, columns: k)
      problem.ridge = 0.2
    case .predictedBounds: problem.violationPrice = 1.5
    }
    return problem
  }
}
