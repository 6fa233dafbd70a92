public import LinearAlgebra

/// A step rule with what it remembers of one run over a matrix.
public struct Stepper {
  /// The rule.
  public let rule: any StepRule
  /// What it remembers.
  public private(set) var memory: Memory

  /// The number of steps made, and the moments after them.
  public struct Memory: Sendable, Equatable, Codable {
    /// How many steps were made.
    public var index = 0
    /// The rule's moments, one after the other; empty before the first step.
    public var moments: [Double] = []

    /// Nothing yet.
    public init() {}
  }

  /// A run that is about to begin or, with a memory, to go on.
  public init(_ rule: any StepRule, memory: Memory = Memory()) {
    (self.rule, self.memory) = (rule, memory)
  }

  /// The iterate after one step; all iterates of a run have the same shape.
  ///
  /// - Parameters:
  ///   - x: the iterate before it.
  ///   - gradient: of x's shape.
  ///   - length: the factor of the direction.
  /// - Returns: x − length·d.
  public mutating func step(_ x: Matrix, along gradient: Matrix, length: Double) -> Matrix {
    let count = x.values.count
    precondition(gradient.values.count == count, "\(gradient.values.count) slopes for \(count)")
    let room = max(1, rule.moments * count)
    if memory.index == 0 { memory.moments = Array(repeating: 0, count: room) }
    precondition(memory.moments.count == room, "an iterate of another size")
    var result = x
    let (rule, index) = (rule, memory.index)
    gradient.values.withUnsafeBufferPointer { g in
      result.values.withUnsafeMutableBufferPointer { values in
        memory.moments.withUnsafeMutableBufferPointer { moments in
          guard let g = g.baseAddress, let values = values.baseAddress,
            let moments = moments.baseAddress
          else { return }
          rule.move(
            values,
            by: StepBuffers(
              count: count, gradient: g, moments: moments, index: index, length: length))
        }
      }
    }
    memory.index += 1
    return result
  }
}
