import LinearAlgebra
import TestSupport
import Testing

@testable import Differentiation

/// A scalar function of one matrix, built on a tape.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let name: String
  let rows: Int
  let columns: Int
  let function: @Sendable (Variable) -> Variable
  var testDescription: String { name }

  init(
    _ name: String, _ rows: Int = 4, _ columns: Int = 6,
    _ function: @escaping @Sendable (Variable) -> Variable
  ) {
    (self.name, self.rows, self.columns, self.function) = (name, rows, columns, function)
  }
}

/// Numbers that look random, differ from each other and stay in [low, high].
func scatter(_ rows: Int, _ columns: Int, phase: Double = 0, low: Double = 0.3, high: Double = 1.7)
  -> Matrix
{
  let values = (0..<rows * columns).map { i -> Double in
    let x = Double((i * 7919 + 104_729) % 1009) / 1009 + phase
    return low + (high - low) * (x - x.rounded(.down))
  }
  return Matrix(rows: rows, columns: columns, values: values)
}

private func constant(_ x: Variable, _ rows: Int, _ columns: Int, _ phase: Double) -> Variable {
  x.tape.input(scatter(rows, columns, phase: phase, low: -1, high: 1))
}

/// Every operation, made into a scalar with distinct weights so that no error cancels.
let gradientCases: [GradientCase] = [
  .init("entrywise sum, difference and product") { x in
    let c = constant(x, 4, 6, 0.3)
    return ((x + c) * (x - c) * x).rowDot(c).columnSums()
  },
  .init("scaling and shift") { x in ((3 * x) + 0.5).rowDot(x).sum() },
  .init("powers") { x in
    (x.power(-0.5) * x.power(2) + x.power(-1) * x.power(0.5)).rowDot(constant(x, 4, 6, 0.7)).sum()
  },
  .init("integer powers of negative entries") { x in
    let y = x + -3
    return (y.power(3) + y.power(-5) + 1e-6 * y.power(17) + y.power(-20)).rowDot(
      constant(x, 4, 6, 0.7)
    ).sum()
  },
  .init("half-integer powers") { x in
    (x.power(1.5) * x.power(3.5) + 0.1 * x.power(-4.5)).rowDot(constant(x, 4, 6, 0.2)).sum()
  },
  .init("powers by the C library") { x in
    (x.power(0.3) * x.power(-1.7) + x.power(.pi) + 1e-3 * x.power(16.5)).rowDot(
      constant(x, 4, 6, 0.4)
    ).sum()
  },
  .init("powers zero and one") { x in
    (x.power(0) * x + x.power(1)).rowDot(x.power(2)).sum()
  },
  .init("hyperbolic tangent") { x in
    (-1 * x).hyperbolicTangent().rowDot(constant(x, 4, 6, 0.2) * x).sum()
  },
  .init("rectifier") { x in ((x + -1) * x).rectified().rowDot(constant(x, 4, 6, 0.9)).sum() },
  .init("row scaling and normalised rows") { x in
    x.normalisingRows().scalingRows(by: x.columns(2..<3)).rowDot(constant(x, 4, 6, 0.1)).sum()
  },
  .init("softmax of rows") { x in
    (3 * x).softmaxRows().rowDot(constant(x, 4, 6, 0.8) * x).sum()
  },
  .init("repeats and sums") { x in
    (x.columnSums().repeatedRows(4) * x.rowSums().repeatedColumns(6)).rowDot(x).sum()
  },
  .init("scaling by one entry") { x in
    x.scaled(by: x.columns(1..<2).rows(2..<3)).rowDot(constant(x, 4, 6, 0.4)).sum()
  },
  .init("windows, slices, joins and padding", 9, 3) { x in
    let sums = (x * x).windowSums(4)
    let joined = Variable.joiningColumns([
      sums, x.rows(1..<7), x.paddingRows(above: 1, below: 0).rows(2..<8),
    ])
    return joined.rowDot(joined * constant(x, 6, 9, 0.6)).sum()
  },
  .init("reshape") { x in
    let y = x.reshaped(rows: 8, columns: 3)
    return (y * y).rowDot(constant(x, 8, 3, 0.5)).sum()
  },
  .init("layer") { x in
    let y = x.affine(x.rows(0..<2), constant(x, 1, 2, 0.8))
    return (y * y).rowDot(constant(x, 4, 2, 0.15)).sum()
  },
  .init("layer bias") { x in
    let y = constant(x, 5, 3, 0.2).affine(constant(x, 6, 3, 0.8), x.rows(1..<2))
    return (y * y).rowDot(constant(x, 5, 6, 0.15)).sum()
  },
  .init("product of a matrix with its transpose") { x in
    let y = x.times(x, transposed: true)
    return (y * y).rowDot(constant(x, 4, 4, 0.35)).sum()
  },
  .init("product of the transpose with the matrix") { x in
    let y = x.times(x, transposingSelf: true)
    return (y * y).rowDot(constant(x, 6, 6, 0.35)).sum()
  },
  .init("product of two transposes") { x in
    let y = x.times(constant(x, 3, 4, 0.1), transposed: true, transposingSelf: true)
    return (y * y).rowDot(constant(x, 6, 3, 0.35)).sum()
  },
  .init("added row") { x in
    let y = x.addingRow(x.rows(1..<2)).addingRow(constant(x, 1, 6, 0.4))
    return (y * y).rowDot(constant(x, 4, 6, 0.3)).sum()
  },
  .init("normalised rows of a product") { x in
    let y = (x * x).normalisingRows()
    return (y * x).normalisingRows().rowDot(constant(x, 4, 6, 0.1) * y).sum()
  },
  .init("row-by-row Gram matrices") { x in
    x.batchedGram(rows: 3, columns: 2).rowDot(constant(x, 4, 4, 0.35) * x.columns(0..<4)).sum()
  },
  .init("row-by-row symmetrisation", 3, 4) { x in
    x.batchedSymmetrised(order: 2).rowDot(constant(x, 3, 4, 0.35) * x).sum()
  },
  .init("tiled columns") { x in
    let y = x.tilingColumns(3)
    return (y * y).rowDot(constant(x, 4, 18, 0.45)).sum()
  },
  .init("sums of blocks") { x in
    let y = (x * x).blockSums(3)
    return (y * y).rowDot(constant(x, 4, 2, 0.45)).sum()
  },
  .init("transposition") { x in
    let y = (x * x).transposed()
    return (y * y).rowDot(constant(x, 6, 4, 0.35)).sum()
  },
  .init("Cholesky factor", 4, 4) { x in
    // The symmetric part of a matrix that is not symmetric itself, and definite.
    let y = (x + x.tape.input(4 * Matrix.identity(4))).choleskyFactor()
    return (y * y + y).rowDot(constant(x, 4, 4, 0.35)).sum()
  },
  .init("Cholesky factor of a Gram matrix", 3, 5) { x in
    let y = x.times(x, transposed: true).choleskyFactor()
    return (y * y * y).rowDot(constant(x, 3, 3, 0.15)).sum()
  },
  .init("inverse of a lower triangle", 4, 4) { x in
    let y = (x + x.tape.input(2 * Matrix.identity(4))).lowerInverse()
    return (y * y + y).rowDot(constant(x, 4, 4, 0.25)).sum()
  },
  .init("quantiles of columns", 7, 3) { x in
    let y = (x * x).columnQuantiles(0.3) + x.columnQuantiles(0.5)
    return (y * y).rowDot(constant(x, 1, 3, 0.35)).sum()
  },
  .init("clamping to quantiles", 7, 3) { x in
    let y = (x * x).clamped(from: x.columnQuantiles(0.2), to: (x * x).columnQuantiles(0.7))
    return (y * y).rowDot(constant(x, 7, 3, 0.35)).sum()
  },
  .init("means over nearest points", 7, 3) { x in
    let y = (x * x).meansOverNearest(3, of: x.columns(0..<2))
    return (y * y).rowDot(constant(x, 7, 3, 0.35)).sum()
  },
  .init("plain product") { x in
    let y = constant(x, 3, 4, 0.1).times(x).times(x, transposed: true)
    return (y * y).rowDot(constant(x, 3, 4, 0.35)).sum()
  },
]

private let batchedCases: [GradientCase] = [false, true].flatMap { a in
  [false, true].map { b in
    GradientCase("row-by-row product, transposes \(a), \(b)") { x in
      let y = x.batchedTimes(
        (x * x) + 0.1, rows: a == b ? 3 : 2, inner: a == b ? 2 : 3, columns: a == b ? 3 : 2,
        transposeA: a, transposeB: b)
      return (y * y).rowSums().rowDot(constant(x, 4, 1, 0.35)).sum()
    }
  }
}

struct GradientTests {
  /// Central differences of a smooth function of order one: truncation ~h², rounding ~1e-16/h.
  static let step = 1e-5
  static let tolerance = 1e-8

  @Test(arguments: gradientCases + batchedCases)
  func matchesDifferences(_ test: GradientCase) throws {
    let tape = Tape()
    let x = tape.input(scatter(test.rows, test.columns))
    let y = test.function(x)
    let gradient = tape.gradient(of: y, withRespectTo: [x])[0]
    let program = tape.compile([y, gradient])
    try program.run()
    let exact = gradient.value
    let differences = try differenceGradient(at: x.value, step: GradientTests.step) { moved in
      x.set(moved)
      try program.run()
      return y.value[0, 0]
    }
    #expect(
      (exact - differences).largestMagnitude
        <= GradientTests.tolerance * max(1, exact.largestMagnitude))
    #expect(exact.largestMagnitude > 1e-3, "a gradient that is zero tests nothing")
  }

  @Test(arguments: gradientCases + batchedCases)
  func tangentOfTheGradientMatchesDifferencesOfTheGradient(_ test: GradientCase) throws {
    let tape = Tape()
    let x = tape.input(scatter(test.rows, test.columns))
    let y = test.function(x)
    let gradient = tape.gradient(of: y, withRespectTo: [x])[0]
    let program = tape.compile([y, gradient], along: [x])
    let direction = scatter(test.rows, test.columns, phase: 0.77, low: -1, high: 1)
    x.setTangent(direction)
    try program.run()
    let product = gradient.tangent
    let slope = y.tangent[0, 0]
    let inner = innerProduct(gradient.value, direction)
    #expect(abs(slope - inner) <= 1e-12 * max(1, abs(inner)), "push and pull disagree")
    let differences = try centralDifference(
      at: x.value, along: direction, step: GradientTests.step
    ) { moved in
      x.set(moved)
      try program.run()
      return gradient.value
    }
    #expect(
      (product - differences).largestMagnitude
        <= 10 * GradientTests.tolerance * max(1, product.largestMagnitude))
  }

  @Test(arguments: gradientCases + batchedCases)
  func reverseOverReverseGivesTheSameHessianProduct(_ test: GradientCase) throws {
    let tape = Tape()
    let x = tape.input(scatter(test.rows, test.columns))
    let y = test.function(x)
    let gradient = tape.gradient(of: y, withRespectTo: [x])[0]
    let direction = tape.input(scatter(test.rows, test.columns, phase: 0.77, low: -1, high: 1))
    let product = tape.gradient(of: gradient.rowDot(direction).sum(), withRespectTo: [x])[0]
    try tape.compile([product]).run()
    let other = Tape()
    let z = other.input(scatter(test.rows, test.columns))
    let g = other.gradient(of: test.function(z), withRespectTo: [z])[0]
    let program = other.compile([g], along: [z])
    z.setTangent(direction.value)
    try program.run()
    #expect(
      (product.value - g.tangent).largestMagnitude
        <= 1e-12 * max(1, g.tangent.largestMagnitude))
  }

  @Test func leavesOutWhatNoOutputNeeds() throws {
    let tape = Tape()
    let x = tape.input(Matrix(rows: 1, columns: 1, repeating: 4))
    let root = x.power(0.5)
    _ = (x + -4).power(-1)
    let program = tape.compile([root])
    try program.run()
    #expect(root.value[0, 0] == 2)
    #expect(program.steps.count == 1)
  }

  @Test func givesAZeroGradientToWhatDoesNotMatter() throws {
    let tape = Tape()
    let x = tape.input(scatter(2, 2))
    let other = tape.input(scatter(3, 1))
    let gradients = tape.gradient(of: x.sum(), withRespectTo: [other, x])
    try tape.compile(gradients).run()
    #expect(gradients[0].value == Matrix(rows: 3, columns: 1))
    #expect(gradients[1].value == Matrix(rows: 2, columns: 2, repeating: 1))
  }
}
