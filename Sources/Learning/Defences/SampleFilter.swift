import Differentiation
import LinearAlgebra

/// A defence's work on samples that were received, as plain numbers.
final class SampleFilter {
  /// Variables do not own their tape.
  private let tape = Tape()
  private let inputs: TapedSamples
  private let outputs: TapedSamples
  private let program: CompiledTape

  /// A filter for samples of the shapes of the given ones.
  init(_ defence: any Defence, for samples: Samples) {
    inputs = samples.mapped(tape.input)
    outputs = defence.received(inputs)
    program = tape.compile(outputs.all)
  }

  /// What the defence makes of the samples.
  func samples(from received: Samples) throws -> Samples {
    for (variable, value) in zip(inputs.all, received.all) { variable.set(value) }
    try program.run()
    return outputs.mapped(\.value)
  }
}
