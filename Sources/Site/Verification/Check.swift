import Reproducibility

/// What a verification found about one thing.
public struct Check: Sendable, Equatable {
  /// How a thing is.
  public enum State: String, Sendable, CaseIterable {
    /// As it was.
    case same
    /// Something else than it was.
    case changed
    /// Not there.
    case missing
    /// There, though nothing speaks of it.
    case unexpected
    /// What it would be compared with is not here.
    case unchecked = "not checked"

    /// Whether it is a difference.
    public var isDifference: Bool { self != .same && self != .unchecked }
  }

  /// With what it was compared, as the head of a line of the table.
  public var kind: String
  /// What was looked at.
  public var name: String
  /// How it is.
  public var state: State
  /// What exactly differs, or why it was not checked.
  public var note: String

  /// The finding about one thing.
  public init(_ kind: String, _ name: String, _ state: State, note: String = "") {
    (self.kind, self.name, self.state, self.note) = (kind, name, state, note)
  }

  /// The table of how many things of each kind are in each state, and a line for everything that is
  /// not the same.
  public static func table(of checks: [Check]) -> String {
    let kinds = checks.map(\.kind).uniqued()
    let states = State.allCases
    func padded(_ text: String, _ width: Int, right: Bool = false) -> String {
      let room = String(repeating: " ", count: max(0, width - text.count))
      return right ? room + text : text + room
    }
    let width = max(5, kinds.map(\.count).max() ?? 0)
    var lines = [
      ([padded("check", width)] + states.map { padded($0.rawValue, 11, right: true) })
        .joined(separator: "  ")
    ]
    for kind in kinds {
      let counts = states.map { state in
        checks.count { $0.kind == kind && $0.state == state }
      }
      lines.append(
        ([padded(kind, width)] + counts.map { padded($0 == 0 ? "–" : "\($0)", 11, right: true) })
          .joined(separator: "  "))
    }
    for check in checks where check.state != .same {
      let note = check.note.isEmpty ? "" : ": \(check.note)"
      lines.append("\(check.state.rawValue): \(check.name) (\(check.kind))\(note)")
    }
    return lines.joined(separator: "\n")
  }
}
