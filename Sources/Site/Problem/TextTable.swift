/// A table in columns of equal width, for terminals.
public struct TextTable: Sendable {
  /// A column is as wide as its widest cell; the first one is aligned at the left.
  private var rows: [[String]] = []

  /// A table without rows.
  public init() {}

  /// Adds a row below the others.
  public mutating func add(_ cells: [String]) { rows.append(cells) }

  /// One line per row, without blanks at the end.
  public var lines: [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { cells in
      var line = ""
      for (column, cell) in cells.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 0 ? cell + blanks : "  " + blanks + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
