import Differentiation
import LinearAlgebra

/// Features and outcomes divided into blocks of equally many instances, the last one filled up.
///
/// A tape works on one block at a time and reads it where it lies; one block alone lies on the
/// tape.
final class SampleBlocks {
  /// The number of instances.
  let instances: Int
  /// The number of blocks.
  let count: Int
  private let height: Int
  /// The tape's inputs.
  private let inputs: [Variable]
  /// The parts of all instances; nothing where one block holds all.
  private let parts: [BlockRows]
  /// Where each block's parts begin; nothing where they lie on the tape.
  let places: [[UnsafeMutablePointer<Double>]]

  /// Blocks of `height` instances for the inputs of a tape, each of as many rows.
  init(instances: Int, height: Int, inputs: [Variable]) {
    (self.instances, self.height, self.inputs) = (instances, height, inputs)
    let count = (instances + height - 1) / height
    let parts =
      count == 1
      ? [] : inputs.map { BlockRows(rows: count * height, columns: $0.columns) }
    (self.count, self.parts) = (count, parts)
    places = (0..<count).map { block in parts.map { $0.address(ofRow: block * height) } }
  }

  /// Takes over the parts of all instances, in the order of the tape's inputs.
  func load(_ values: [Matrix]) {
    if parts.isEmpty {
      for (input, matrix) in zip(inputs, values) { input.set(matrix) }
    } else {
      for (part, matrix) in zip(parts, values) { part.fill(with: matrix) }
    }
  }

  /// The instances of a block, without what fills it up.
  func range(ofBlock block: Int) -> Range<Int> {
    block * height..<min(instances, (block + 1) * height)
  }
}
