public import LinearAlgebra

/// A step rule with what it remembers of one run over a matrix.
public struct Stepper {
  /// The rule.
  public let rule: any StepRule
  private var index = 0
  private var moments: [Double] = []

  /// A run that is about to begin.
  public init(_ rule: any StepRule) { self.rule = rule }

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
    if index == 0 { moments = Array(repeating: 0, count: room) }
    precondition(moments.count == room, "an iterate of another size")
    var result = x
    let (rule, index) = (rule, index)
    gradient.values.withUnsafeBufferPointer { g in
      result.values.withUnsafeMutableBufferPointer { values in
        moments.withUnsafeMutableBufferPointer { moments in
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
    self.index += 1
    return result
  }
}
