import LinearAlgebra

extension Variable {
  private func elementwise(_ operation: some Operation, _ others: Variable...) -> Variable {
    precondition(
      others.allSatisfy { $0.rows == rows && $0.columns == columns },
      "\(operation) of \(shape) and \(others.map(\.shape))")
    return tape.record(operation, of: [self] + others, rows: rows, columns: columns)
  }

  /// The entrywise sum.
  public static func + (a: Variable, b: Variable) -> Variable {
    a.elementwise(LinearCombination(first: 1, second: 1), b)
  }

  /// The entrywise difference.
  public static func - (a: Variable, b: Variable) -> Variable {
    a.elementwise(LinearCombination(first: 1, second: -1), b)
  }

  /// The variable with every entry multiplied by a constant.
  public static func * (factor: Double, a: Variable) -> Variable {
    a.elementwise(Scaling(factor: factor))
  }

  /// The variable with a constant added to every entry.
  public static func + (a: Variable, constant: Double) -> Variable {
    a.elementwise(Shift(constant: constant))
  }

  /// The entrywise product.
  public static func * (a: Variable, b: Variable) -> Variable { a.elementwise(Product(), b) }

  /// The entrywise power; a non-integer exponent needs positive entries.
  public func power(_ exponent: Double) -> Variable { elementwise(Power(exponent: exponent)) }

  /// The entrywise hyperbolic tangent.
  public func hyperbolicTangent() -> Variable { elementwise(Tanh()) }

  /// The entrywise rectifier max(x, 0), with derivative 0 at 0.
  public func rectified() -> Variable { elementwise(Rectifier()) }
}

struct LinearCombination: Operation {
  var pushReadsResult: Bool { false }
  var isLinear: Bool { true }

  let first: Double
  let second: Double

  private func combine(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, into z: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    if first == 1, second == 1 {
      for i in 0..<count { z[i] = x[i] + y[i] }
    } else {
      let (a, b) = (first, second)
      for i in 0..<count { z[i] = a * x[i] + b * y[i] }
    }
  }

  func evaluate(_ frame: Frame) {
    combine(
      frame.inputs[0].value, frame.inputs[1].value, into: frame.result.value,
      count: frame.result.count)
  }

  func push(_ frame: Frame) {
    guard let z = frame.result.tangent else { return }
    let count = frame.result.count
    switch (frame.inputs[0].tangent, frame.inputs[1].tangent) {
    case (let x?, let y?): combine(x, y, into: z, count: count)
    case (let x?, nil): for i in 0..<count { z[i] = first * x[i] }
    case (nil, let y?): for i in 0..<count { z[i] = second * y[i] }
    case (nil, nil): z.update(repeating: 0, count: count)
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [
      needs[0] ? (first == 1 ? g : first * g) : nil,
      needs[1] ? (second == 1 ? g : second * g) : nil,
    ]
  }
}

struct Scaling: LinearOperation {
  let factor: Double

  func apply(
    _ x: UnsafePointer<Double>, of operand: Operand, to result: Operand,
    into y: UnsafeMutablePointer<Double>
  ) {
    let factor = factor
    for i in 0..<result.count { y[i] = factor * x[i] }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [factor * g]
  }
}

struct Shift: Operation {
  var pushReadsResult: Bool { false }
  var isLinear: Bool { true }

  let constant: Double

  func evaluate(_ frame: Frame) {
    let (x, y) = (frame.inputs[0].value, frame.result.value)
    for i in 0..<frame.result.count { y[i] = x[i] + constant }
  }

  func push(_ frame: Frame) {
    guard let x = frame.inputs[0].tangent, let y = frame.result.tangent else { return }
    y.update(from: x, count: frame.result.count)
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [g]
  }
}

struct Product: Operation {
  var pushReadsResult: Bool { false }

  func evaluate(_ frame: Frame) {
    let (x, y, z) = (frame.inputs[0].value, frame.inputs[1].value, frame.result.value)
    for i in 0..<frame.result.count { z[i] = x[i] * y[i] }
  }

  func push(_ frame: Frame) {
    guard let z = frame.result.tangent else { return }
    let (x, y, count) = (frame.inputs[0].value, frame.inputs[1].value, frame.result.count)
    switch (frame.inputs[0].tangent, frame.inputs[1].tangent) {
    case (let dx?, let dy?): for i in 0..<count { z[i] = dx[i] * y[i] + x[i] * dy[i] }
    case (let dx?, nil): for i in 0..<count { z[i] = dx[i] * y[i] }
    case (nil, let dy?): for i in 0..<count { z[i] = x[i] * dy[i] }
    case (nil, nil): z.update(repeating: 0, count: count)
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    if inputs[0].index == inputs[1].index { return [2 * (g * inputs[0]), nil] }
    return [needs[0] ? g * inputs[1] : nil, needs[1] ? g * inputs[0] : nil]
  }
}

struct Power: Operation {
  var pushReadsResult: Bool { false }

  let exponent: Double

  @inline(__always)
  private func raise(_ x: Double, to exponent: Double) -> Double {
    // Exact cases first: sqrt is correctly rounded everywhere, pow is not.
    switch exponent {
    case 0: 1
    case 1: x
    case 2: x * x
    case -1: 1 / x
    case 0.5: x.squareRoot()
    case -0.5: 1 / x.squareRoot()
    case -1.5: 1 / (x * x.squareRoot())
    case -2: 1 / (x * x)
    case -2.5: 1 / (x * x * x.squareRoot())
    case -3: 1 / (x * x * x)
    default: preconditionFailure("the power \(exponent) is not provided for")
    }
  }

  func evaluate(_ frame: Frame) {
    let (x, y) = (frame.inputs[0].value, frame.result.value)
    for i in 0..<frame.result.count { y[i] = raise(x[i], to: exponent) }
  }

  func push(_ frame: Frame) {
    guard let dx = frame.inputs[0].tangent, let dy = frame.result.tangent else { return }
    let x = frame.inputs[0].value
    for i in 0..<frame.result.count { dy[i] = exponent * raise(x[i], to: exponent - 1) * dx[i] }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [g * (exponent * inputs[0].power(exponent - 1))]
  }
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

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [result.tape.record(TanhSlope(), of: [g, result], rows: g.rows, columns: g.columns)]
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

  func pull(_ c: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    let (g, y) = (inputs[0], inputs[1])
    return [
      needs[0] ? c.tape.record(TanhSlope(), of: [c, y], rows: c.rows, columns: c.columns) : nil,
      needs[1] ? -2 * (c * (g * y)) : nil,
    ]
  }
}

/// max(x, 0); the signs are recorded, so that a replay can hold them.
struct Rectifier: Operation {
  func choiceWords(rows: Int, columns: Int) -> Int { (rows * columns + 63) / 64 }

  func evaluate(_ frame: Frame) {
    let (x, y) = (frame.inputs[0].value, frame.result.value)
    let count = frame.result.count
    guard let words = frame.branches.current.map({ $0 + frame.firstChoice }) else {
      for i in 0..<count { y[i] = x[i] > 0 ? x[i] : 0 }
      return
    }
    if frame.branches.mode == .held {
      for i in 0..<count { y[i] = words[i >> 6] >> UInt64(i & 63) & 1 == 1 ? x[i] : 0 }
      return
    }
    for word in 0..<choiceWords(rows: frame.result.rows, columns: frame.result.columns) {
      words[word] = 0
    }
    for i in 0..<count where x[i] > 0 { words[i >> 6] |= 1 << UInt64(i & 63) }
    for i in 0..<count { y[i] = x[i] > 0 ? x[i] : 0 }
  }

  func push(_ frame: Frame) {
    guard let dx = frame.inputs[0].tangent, let dy = frame.result.tangent else { return }
    RectifierSlope.mask(dx, frame.inputs[0].value, into: dy, frame)
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    let firstChoice = g.tape.nodes[result.index].firstChoice
    return [
      g.tape.record(
        RectifierSlope(choices: firstChoice), of: [g, inputs[0]], rows: g.rows, columns: g.columns)
    ]
  }
}

/// g where x > 0 (or where the record says so), else 0.
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

  func pull(_ c: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [
      needs[0]
        ? c.tape.record(
          RectifierSlope(choices: choices), of: [c, inputs[1]], rows: c.rows, columns: c.columns)
        : nil,
      nil,
    ]
  }
}
