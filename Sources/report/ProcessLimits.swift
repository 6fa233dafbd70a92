import Foundation

/// What this process may take from now on; where the system knows no such limits, all it wants.
enum ProcessLimits {
  /// Limits its memory to so many bytes more than it takes now.
  static func limit(bytes: Double) {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))
      .flatMap { Int($0.prefix { $0 != " " }) }
    guard let pages else { return }
    let whole = Double(pages * sysconf(Int32(_SC_PAGESIZE))) + bytes
    #if os(Linux)
      set(__rlimit_resource_t(RLIMIT_AS.rawValue), whole)
    #endif
  }

  /// Limits the processor time that it takes; beyond it is ended by SIGXCPU.
  static func limit(seconds: Double) {
    #if os(Linux)
      // Where both limits are one, the end is by SIGKILL, which says nothing of time.
      set(__rlimit_resource_t(RLIMIT_CPU.rawValue), seconds.rounded(.up), room: 5)
    #endif
  }

  #if os(Linux)
    /// The limit that ends the process, and one `room` above that nobody can raise.
    private static func set(
      _ resource: __rlimit_resource_t, _ amount: Double, room: rlim_t = 0
    ) {
      let most = rlim_t(min(amount, 0x1p62))
      var limit = rlimit(rlim_cur: most, rlim_max: most + room)
      setrlimit(resource, &limit)
    }
  #endif
}
