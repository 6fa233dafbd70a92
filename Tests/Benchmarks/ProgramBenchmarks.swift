import Differentiation
import LinearAlgebra
import Optimization
import Reproducibility

/// Batches of decision problems: solutions, and the gradient of a random projection of them.
enum ProgramBenchmarks {
  static let all = [
    box("qp-box-cold", warm: false), box("qp-box-warm", warm: true),
    simplex("qp-simplex-cold", warm: false), simplex("qp-simplex-warm", warm: true),
  ]

  /// 250 programs of 10 variables and 27 rows, each with a quadratic term of its own: solution,
  /// gradient by both terms, and the exact product of the second derivative with a direction of
  /// both, which the peer's layer cannot give.
  private static func box(_ name: String, warm: Bool) -> Benchmark {
    let instances = 250
    return pairing(name, "box", batch: instances, variables: SyntheticData.width) {
      let data = SyntheticData(count: instances)
      let (n, rows) = (SyntheticData.width, data.problem.inequalityMatrix.rows)
      let tape = Tape()
      let p = tape.input(-1 * data.outcome)
      let quadratic = tape.input(
        Matrix(
          rows: instances, columns: n * n,
          values: (0..<instances).flatMap { _ in data.problem.quadratic.values }))
      let solution = QuadraticProgram(
        variables: n, inequalities: rows, quadratic: .variable(quadratic),
        inequalityMatrix: .constant(data.problem.inequalityMatrix),
        inequalityBound: .constant(data.problem.inequalityBound)
      ).solution(p)
      let run = try BatchRun(
        warm: warm, moving: p, decisions: solution, by: [p, quadratic], hessianProduct: true)
      let k = data.meanActiveRows(at: solution.value)
      // The solution, its adjoint, and the tangents of both.
      let operations =
        OperationCount.factorisation(variables: n, rows: rows)
        + OperationCount.solution(variables: n, rows: rows, active: k)
        + 3 * OperationCount.systemSolve(variables: n, active: k)
      return Workload(gflop: 1e-9 * Double(instances) * operations, run: run.next)
    }
  }

  /// 500 mean–variance programs of 50 stocks, differentiated by returns and embeddings.
  private static func simplex(_ name: String, warm: Bool) -> Benchmark {
    let (instances, stocks, width) = (500, 50, 32)
    return pairing(name, "simplex", batch: instances, variables: stocks) {
      var random = SeededGenerator(seed: 0, stream: "benchmarks/simplex")
      let tape = Tape()
      let returns = tape.input(
        Matrix(
          rows: instances, columns: stocks,
          values: random.normals(instances * stocks).map { 0.3 * $0 }))
      let raw = tape.input(
        Matrix(
          rows: instances * stocks, columns: width,
          values: random.normals(instances * stocks * width)))
      let unit = raw.normalisingRows()
      try tape.compile([unit]).run()
      let embeddings = tape.input(
        unit.value.reshaped(rows: instances, columns: stocks * width))
      let solution = SimplexProgram(stocks: stocks, risk: 1, ridge: 0.1)
        .solution(returns, embeddings)
      let run = try BatchRun(
        warm: warm, moving: returns, decisions: solution, by: [returns, embeddings])
      let held = solution.value.values.count { $0 > 0 }
      let k = Double(held) / Double(instances)
      let operations =
        OperationCount.simplexSolution(stocks: stocks, width: width, members: k)
        + OperationCount.simplexPullback(stocks: stocks, width: width, members: k)
      return Workload(gflop: 1e-9 * Double(instances) * operations, run: run.next)
    }
  }

  private static func pairing(
    _ name: String, _ kind: String, batch: Int, variables: Int,
    prepare: @escaping @Sendable () throws -> Workload
  ) -> Benchmark {
    func script(_ peer: Peer, _ file: String, _ more: [String]) -> PeerScript {
      PeerScript(
        peer: peer, file: file, arguments: ["--case", kind, "--batch", "\(batch)"] + more,
        reading: .member("total_median"))
    }
    let scripts = [
      script(.torch, "bench_qp.py", ["--N", "\(variables)", "--threads", "1"]),
      script(.moreau, "moreau_qp.py", ["--n", "\(variables)"]),
    ]
    return Benchmark(name: name, pairings: scripts.map { .init(peer: $0, prepare: prepare) })
  }
}
