import Differentiation

/// (x, λ, ν) = K⁻¹(−p, h, b) on the optimal active set, which it finds.
struct ProgramSolution: Operation {
  let batch: KKTBatch
  let parameters: KKTParameters
  let multipliers: Bool

  /// Where its searches stopped.
  var history: [Double] { batch.history }

  /// Takes over where searches stopped.
  func recall(_ history: [Double]) { batch.recall(history) }

  func choiceWords(rows: Int, columns: Int) -> Int { rows * batch.wordsPerInstance }

  func evaluate(_ frame: Frame) throws {
    try loadMatrices(frame)
    let (n, width) = (batch.variables, frame.result.columns)
    let p = frame.inputs[0].value
    let words = frame.branches.current.map { $0 + frame.firstChoice }
    let hint = frame.branches.hint.map { UnsafePointer($0 + frame.firstChoice) }
    try withSource(parameters.inequalityBound, frame) { upper, upperStride in
      try withSource(parameters.equalityBound, frame) { right, rightStride in
        try batch.solve(
          linear: { UnsafePointer(p + $0 * n) }, upper: { i in upper.map { $0 + i * upperStride } },
          right: { i in right.map { $0 + i * rightStride } }, words: words, hint: hint,
          branches: frame.branches
        ) { i, x, set in
          let row = frame.result.value + i * width
          row.update(from: x, count: n)
          if multipliers {
            (row + n).update(repeating: 0, count: width - n)
            for k in 0..<set.count { row[n + set.rows[k]] = batch.multiplier(i, k) }
          }
        }
      }
    }
  }

  private func withSource(
    _ source: KKTParameters.Source, _ frame: Frame,
    _ body: (UnsafePointer<Double>?, Int) throws -> Void
  ) throws {
    switch source {
    case .constant(let values): try values.withUnsafeBufferPointer { try body($0.baseAddress, 0) }
    case .input(let index):
      try body(UnsafePointer(frame.inputs[index].value), frame.inputs[index].columns)
    }
  }

  /// Loads Q, G and A into the batch, once if they are constant and otherwise in every run.
  private func loadMatrices(_ frame: Frame) throws {
    if batch.isShared && batch.isLoaded { return }
    for i in 0..<batch.forms.count {
      try withSource(parameters.quadratic, frame) { q, qStride in
        try withSource(parameters.inequalityMatrix, frame) { g, gStride in
          try withSource(parameters.equalityMatrix, frame) { a, aStride in
            guard let q else { preconditionFailure("a program without variables") }
            try batch.load(
              i, quadratic: q + i * qStride, inequalities: g.map { $0 + i * gStride },
              equalities: a.map { $0 + i * aStride })
          }
        }
      }
    }
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    let (n, m, q) = (batch.variables, batch.inequalities, batch.equalities)
    let width = frame.result.columns
    let system = KKTTangent(batch: batch, parameters: parameters)
    for i in 0..<batch.count {
      let set = batch.sets[i]
      system.begin(i)
      if let dp = frame.inputs[0].tangent { for j in 0..<n { system.right[j] = -dp[i * n + j] } }
      if let h = parameters.inequalityBound.input, let dh = frame.inputs[h].tangent {
        for k in set.equalities..<set.count { system.right[n + k] += dh[i * m + set.rows[k]] }
      }
      if let b = parameters.equalityBound.input, let db = frame.inputs[b].tangent {
        for k in 0..<set.equalities { system.right[n + k] += db[i * q + set.rows[k] - m] }
      }
      system.subtractMatrixTangents(
        i, frame, x: frame.result.value + i * width, multipliers: { batch.multiplier(i, $0) })
      system.finish(i, into: result + i * width, width: width)
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    let (n, m, q) = (batch.variables, batch.inequalities, batch.equalities)
    let full =
      !parameters.hasConstantMatrices || parameters.inequalityBound.input != nil
      || parameters.equalityBound.input != nil
    let matrices = [parameters.quadratic, parameters.inequalityMatrix, parameters.equalityMatrix]
      .compactMap(\.input)
    var entering = parameters
    let operands = [g] + matrices.map { inputs[$0] }
    entering.quadratic = entering.quadratic.moved(among: matrices)
    entering.inequalityMatrix = entering.inequalityMatrix.moved(among: matrices)
    entering.equalityMatrix = entering.equalityMatrix.moved(among: matrices)
    let u = g.tape.record(
      AdjointSolution(batch: batch, parameters: entering), of: operands + [result], rows: g.rows,
      columns: full ? n + m + q : n)
    var parts = [Variable?](repeating: nil, count: inputs.count)
    if needs[0] { parts[0] = -1 * u.columns(0..<n) }
    if let h = parameters.inequalityBound.input, needs[h] { parts[h] = u.columns(n..<n + m) }
    if let b = parameters.equalityBound.input, needs[b] { parts[b] = u.columns(n + m..<n + m + q) }
    precondition(
      multipliers
        || (parameters.inequalityMatrix.input == nil && parameters.equalityMatrix.input == nil),
      "derivatives by G and A need the multipliers: ask for the solution with them")
    KKTPullback(batch: batch, parameters: parameters).fill(
      &parts, needs: needs, adjoint: u, solution: result)
    return parts
  }
}

/// w = K⁻¹r on the active sets that the solution found; r has a row x or (x, λ, ν) per
/// instance.
///
/// The last input is the solution itself: it makes sure that the factors are those of the current
/// run, and carries no derivative.
struct AdjointSolution: Operation {
  let batch: KKTBatch
  let parameters: KKTParameters

  func evaluate(_ frame: Frame) {
    let system = KKTTangent(batch: batch, parameters: parameters)
    gather(frame.inputs[0].value, frame, system) { i in
      system.finish(
        i, into: frame.result.value + i * frame.result.columns, width: frame.result.columns)
    }
  }

  private func gather(
    _ r: UnsafePointer<Double>?, _ frame: Frame, _ system: KKTTangent, then: (Int) -> Void
  ) {
    let (n, width) = (batch.variables, frame.inputs[0].columns)
    for i in 0..<batch.count {
      let set = batch.sets[i]
      system.begin(i)
      if let r {
        let row = r + i * width
        for j in 0..<n { system.right[j] = row[j] }
        if width > n { for k in 0..<set.count { system.right[n + k] = row[n + set.rows[k]] } }
      }
      then(i)
    }
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    let (n, width) = (batch.variables, frame.result.columns)
    let system = KKTTangent(batch: batch, parameters: parameters)
    gather(frame.inputs[0].tangent, frame, system) { i in
      let row = frame.result.value + i * width
      let set = batch.sets[i]
      system.subtractMatrixTangents(i, frame, x: row) { width > n ? row[n + set.rows[$0]] : 0 }
      system.finish(i, into: result + i * width, width: width)
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    let n = batch.variables
    let operands = [g] + Array(inputs.dropFirst())
    let u = g.tape.record(
      AdjointSolution(batch: batch, parameters: parameters), of: operands, rows: g.rows,
      columns: result.columns)
    var parts = [Variable?](repeating: nil, count: inputs.count)
    if needs[0] { parts[0] = inputs[0].columns == n ? u.columns(0..<n) : u }
    // What follows is the derivative of the factor, which a layer with frozen factors leaves out.
    if g.tape.factors == .frozen { return parts }
    KKTPullback(batch: batch, parameters: parameters).fill(
      &parts, needs: needs, adjoint: u, solution: result)
    return parts
  }
}
