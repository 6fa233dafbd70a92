import LinearAlgebra
import Reproducibility
import Testing

@testable import Optimization

struct GroundedLaplacianTests {
  private func solution(_ weights: Matrix, ground: [Double], _ r: [Double]) -> [Double] {
    var (w, pivots, z) = (weights.values, ground, r)
    GroundedLaplacian.factor(&w, pivots: &pivots, order: r.count)
    GroundedLaplacian.solve(w, pivots: pivots, order: r.count, &z)
    return z
  }

  private func residual(_ weights: Matrix, ground: [Double], _ r: [Double], _ z: [Double])
    -> Double
  {
    var worst = 0.0
    for j in r.indices {
      var sum = ground[j] * z[j] - r[j]
      for k in r.indices where k != j { sum += weights[j, k] * (z[j] - z[k]) }
      worst = max(worst, abs(sum))
    }
    return worst
  }

  private func weights(_ n: Int, parts: Int = 1, _ random: inout SeededGenerator) -> Matrix {
    var weights = Matrix(rows: n, columns: n)
    for j in 0..<n {
      for k in 0..<j where j % parts == k % parts {
        let weight = random.uniform() < 0.4 ? 0 : random.uniform()
        (weights[j, k], weights[k, j]) = (weight, weight)
      }
    }
    return weights
  }

  @Test(arguments: [1, 2, 3, 7, 20])
  func solvesGroundedSystems(_ n: Int) {
    var random = SeededGenerator(seed: UInt64(n), stream: "laplacian")
    let weights = weights(n, &random)
    let (ground, r) = (random.uniforms(n, in: 0.1...1), random.normals(n))
    let z = solution(weights, ground: ground, r)
    #expect(residual(weights, ground: ground, r, z) < 1e-12)
  }

  @Test func groundsOneVertexOfEveryPart() {
    var random = SeededGenerator(seed: 0, stream: "laplacian")
    let (n, parts) = (21, 3)
    let weights = weights(n, parts: parts, &random)
    var r = random.normals(n)
    for part in 0..<parts {
      let members = (0..<n).filter { $0 % parts == part }
      let mean = members.reduce(0) { $0 + r[$1] } / Double(members.count)
      for j in members { r[j] -= mean }
    }
    let zeros = Array(repeating: 0.0, count: n)
    let z = solution(weights, ground: zeros, r)
    #expect(residual(weights, ground: zeros, r, z) < 1e-12)
    #expect(z.suffix(parts).allSatisfy { $0 == 0 }, "the last one of each part")
  }

  /// A factorisation that subtracts would lose the weak link in rounding.
  @Test func weakLinksKeepFullAccuracy() {
    let weak = 1e-30
    let weights = Matrix([[0, 1, 0], [1, 0, weak], [0, weak, 0]])
    let z = solution(weights, ground: [0, 0, 0], [0, weak, -weak])
    #expect(abs(z[0] - 1) < 1e-15 && abs(z[1] - 1) < 1e-15 && z[2] == 0)
  }
}
