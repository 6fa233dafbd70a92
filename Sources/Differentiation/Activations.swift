import LinearAlgebra

extension Variable {
  /// The entrywise hyperbolic tangent, within 2 units in the last place.
  public func hyperbolicTangent() -> Variable { applying(Tanh()) }

  /// The entrywise rectifier max(x, 0), with derivative 0 at 0.
  public func rectified() -> Variable { applying(Rectifier()) }
}

struct Tanh: Operation {
  func evaluate(_ frame: Frame) {
    HyperbolicTangent.apply(
      frame.inputs[0].value, into: frame.result.value, count: frame.result.count)
  }

  func push(_ frame: Frame) {
    guard let dx = frame.inputs[0].tangent, let dy = frame.result.tangent else { return }
    let y = frame.result.value
    for i in 0..<frame.result.count { dy[i] = dx[i] * (1 - y[i] * y[i]) }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [g.applying(TanhSlope(), y)]
  }
}

/// g·(1 − y²), the pullback of y = tanh x in one pass.
struct TanhSlope: Operation {
  var pushReadsResult: Bool { false }

  func evaluate(_ frame: Frame) {
    let (g, y, z) = (frame.inputs[0].value, frame.inputs[1].value, frame.result.value)
    for i in 0..<frame.result.count { z[i] = g[i] * (1 - y[i] * y[i]) }
  }

  func push(_ frame: Frame) {
    guard let z = frame.result.tangent else { return }
    let (g, y, count) = (frame.inputs[0].value, frame.inputs[1].value, frame.result.count)
    switch (frame.inputs[0].tangent, frame.inputs[1].tangent) {
    case (let dg?, let dy?):
      for i in 0..<count { z[i] = dg[i] * (1 - y[i] * y[i]) - 2 * g[i] * y[i] * dy[i] }
    case (let dg?, nil): for i in 0..<count { z[i] = dg[i] * (1 - y[i] * y[i]) }
    case (nil, let dy?): for i in 0..<count { z[i] = -2 * g[i] * y[i] * dy[i] }
    case (nil, nil): z.update(repeating: 0, count: count)
    }
  }

  func pull(_ c: Variable, from z: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let (g, y) = (inputs[0], inputs[1])
    return [needs[0] ? c.applying(TanhSlope(), y) : nil, needs[1] ? -2 * (c * (g * y)) : nil]
  }
}

/// max(x, 0); the signs are noted, so that a replay can hold them.
struct Rectifier: Operation {
  func choiceWords(rows: Int, columns: Int) -> Int { (rows * columns + 63) / 64 }

  func evaluate(_ frame: Frame) {
    let (x, result) = (frame.inputs[0].value, frame.result)
    if let current = frame.branches.current, frame.branches.mode == .free {
      let words = current + frame.firstChoice
      words.update(repeating: 0, count: choiceWords(rows: result.rows, columns: result.columns))
      for i in 0..<result.count where x[i] > 0 { words[i >> 6] |= 1 << UInt64(i & 63) }
    }
    RectifierSlope.mask(x, x, into: result.value, frame)
  }

  func push(_ frame: Frame) {
    guard let dx = frame.inputs[0].tangent, let dy = frame.result.tangent else { return }
    RectifierSlope.mask(dx, frame.inputs[0].value, into: dy, frame)
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [g.applying(RectifierSlope(choices: g.tape.nodes[y.index].firstChoice), inputs[0])]
  }
}

/// g where x > 0, or where the current slot says so if there is one, else 0.
struct RectifierSlope: Operation {
  let choices: Int

  static func mask(
    _ g: UnsafePointer<Double>, _ x: UnsafePointer<Double>, into z: UnsafeMutablePointer<Double>,
    _ frame: Frame, choices: Int? = nil
  ) {
    let count = frame.result.count
    guard let words = frame.branches.current.map({ $0 + (choices ?? frame.firstChoice) }) else {
      for i in 0..<count { z[i] = x[i] > 0 ? g[i] : 0 }
      return
    }
    for i in 0..<count { z[i] = words[i >> 6] >> UInt64(i & 63) & 1 == 1 ? g[i] : 0 }
  }

  func evaluate(_ frame: Frame) {
    RectifierSlope.mask(
      frame.inputs[0].value, frame.inputs[1].value, into: frame.result.value, frame,
      choices: choices)
  }

  func push(_ frame: Frame) {
    guard let z = frame.result.tangent else { return }
    guard let dg = frame.inputs[0].tangent else {
      z.update(repeating: 0, count: frame.result.count)
      return
    }
    RectifierSlope.mask(dg, frame.inputs[1].value, into: z, frame, choices: choices)
  }

  func pull(_ c: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [needs[0] ? c.applying(self, inputs[1]) : nil, nil]
  }
}
