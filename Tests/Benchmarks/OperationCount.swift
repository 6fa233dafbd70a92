/// The multiplications and additions that a problem needs, whoever solves it; rates are computed
/// from them.
///
/// Matrix products and triangular solves on the final active sets count; elementwise operations,
/// searches for active sets and checks do not.
enum OperationCount {
  /// One training run of a network with one hidden layer, and the mixed-mode sweep back through it.
  ///
  /// With P₁ = ndH and P₂ = nHk multiply–adds a training step takes 2P₁ + 3P₂ and a step
  /// of the sweep 5P₁ + 8P₂, or P₁ less if the layer's output is cached during training, as
  /// that of wide layers is.
  static func attack(
    instances n: Int, inputs d: Int, hidden: Int, outputs k: Int, steps: Int,
    cachesLayer: Bool = false
  ) -> Double {
    2 * Double(steps) * Double(n) * Double(hidden) * Double((cachesLayer ? 6 : 7) * d + 11 * k)
  }

  /// The solution of a program of `n` variables and constant `rows`, given `active` of them.
  static func solution(variables n: Int, rows: Int, active k: Double) -> Double {
    let (n, rows) = (Double(n), Double(rows))
    return 2 * n * (n + rows) + k * k * k / 3 + 2 * k * k + 2 * n * k + 2 * k * (rows - k)
  }

  /// The additional cost of a quadratic term per program: its Cholesky factor, and the solution for
  /// all rows.
  static func factorisation(variables n: Int, rows: Int) -> Double {
    let (n, rows) = (Double(n), Double(rows))
    return n * n * n / 3 + rows * n * n
  }

  /// One solve with the factored optimality system of such a program: a pullback or a tangent.
  static func systemSolve(variables n: Int, active k: Double) -> Double {
    let n = Double(n)
    return 2 * n * n + 4 * n * k + 2 * k * k
  }

  /// The solution of a simplex program on a support of `members` stocks with embeddings of `width`
  /// numbers.
  static func simplexSolution(stocks: Int, width: Int, members k: Double) -> Double {
    k * k * Double(width) + k * k * k / 3 + 4 * k * k + 2 * Double(width) * Double(stocks)
  }

  /// The pullback of a simplex program to returns and embeddings.
  static func simplexPullback(stocks: Int, width: Int, members k: Double) -> Double {
    2 * k * k + 8 * Double(width) * Double(stocks)
  }

  /// The decision of a matching on a support of `support` entries, and its pullback: one
  /// factorisation and two solves.
  static func matching(order n: Int, support: Double) -> Double {
    let n = Double(n)
    return n * n * n / 3 + support * support / n + 2 * (2 * n * n + 6 * support) + 2 * n * n
  }
}
