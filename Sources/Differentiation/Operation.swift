/// A differentiable primitive: its value, its pushforward and its pullback.
///
/// The value and the pushforward run on buffers; the pullback is written in `Variable`s, so that a
/// gradient again consists of primitives and its tangent, the exact Hessian product, needs no
/// derivation of its own (Pearlmutter 1994, Fast exact multiplication by the Hessian).
public protocol Operation {
  /// Whether the result is the operand's buffer under another shape.
  var isAlias: Bool { get }

  /// How many 64-bit words the operation needs to record which smooth branch it took.
  ///
  /// Piecewise operations (active sets, signs) note their choice, so that a replay can hold it.
  func choiceWords(rows: Int, columns: Int) -> Int

  /// Whether `push` reads the value of the result, which then must have been evaluated.
  var pushReadsResult: Bool { get }

  /// Whether `push` reads no values of inputs, only their tangents.
  var isLinear: Bool { get }

  /// What the last bits of the next run may depend on besides its inputs and choices: where a
  /// search for an active set stopped.
  var history: [Double] { get }

  /// Takes over what `history` gave, as if no run had been since.
  func recall(_ history: [Double])

  /// Writes the value of the result from the values of the inputs.
  func evaluate(_ frame: Frame) throws

  /// Writes the tangent of the result from the values and tangents of the inputs.
  ///
  /// It is called after `evaluate` where that is needed, and only if some input has a tangent.
  func push(_ frame: Frame) throws

  /// The cotangents of the inputs for the cotangent of the result, recorded as further operations.
  ///
  /// One per input, of its shape; nil where it is zero, or where `needs` says that it is not asked
  /// for.
  func pull(_ cotangent: Variable, from result: Variable, inputs: [Variable], needs: [Bool])
    -> [Variable?]
}

extension Operation {
  /// False: the result has a buffer of its own.
  public var isAlias: Bool { false }
  /// 0: the operation is smooth, and there is nothing to note.
  public func choiceWords(rows: Int, columns: Int) -> Int { 0 }
  /// Nothing: results depend on inputs and choices alone.
  public var history: [Double] { [] }
  /// There is nothing to take over.
  public func recall(_ history: [Double]) {}
  /// True, which is safe for any operation.
  public var pushReadsResult: Bool { true }
  /// False, which is safe for any operation.
  public var isLinear: Bool { false }
}

/// One pair of buffers of a tape: a value and, where tangents are pushed, its tangent.
public struct Operand {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The value, row-major.
  public internal(set) var value: UnsafeMutablePointer<Double>
  /// The tangent, row-major; nil where it is zero by structure.
  public let tangent: UnsafeMutablePointer<Double>?
  /// The number of entries.
  public var count: Int { rows &* columns }

  /// The tangent as the value of an operand; nil where it is zero by structure.
  var change: Operand? {
    tangent.map { Operand(rows: rows, columns: columns, value: $0, tangent: nil) }
  }
}

/// What an operation sees when it runs.
public struct Frame {
  /// The operands, in the order in which they were recorded.
  ///
  /// They belong to the compiled tape: a frame that is passed on has no references to count.
  public let inputs: UnsafeMutableBufferPointer<Operand>
  /// Where the value and the tangent are written.
  public let result: Operand
  /// Where branches are noted, shared by all operations of the tape.
  public unowned(unsafe) let branches: Branches
  /// The position of this operation's first word in a slot of choices.
  public let firstChoice: Int
}

/// A linear operation of one input: its pushforward is the operation itself.
protocol LinearOperation: Operation {
  /// Writes the result for the values at `x` to those at `y`; tangents are left alone.
  func apply(_ x: Operand, to y: Operand)

  /// The cotangent of the input for the cotangent of the result.
  func pull(_ g: Variable, to input: Variable) -> Variable
}

extension LinearOperation {
  var pushReadsResult: Bool { false }
  var isLinear: Bool { true }

  func evaluate(_ frame: Frame) { apply(frame.inputs[0], to: frame.result) }

  func push(_ frame: Frame) {
    guard let input = frame.inputs[0].change, let result = frame.result.change else { return }
    apply(input, to: result)
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [pull(g, to: inputs[0])]
  }
}

/// An operation that is linear in each of its two inputs.
///
/// Its tangent is the sum of its values with one input replaced by its tangent.
protocol BilinearOperation: Operation {
  /// Writes the result for the values at `a` and `b` to those at `y`, or adds it to what is there.
  func combine(_ a: Operand, _ b: Operand, into y: Operand, adding: Bool)
}

extension BilinearOperation {
  var pushReadsResult: Bool { false }

  func evaluate(_ frame: Frame) {
    combine(frame.inputs[0], frame.inputs[1], into: frame.result, adding: false)
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.change else { return }
    let (a, b) = (frame.inputs[0], frame.inputs[1])
    if let change = a.change { combine(change, b, into: result, adding: false) }
    if let change = b.change { combine(a, change, into: result, adding: a.tangent != nil) }
  }
}
