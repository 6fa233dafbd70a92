/// Multiplications and additions that a problem needs, whoever solves it: what rates are computed from.
///
/// Matrix products and triangular solves on the final active sets count; elementwise operations, searches for
/// active sets and checks do not.
enum OperationCount {
  /// One training run of a network with one hidden layer, and the mixed-mode sweep back through it.
  ///
  /// With P₁ = ndH and P₂ = nHk multiply–adds a step of training takes 2P₁ + 3P₂ and one of the sweep 5P₁ + 8P₂; P₁ less where
  /// the layer's output is kept from training, as it is of wide layers.
  static func attack(
    instances n: Int, inputs d: Int, hidden: Int, outputs k: Int, steps: Int,
    keepsLayer: Bool = false
  ) -> Double {
    2 * Double(steps) * Double(n) * Double(hidden) * Double((keepsLayer ? 6 : 7) * d + 11 * k)
  }

  /// The solution of a program of `n` variables and constant `rows`, given `active` of them.
  static func solution(variables n: Int, rows: Int, active k: Double) -> Double {
    let (n, rows) = (Double(n), Double(rows))
    return 2 * n * (n + rows) + k * k * k / 3 + 2 * k * k + 2 * n * k + 2 * k * (rows - k)
  }

  /// What a quadratic term of its own costs a program: its Cholesky factor, and all rows solved with it.
  static func factorisation(variables n: Int, rows: Int) -> Double {
    let (n, rows) = (Double(n), Double(rows))
    return n * n * n / 3 + rows * n * n
  }

  /// One solve with the factored optimality system of such a program: a pullback or a tangent.
  static func systemSolve(variables n: Int, active k: Double) -> Double {
    let n = Double(n)
    return 2 * n * n + 4 * n * k + 2 * k * k
  }

  /// The solution of a simplex program on a support of `members` stocks with embeddings of `width` numbers.
  static func simplexSolution(stocks: Int, width: Int, members k: Double) -> Double {
    k * k * Double(width) + k * k * k / 3 + 4 * k * k + 2 * Double(width) * Double(stocks)
  }

  /// The pullback of a simplex program to returns and embeddings.
  static func simplexPullback(stocks: Int, width: Int, members k: Double) -> Double {
    2 * k * k + 8 * Double(width) * Double(stocks)
  }

  /// The decision of a matching on a support of that many entries, and its pullback: one factorisation, two solves.
  static func matching(order n: Int, support: Double) -> Double {
    let n = Double(n)
    return n * n * n / 3 + support * support / n + 2 * (2 * n * n + 6 * support) + 2 * n * n
  }
}
