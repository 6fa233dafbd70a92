/// The operations of a tape that some outputs need, in order and with all buffers allotted.
///
///     let program = tape.compile([loss] + gradient)
///     input.set(features)
///     try program.run()  // loss.value and the gradient's are up to date
public struct CompiledTape {
  struct Step {
    let operation: any Operation
    var frame: Frame
    let evaluates: Bool
    let pushes: Bool
  }

  /// The tape whose buffers it computes in; all that are compiled from one tape share them.
  public let tape: Tape
  let steps: [Step]
  private let operands: OperandMemory

  init(tape: Tape, steps: [Step], operands: OperandMemory) {
    (self.tape, self.steps, self.operands) = (tape, steps, operands)
  }

  /// Computes values and tangents from the present values and tangents of the inputs.
  ///
  /// It allocates nothing.
  ///
  /// - Throws: what an operation throws, such as the error of a decision problem without a
  ///   solution; the values are then those of a part of the operations.
  public func run() throws {
    // By index: a step that is copied out of the array has its references counted.
    for index in steps.indices {
      if steps[index].evaluates { try steps[index].operation.evaluate(steps[index].frame) }
      if steps[index].pushes { try steps[index].operation.push(steps[index].frame) }
    }
  }

  /// All places where the value of one input is read.
  public struct Window { fileprivate let places: [(step: Int, operand: Int)] }

  /// All places where the value of an input is read, also under another shape.
  public func window(on input: Variable) -> Window {
    let address = input.address
    var places: [(step: Int, operand: Int)] = []
    for (step, part) in steps.enumerated() {
      for (operand, value) in part.frame.inputs.enumerated() where value.value == address {
        places.append((step, operand))
      }
    }
    return Window(places: places)
  }

  /// From now on reads the input of a window at another address, so that blocks of a larger array
  /// need not be copied to the tape.
  ///
  /// This holds for all copies of the compiled tape.
  ///
  /// - Precondition: no operation writes there, and the values stay there during each run.
  public func move(_ window: Window, to address: UnsafeMutablePointer<Double>) {
    for place in window.places { steps[place.step].frame.inputs[place.operand].value = address }
  }
}

/// Owns the operands of the steps of a compiled tape.
final class OperandMemory {
  private var parts: [UnsafeMutableBufferPointer<Operand>] = []

  deinit { for part in parts { part.deallocate() } }

  /// The operands at an address that stays.
  func keep(_ operands: [Operand]) -> UnsafeMutableBufferPointer<Operand> {
    let part = UnsafeMutableBufferPointer<Operand>.allocate(capacity: operands.count)
    _ = part.initialize(from: operands)
    parts.append(part)
    return part
  }
}
