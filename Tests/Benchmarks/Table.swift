/// Lines of cells under headings, in columns as wide as their longest cell.
struct Table {
  private var lines: [[String]]

  /// An empty table.
  init(headings: [String]) { lines = [headings] }

  /// Adds a line of as many cells as there are headings.
  mutating func append(_ cells: [String]) {
    precondition(cells.count == lines[0].count, "\(cells.count) cells for \(lines[0].count)")
    lines.append(cells)
  }

  /// The text, each line ended; the first column and texts to the left, numbers to the right.
  var text: String {
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = line.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - line[column].count)
        return isText(column) ? line[column] + padding : padding + line[column]
      }
      return cells.joined(separator: "  ").trimmingSuffix { $0 == " " } + "\n"
    }.joined()
  }

  private func isText(_ column: Int) -> Bool {
    lines.dropFirst().allSatisfy { !($0[column].first?.isNumber ?? false) }
  }
}

extension String {
  /// The text without the characters at its end that satisfy `condition`.
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> Substring {
    guard let last = lastIndex(where: { !condition($0) }) else { return "" }
    return self[...last]
  }
}
