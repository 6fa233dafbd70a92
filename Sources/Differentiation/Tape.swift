public import LinearAlgebra

/// A straight-line numerical computation: recorded once, run any number of times in the same
/// buffers.
///
/// Operations are recorded by computing with `Variable`s. `gradient` records the reverse pass
/// behind them, as further operations. `compile` picks what some outputs need and allots buffers.
/// It may push tangents along chosen inputs: the tangents of a recorded gradient are an exact
/// Hessian product (forward over reverse), at the cost of a few gradients and without keeping a
/// graph over training steps.
///
///     let tape = Tape()
///     let x = tape.input(Matrix([[3, 4]]))
///     let slope = tape.gradient(of: x.rowDot(x), withRespectTo: [x])[0]
///     try tape.compile([slope]).run()  // slope.value is [6 8]
///
/// A tape is confined to one task.
public final class Tape {
  struct Node {
    let operation: (any Operation)?
    let inputs: [Int]
    let rows: Int
    let columns: Int
    let firstChoice: Int
    var value: UnsafeMutablePointer<Double>?
    var tangent: UnsafeMutablePointer<Double>?
    var ownsBuffers = true
  }

  var nodes: [Node] = []
  /// Where piecewise operations note the branches that they take.
  public let branches = Branches()
  /// The number of 64-bit words that the choices of one run take.
  public private(set) var choiceWords = 0

  /// What second derivatives take the factors of optimality conditions for.
  public let factors: FactorRule

  /// An empty tape; the default of `factors` is `exact`.
  public init(factors: FactorRule = .exact) { self.factors = factors }

  deinit {
    for node in nodes where node.ownsBuffers {
      node.value?.deallocate()
      node.tangent?.deallocate()
    }
  }

  /// What the last bits of the next run may depend on besides inputs and choices, operation by
  /// operation.
  public var history: [[Double]] { nodes.compactMap { $0.operation?.history } }

  /// Takes over what `history` gave, as if no run had been since; the tape has the operations that
  /// it had then.
  public func recall(_ history: [[Double]]) {
    for (operation, own) in zip(nodes.compactMap(\.operation), history) where !own.isEmpty {
      operation.recall(own)
    }
  }

  // MARK: Recording

  /// An input of the given shape, whose entries are zero until it is set.
  public func input(rows: Int, columns: Int) -> Variable {
    let index = append(
      Node(
        operation: nil, inputs: [], rows: rows, columns: columns, firstChoice: 0,
        value: Tape.buffer(rows * columns)))
    return Variable(tape: self, index: index)
  }

  /// An input that holds `matrix`.
  public func input(_ matrix: Matrix) -> Variable {
    let variable = input(rows: matrix.rows, columns: matrix.columns)
    variable.set(matrix)
    return variable
  }

  /// An input of the given shape that takes memory only when something is compiled that reads it.
  ///
  /// Until then it cannot be set (`Variable.isAllotted`).
  public func placeholder(rows: Int, columns: Int) -> Variable {
    let index = append(
      Node(operation: nil, inputs: [], rows: rows, columns: columns, firstChoice: 0))
    return Variable(tape: self, index: index)
  }

  /// Records an operation whose result has the given shape; all inputs must be of this tape.
  public func record(_ operation: some Operation, of inputs: [Variable], rows: Int, columns: Int)
    -> Variable
  {
    precondition(inputs.allSatisfy { $0.tape === self }, "variables of another tape")
    let words = operation.choiceWords(rows: rows, columns: columns)
    let index = append(
      Node(
        operation: operation, inputs: inputs.map(\.index), rows: rows, columns: columns,
        firstChoice: choiceWords))
    choiceWords += words
    return Variable(tape: self, index: index)
  }

  private func append(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  static func buffer(_ count: Int) -> UnsafeMutablePointer<Double> {
    let pointer = UnsafeMutablePointer<Double>.lines(capacity: count)
    pointer.initialize(repeating: 0, count: max(1, count))
    return pointer
  }

  /// Records the gradient of the 1×1 variable `output` with respect to each of `variables`, in
  /// whose shapes its parts are.
  ///
  /// The part of a variable on which `output` does not depend is an input of zeros.
  public func gradient(of output: Variable, withRespectTo variables: [Variable]) -> [Variable] {
    precondition(output.rows == 1 && output.columns == 1, "the gradient of a \(output.shape)")
    let reached = dependents(of: variables)
    var cotangents: [Int: Variable] = [:]
    if reached[output.index] {
      cotangents[output.index] = input(Matrix(rows: 1, columns: 1, repeating: 1))
    }
    for index in stride(from: output.index, through: 0, by: -1) where reached[index] {
      guard let cotangent = cotangents[index], let operation = nodes[index].operation else {
        continue
      }
      let inputs = nodes[index].inputs
      let pulled = operation.pull(
        cotangent, from: Variable(tape: self, index: index),
        inputs: inputs.map { Variable(tape: self, index: $0) }, needs: inputs.map { reached[$0] })
      for (position, target) in inputs.enumerated() where reached[target] {
        guard let part = pulled[position] else { continue }
        precondition(
          part.rows == nodes[target].rows && part.columns == nodes[target].columns,
          "the pullback of \(operation) gives \(part.shape) for an input of "
            + Variable(tape: self, index: target).shape
        )
        cotangents[target] = cotangents[target].map { $0 + part } ?? part
      }
    }
    return variables.map { variable in
      cotangents[variable.index] ?? input(Matrix(rows: variable.rows, columns: variable.columns))
    }
  }

  /// Whether each node is one of some variables or depends on one.
  private func dependents(of variables: [Variable]) -> [Bool] {
    var reached = Array(repeating: false, count: nodes.count)
    for variable in variables { reached[variable.index] = true }
    for index in nodes.indices where nodes[index].inputs.contains(where: { reached[$0] }) {
      reached[index] = true
    }
    return reached
  }

  /// The results of all layers recorded so far (`Variable.affine`) that have at least `least`
  /// inputs: small to store and expensive to compute again.
  public func layers(withInputs least: Int) -> [Variable] {
    nodes.indices.filter { index in
      nodes[index].operation is Affine && nodes[nodes[index].inputs[0]].columns >= least
    }.map { Variable(tape: self, index: $0) }
  }

  // MARK: Running

  /// The operations needed for the values of `outputs` and, if `along` is not empty, for their
  /// tangents along it.
  ///
  /// The tangent of an output that does not depend on `along` is zero, and its address is nil.
  ///
  /// - Parameters:
  ///   - outputs: what is to be computed.
  ///   - seeds: the inputs along which tangents are pushed. The default is none.
  ///   - tangentsOnly: whether values of outputs are left out unless something else needs them,
  ///     which spares a Hessian product the gradient. The default is false.
  ///   - valued: outputs whose values are computed nevertheless. The default is none.
  ///   - given: variables whose values are not computed, but written to their addresses by whoever
  ///     runs the result. The default is none.
  /// - Returns: what runs them.
  public func compile(
    _ outputs: [Variable], along seeds: [Variable] = [], tangentsOnly: Bool = false,
    withValuesOf valued: [Variable] = [], given: [Variable] = []
  ) -> CompiledTape {
    let active = dependents(of: seeds)
    var (values, tangents) = (active.map { _ in false }, active.map { _ in false })
    for output in outputs {
      values[output.index] = values[output.index] || !tangentsOnly
      tangents[output.index] = active[output.index]
    }
    for output in valued { values[output.index] = true }
    let given = Set(given.map(\.index))
    for index in nodes.indices.reversed() {
      need(
        index, isGiven: given.contains(index), values: &values, tangents: &tangents, active: active)
    }
    for seed in seeds { allot(seed.index, value: true, tangent: true) }
    var steps: [CompiledTape.Step] = []
    let operands = OperandMemory()
    for index in nodes.indices where values[index] || tangents[index] {
      allot(index, value: values[index], tangent: tangents[index])
      let evaluates = values[index] && !given.contains(index)
      guard let operation = nodes[index].operation, !operation.isAlias, evaluates || tangents[index]
      else { continue }
      let frame = Frame(
        inputs: operands.keep(nodes[index].inputs.map { operand($0, tangent: tangents[$0]) }),
        result: operand(index, tangent: tangents[index]), branches: branches,
        firstChoice: nodes[index].firstChoice)
      steps.append(
        .init(operation: operation, frame: frame, evaluates: evaluates, pushes: tangents[index]))
    }
    return CompiledTape(tape: self, steps: steps, operands: operands)
  }

  /// Notes what the inputs of a node have to provide for what is needed of it.
  private func need(
    _ index: Int, isGiven: Bool, values: inout [Bool], tangents: inout [Bool], active: [Bool]
  ) {
    guard let operation = nodes[index].operation, values[index] || tangents[index] else { return }
    let inputs = nodes[index].inputs
    if tangents[index] {
      if operation.pushReadsResult, !operation.isAlias { values[index] = true }
      for (position, input) in inputs.enumerated() {
        if active[input] { tangents[input] = true }
        let isRead =
          operation is any BilinearOperation
          ? active[inputs[1 - position]] : !operation.isLinear && !operation.isAlias
        if isRead { values[input] = true }
      }
    }
    if values[index], !isGiven { for input in inputs { values[input] = true } }
  }

  private func allot(_ index: Int, value: Bool, tangent: Bool) {
    let count = nodes[index].rows * nodes[index].columns
    if let operation = nodes[index].operation, operation.isAlias {
      let source = nodes[index].inputs[0]
      if value, nodes[source].value == nil { allot(source, value: true, tangent: false) }
      nodes[index].ownsBuffers = false
      nodes[index].value = nodes[source].value
      nodes[index].tangent = nodes[source].tangent
      return
    }
    if value, nodes[index].value == nil { nodes[index].value = Tape.buffer(count) }
    if tangent, nodes[index].tangent == nil { nodes[index].tangent = Tape.buffer(count) }
  }

  private func operand(_ index: Int, tangent: Bool) -> Operand {
    // Where nothing computes a value, nothing reads it, and it gets no buffer, which may be large.
    if nodes[index].value == nil, nodes[index].tangent == nil || !tangent {
      allot(index, value: true, tangent: false)
    }
    guard let value = nodes[index].value ?? nodes[index].tangent else {
      preconditionFailure("operation \(index) reads a buffer that was never allotted")
    }
    return Operand(
      rows: nodes[index].rows, columns: nodes[index].columns, value: value,
      tangent: tangent ? nodes[index].tangent : nil)
  }
}
