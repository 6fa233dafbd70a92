import LinearAlgebra

/// How an iterate moves along a gradient.
public enum StepRule: Sendable, Hashable, Encodable {
  /// ε ← ε − size·g, the paper's Algorithm 1.
  case plain(size: Double)
  /// ε ← ε − fraction·B·sign(g); where |g| < 10⁻¹² of its largest entry the sign is rounding noise and counts as zero.
  case sign(fraction: Double)
  /// Adam with rate fraction·B, β = (0.9, 0.999), ϵ = 10⁻⁸.
  case adam(fraction: Double)

  /// The name on pages.
  public var name: String {
    switch self {
    case .plain: "plain"
    case .sign: "sign"
    case .adam: "Adam"
    }
  }
}

/// The state of a step rule over iterations.
struct Stepper {
  let rule: StepRule
  let budget: Double
  private var iteration = 0
  private var first: [Double] = []
  private var second: [Double] = []

  init(_ rule: StepRule, budget: Double) { (self.rule, self.budget) = (rule, budget) }

  /// The iterate after one step, `factor` times as long as the rule says, not yet projected.
  mutating func step(_ ε: Matrix, along gradient: Matrix, scaledBy factor: Double = 1) -> Matrix {
    var result = ε
    let g = gradient.values
    switch rule {
    case .plain(let size):
      for i in g.indices { result.values[i] -= factor * size * g[i] }
    case .sign(let fraction):
      let (noise, size) = (1e-12 * gradient.largestMagnitude, factor * fraction * budget)
      for i in g.indices where g[i].magnitude > noise {
        result.values[i] -= g[i] > 0 ? size : -size
      }
    case .adam(let fraction):
      if first.isEmpty {
        first = Array(repeating: 0, count: g.count)
        second = first
      }
      iteration += 1
      var (decay1, decay2) = (1.0, 1.0)
      for _ in 0..<iteration { (decay1, decay2) = (decay1 * 0.9, decay2 * 0.999) }
      for i in g.indices {
        first[i] = 0.9 * first[i] + 0.1 * g[i]
        second[i] = 0.999 * second[i] + 0.001 * g[i] * g[i]
        result.values[i] -=
          factor * fraction * budget * (first[i] / (1 - decay1))
          / ((second[i] / (1 - decay2)).squareRoot() + 1e-8)
      }
    }
    return result
  }
}
