import Foundation

/// The machine that a measurement is made on.
public enum Machine {
  /// What its processor calls itself, as far as the system says.
  public static var name: String {
    let facts = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = facts.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    return name ?? "processor not named by \(ProcessInfo.processInfo.operatingSystemVersionString)"
  }

  /// The day, in the form 2026-01-31 (UTC).
  public static var day: String { String(Date.now.ISO8601Format().prefix(10)) }

  /// Whose memory is asked for.
  public enum Process: Sendable {
    /// This process.
    case own
    /// The largest of those that it has started and that have ended.
    case children
  }

  /// The most memory that a process has taken, in megabytes.
  ///
  /// - Parameter process: whose. The default is this process.
  /// - Returns: megabytes of 10⁶ bytes.
  public static func peakMegabytes(of process: Process = .own) -> Double {
    var usage = rusage()
    #if os(Linux)
      let who = process == .own ? RUSAGE_SELF.rawValue : RUSAGE_CHILDREN.rawValue
      getrusage(__rusage_who_t(who), &usage)
      let unit = 1024.0
    #else
      getrusage(process == .own ? RUSAGE_SELF : RUSAGE_CHILDREN, &usage)
      let unit = 1.0
    #endif
    return Double(usage.ru_maxrss) * unit / 1e6
  }
}
