/// A part of a tape, ready to run.
public struct Program {
  struct Step {
    let operation: any Operation
    var frame: Frame
    let evaluates: Bool
    let pushes: Bool
  }

  /// The tape whose buffers the program works in.
  public let tape: Tape
  private(set) var steps: [Step]

  init(tape: Tape, steps: [Step]) { (self.tape, self.steps) = (tape, steps) }

  /// Computes values and tangents from the present values and tangents of the inputs.
  ///
  /// - Throws: what an operation throws (a decision problem that has no solution).
  public func run() throws {
    // By index: a step that is copied out of the array has its parts counted.
    for index in steps.indices {
      if steps[index].evaluates { try steps[index].operation.evaluate(steps[index].frame) }
      if steps[index].pushes { try steps[index].operation.push(steps[index].frame) }
    }
  }

  /// Where the steps of a program read the value of one input.
  public struct Window {
    fileprivate let places: [(step: Int, operand: Int)]
  }

  /// Where this program reads the value of an input, itself or under another shape.
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

  /// From now on reads the input of a window at another address: blocks of a larger array need not be copied to the tape.
  ///
  /// - Precondition: nothing that the program runs writes there, and the values stay there while it runs.
  public mutating func move(_ window: Window, to address: UnsafeMutablePointer<Double>) {
    for place in window.places { steps[place.step].frame.inputs[place.operand].value = address }
  }
}
