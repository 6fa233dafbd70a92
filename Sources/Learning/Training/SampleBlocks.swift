import Differentiation
import LinearAlgebra

/// Features and outcomes of some instances, divided into blocks of equally many, the last one
/// filled up.
///
/// A tape works on one block at a time and reads it where it lies; a single block lies on the tape.
final class SampleBlocks {
  let count: Int
  /// The instances that the blocks hold, in their order.
  private(set) var selection: [Int]
  /// The rows of a block.
  let height: Int
  private let parts: [BlockRows]
  /// Where each block's parts begin.
  let places: [[UnsafeMutablePointer<Double>]]

  /// Blocks of `height` instances for the inputs of a tape, each of as many rows, of `instances`
  /// instances.
  init(instances: Int, height: Int, inputs: [Variable]) {
    self.height = height
    selection = Array(0..<instances)
    let count = (instances + height - 1) / height
    let parts = inputs.map { input in
      count == 1
        ? BlockRows(rows: height, columns: input.columns, at: input.address)
        : BlockRows(rows: count * height, columns: input.columns)
    }
    (self.count, self.parts) = (count, parts)
    places = (0..<count).map { block in parts.map { $0.address(ofRow: block * height) } }
  }

  /// Takes over the parts of all instances, or of as many chosen ones as the blocks hold.
  func load(_ samples: Samples, selecting chosen: [Int]? = nil) {
    if let chosen {
      precondition(chosen.count == selection.count, "\(chosen.count) for \(selection.count)")
      selection = chosen
    }
    for (part, matrix) in zip(parts, [samples.features] + samples.outcome) {
      part.fill(with: matrix, selecting: selection)
    }
  }

  /// The places in the selection that a block holds, without what fills it up.
  func range(ofBlock block: Int) -> Range<Int> {
    block * height..<min(selection.count, (block + 1) * height)
  }
}
