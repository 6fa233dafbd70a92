import Foundation

/// Memory for intermediate numbers, one buffer per thread.
///
/// It grows as needed and is not given back while the thread lives.
enum ScratchBuffer {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { pointer in
      let storage: UnsafeMutableRawPointer? = pointer
      if let storage { Unmanaged<Storage>.fromOpaque(storage).release() }
    }
    precondition(status == 0, "no key for a thread's scratch buffer (\(status))")
    return key
  }()

  private final class Storage {
    var capacity: Int
    var start: UnsafeMutablePointer<Double>

    init(capacity: Int) {
      self.capacity = capacity
      start = .lines(capacity: capacity)
    }

    func grow(to capacity: Int) {
      start.deallocate()
      self.capacity = capacity
      start = .lines(capacity: capacity)
    }

    deinit { start.deallocate() }
  }

  /// The address of at least `count` numbers of this thread, valid until its next call.
  static func address(count: Int) -> UnsafeMutablePointer<Double> {
    if let pointer = pthread_getspecific(key) {
      let storage = Unmanaged<Storage>.fromOpaque(pointer).takeUnretainedValue()
      if storage.capacity < count { storage.grow(to: count) }
      return storage.start
    }
    let storage = Storage(capacity: max(4096, count))
    pthread_setspecific(key, Unmanaged.passRetained(storage).toOpaque())
    return storage.start
  }
}

extension UnsafeMutablePointer where Pointee == Double {
  /// Memory for `capacity` numbers from the start of a line of the processor's cache on, so that no
  /// register's load or store from a multiple of eight numbers touches two lines.
  ///
  /// It is given back by `deallocate()`.
  public static func lines(capacity: Int) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer.allocate(
      byteCount: max(1, capacity) * MemoryLayout<Double>.stride, alignment: 64
    ).bindMemory(to: Double.self, capacity: max(1, capacity))
  }
}
