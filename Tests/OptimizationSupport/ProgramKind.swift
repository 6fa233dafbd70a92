public import LinearAlgebra
import Reproducibility

/// A program in plain numbers: minimise ½xᵀQx + pᵀx subject to Gx ≤ h, Ax = b.
public struct PlainProgram {
  /// Q.
  public var quadratic: Matrix
  /// p.
  public var linear: [Double]
  /// G and h.
  public var g: Matrix, h: [Double]
  /// A and b.
  public var a: Matrix, b: [Double]

  /// A program of the given parts.
  public init(
    quadratic: Matrix, linear: [Double], g: Matrix, h: [Double], a: Matrix, b: [Double]
  ) {
    (self.quadratic, self.linear) = (quadratic, linear)
    (self.g, self.h, self.a, self.b) = (g, h, a, b)
  }

  /// The number of variables.
  public var n: Int { linear.count }

  /// The inequalities followed by the equalities.
  public var rows: Matrix { g.stacked(over: a) }
  /// What they are bounded by.
  public var bounds: [Double] { h + b }

  /// Adds a row of G.
  public mutating func addInequality(_ row: [Double], _ bound: Double) {
    g = g.stacked(over: Matrix([row]))
    h.append(bound)
  }

  /// Adds a row of A.
  public mutating func addEquality(_ row: [Double], _ value: Double) {
    a = a.stacked(over: Matrix([row]))
    b.append(value)
  }
}

/// The kinds of program that solvers get wrong.
public enum ProgramKind: String, CaseIterable, Sendable {
  /// How rows, values and decisions are special.
  case duplicates, scaledDuplicates, oneVertex, redundantEqualities, rowFactors, diagonal
  /// The same.
  case tinyTies, shortestPath, coinciding, single, infeasible

  /// A program of this kind, feasible unless the kind says otherwise.
  public func program(seed: UInt64) -> PlainProgram {
    var random = SeededGenerator(seed: seed, stream: rawValue)
    func whole(_ range: ClosedRange<Int>) -> Int {
      let u = random.uniforms(1, in: 0...1)[0]
      return range.lowerBound + min(range.count - 1, Int(u * Double(range.count)))
    }
    func wholes(_ count: Int, _ range: ClosedRange<Int>) -> [Double] {
      (0..<count).map { _ in Double(whole(range)) }
    }
    let n = self == .single ? 1 : whole(2...8)
    if self == .shortestPath { return KindOfTie.path(seed: seed, wholes) }
    if self == .tinyTies { return KindOfTie.program(n + 3, seed: seed, wholes) }
    let (plain, inside) = base(n, whole(1...12), &random)
    var program = plain
    switch self {
    case .duplicates:
      for i in 0..<program.h.count { program.addInequality(Array(program.g.row(i)), program.h[i]) }
    case .scaledDuplicates:
      for i in 0..<program.h.count {
        let factor = random.uniforms(1, in: 0.1...10)[0]
        program.addInequality(program.g.row(i).map { factor * $0 }, factor * program.h[i])
      }
    case .oneVertex:
      let vertex = wholes(n, -3...3)
      let g = (0..<3 * n).map { _ in wholes(n, -4...4) }
      program.g = Matrix(g)
      program.h = g.map { row in zip(row, vertex).reduce(0) { $0 + $1.0 * $1.1 } }
    case .redundantEqualities:
      let point = wholes(n, -2...2)
      let first = Array(Matrix.normal(rows: 1, columns: n, &random).values)
      let second = Array(Matrix.normal(rows: 1, columns: n, &random).values)
      func value(_ row: [Double]) -> Double { zip(row, point).reduce(0) { $0 + $1.0 * $1.1 } }
      program.g = Matrix(rows: 0, columns: n)
      program.h = []
      for row in [first, second, zip(first, second).map { 0.3 * $0 + 0.7 * $1 }] {
        program.addEquality(row, value(row))
      }
      for j in 0..<n {
        let row = (0..<n).map { $0 == j ? 1.0 : 0 }
        program.addInequality(row, point[j] + Double(j % 2))
      }
    case .rowFactors:
      for i in 0..<program.h.count {
        let factor = [1e-8, 1, 1e8][whole(0...2)]
        for j in 0..<n { program.g[i, j] *= factor }
        program.h[i] *= factor
      }
    case .diagonal:
      let size = (0..<n).map { _ in [1e-3, 1, 1e3][whole(0...2)] }
      for i in 0..<n { for j in 0..<n { program.quadratic[i, j] *= size[i] * size[j] } }
    case .coinciding:
      // Both hold with equality at the point inside, which the equality goes through.
      let row = Array(program.g.row(0))
      program.h[0] = zip(row, inside).reduce(0) { $0 + $1.0 * $1.1 }
      program.addEquality(row, program.h[0])
      program.addInequality(row.map { -3.7 * $0 }, -3.7 * program.h[0])
    case .infeasible:
      let (row, factor) = (Array(program.g.row(0)), [1e-8, 0.3, 1, 1e8][whole(0...3)])
      let gap = max(1, program.h[0].magnitude) * [1e-3, 1][whole(0...1)]
      program.addInequality(row.map { -factor * $0 }, -factor * (program.h[0] + gap))
    case .single, .tinyTies, .shortestPath: break
    }
    return program
  }

  /// A program with a random feasible point.
  private func base(_ n: Int, _ m: Int, _ random: inout SeededGenerator) -> (
    program: PlainProgram, inside: [Double]
  ) {
    let root = Matrix.normal(rows: n, columns: n, &random)
    let g = Matrix.normal(rows: m, columns: n, &random)
    let inside = Matrix.normal(rows: n, columns: 1, &random)
    let slack = random.uniforms(m, in: 0...1)
    let program = PlainProgram(
      quadratic: root * root.transposed + Matrix.identity(n),
      linear: (5 * Matrix.normal(rows: 1, columns: n, &random)).values, g: g,
      h: zip((g * inside).values, slack).map { $0 + $1 }, a: Matrix(rows: 0, columns: n), b: [])
    return (program, inside.values)
  }
}

/// Whole-number values with a quadratic term that only breaks ties.
enum KindOfTie {
  static func program(
    _ n: Int, seed: UInt64, _ wholes: (Int, ClosedRange<Int>) -> [Double]
  ) -> PlainProgram {
    let money = [1.0, 1, 1e6][Int(seed % 3)]
    let size = [1e-6, 1e-8, 1e-9, 1e-11][Int(seed / 3 % 4)]
    let identity = Matrix.identity(n)
    var program = PlainProgram(
      quadratic: size * identity, linear: wholes(n, 1...3).map { -money * $0 },
      g: identity.stacked(over: -1 * identity),
      h: Array(repeating: 1, count: n) + Array(repeating: 0, count: n),
      a: Matrix(rows: 0, columns: n), b: [])
    if seed % 2 == 0 {
      program.addInequality(wholes(n, 1...4), Double(n))
    } else {
      program.addEquality(Array(repeating: 1, count: n), Double(n / 2))
    }
    return program
  }

  /// The shortest path through a grid of 16 nodes; one of its flow equations follows from the
  /// others.
  static func path(seed: UInt64, _ wholes: (Int, ClosedRange<Int>) -> [Double]) -> PlainProgram {
    var edges: [(from: Int, to: Int)] = []
    for node in 0..<16 {
      if node % 4 < 3 { edges.append((node, node + 1)) }
      if node < 12 { edges.append((node, node + 4)) }
    }
    var flow = Matrix(rows: 16, columns: edges.count)
    for (e, edge) in edges.enumerated() { (flow[edge.from, e], flow[edge.to, e]) = (1, -1) }
    let identity = Matrix.identity(edges.count)
    return PlainProgram(
      quadratic: [1e-3, 1e-6, 1e-9, 1e-11][Int(seed % 4)] * identity,
      linear: wholes(edges.count, 1...3), g: identity.stacked(over: -1 * identity),
      h: Array(repeating: 1, count: edges.count) + Array(repeating: 0, count: edges.count),
      a: flow, b: [1] + Array(repeating: 0, count: 14) + [-1])
  }
}
