import Foundation

/// Room for intermediate numbers, one for each thread, which grows as needed and is not given back while the thread lives.
enum ScratchRoom {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { pointer in
      let room: UnsafeMutableRawPointer? = pointer
      if let room { Unmanaged<Room>.fromOpaque(room).release() }
    }
    precondition(status == 0, "no key for a thread's room (\(status))")
    return key
  }()

  private final class Room {
    var capacity: Int
    var start: UnsafeMutablePointer<Double>

    init(capacity: Int) {
      self.capacity = capacity
      start = .allocate(capacity: capacity)
    }

    func grow(to capacity: Int) {
      start.deallocate()
      self.capacity = capacity
      start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }
  }

  /// The address of this thread's room for at least `count` numbers; the next call may give the same.
  static func address(count: Int) -> UnsafeMutablePointer<Double> {
    if let pointer = pthread_getspecific(key) {
      let room = Unmanaged<Room>.fromOpaque(pointer).takeUnretainedValue()
      if room.capacity < count { room.grow(to: count) }
      return room.start
    }
    let room = Room(capacity: max(4096, count))
    pthread_setspecific(key, Unmanaged.passRetained(room).toOpaque())
    return room.start
  }
}
