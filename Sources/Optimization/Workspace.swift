/// Owns the buffers of a solver, which live as long as it does.
final class Workspace {
  private var buffers: [UnsafeMutableRawPointer] = []

  deinit { for buffer in buffers { buffer.deallocate() } }

  /// The address of `count` elements, at least one, that all have a value.
  func buffer<Element: BitwiseCopyable>(
    _ count: Int, of value: Element
  ) -> UnsafeMutablePointer<Element> {
    let pointer = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
    pointer.initialize(repeating: value, count: max(1, count))
    buffers.append(pointer)
    return pointer
  }

  /// The address of `count` zeros.
  func zeros<Number: BitwiseCopyable & Numeric>(_ count: Int) -> UnsafeMutablePointer<Number> {
    buffer(count, of: 0)
  }
}
