/// A title with names and values in two columns, as `report data inspect` prints them.
public struct InspectionBlock: Sendable {
  /// The title, then each name and value, without line ends.
  let lines: [String]

  /// A block with a line for each pair of a name and its value.
  public init(_ title: String, _ entries: [(name: String, value: String)]) {
    let width = entries.map(\.name.count).max() ?? 0
    lines =
      [title]
      + entries.map { name, value in
        "  " + name + String(repeating: " ", count: width - name.count + 2) + value
      }
  }

  /// A block of those lines.
  public init(lines: [String]) { self.lines = lines }

  /// The blocks one after the other with an empty line between; each line ends with a line end.
  public static func text(_ blocks: [InspectionBlock]) -> String {
    blocks.map { $0.lines.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }
}
