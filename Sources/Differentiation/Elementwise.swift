import LinearAlgebra

extension Variable {
  /// An operation on this variable and others of its shape, in which the result is, too.
  func applying(_ operation: some Operation, _ others: Variable...) -> Variable {
    precondition(
      others.allSatisfy { $0.rows == rows && $0.columns == columns },
      "\(operation) of \(shape) and \(others.map(\.shape))")
    return tape.record(operation, of: [self] + others, rows: rows, columns: columns)
  }

  /// The entrywise sum of two variables of equal shape.
  public static func + (a: Variable, b: Variable) -> Variable {
    a.applying(Sum(factor: 1), b)
  }

  /// The entrywise difference of two variables of equal shape.
  public static func - (a: Variable, b: Variable) -> Variable {
    a.applying(Sum(factor: -1), b)
  }

  /// The variable with every entry multiplied by a constant.
  public static func * (factor: Double, a: Variable) -> Variable {
    a.applying(Scaling(factor: factor))
  }

  /// The variable with a constant added to every entry.
  public static func + (a: Variable, constant: Double) -> Variable {
    a.applying(Shift(constant: constant))
  }

  /// The entrywise product of two variables of equal shape.
  public static func * (a: Variable, b: Variable) -> Variable { a.applying(Product(), b) }
}

/// x + factor·y.
struct Sum: Operation {
  var pushReadsResult: Bool { false }
  var isLinear: Bool { true }

  let factor: Double

  private func combine(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, into z: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    if factor == 1 {
      for i in 0..<count { z[i] = x[i] + y[i] }
    } else {
      let factor = factor
      for i in 0..<count { z[i] = x[i] + factor * y[i] }
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
    case (let x?, nil): z.update(from: x, count: count)
    case (nil, let y?): for i in 0..<count { z[i] = factor * y[i] }
    case (nil, nil): z.update(repeating: 0, count: count)
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [needs[0] ? g : nil, needs[1] ? (factor == 1 ? g : factor * g) : nil]
  }
}

struct Scaling: LinearOperation {
  let factor: Double

  func apply(_ x: Operand, to y: Operand) {
    let factor = factor
    for i in 0..<y.count { y.value[i] = factor * x.value[i] }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable { factor * g }
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

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [g]
  }
}

struct Product: BilinearOperation {
  func combine(_ a: Operand, _ b: Operand, into y: Operand, adding: Bool) {
    let (a, b, y, count) = (a.value, b.value, y.value, y.count)
    if adding {
      for i in 0..<count { y[i] += a[i] * b[i] }
    } else {
      for i in 0..<count { y[i] = a[i] * b[i] }
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    if inputs[0].index == inputs[1].index { return [2 * (g * inputs[0]), nil] }
    return [needs[0] ? g * inputs[1] : nil, needs[1] ? g * inputs[0] : nil]
  }
}
