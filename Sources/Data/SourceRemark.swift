/// What of source data looks wrong, or was read otherwise than it is written: for the page about
/// data and for `report data inspect`.
///
/// Nothing is altered because of it, and no file is refused.
public struct SourceRemark: Sendable, Equatable {
  /// What is looked for, as a title.
  public let title: String
  /// What counts, and what follows from it, in sentences.
  public let text: String
  /// The heads of the list's columns; empty if the text says everything.
  public let columns: [String]
  /// What was found: a row of cells each, in the order of the columns.
  public let rows: [[String]]

  init(_ title: String, _ text: String, columns: [String] = [], rows: [[String]] = []) {
    (self.title, self.text, self.columns, self.rows) = (title, text, columns, rows)
  }
}

extension InspectionBlock {
  /// The most rows of a table that are printed.
  private static let mostRows = 40

  /// A table under a title: texts in the first columns, numbers, at the right, in the others.
  init(_ title: String, columns: [String], rows: [[String]], texts: Int) {
    let shown = [columns] + rows.prefix(Self.mostRows)
    let widths = columns.indices.map { column in shown.map { $0[column].count }.max() ?? 0 }
    var lines = [title]
    for row in shown {
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return column < texts ? row[column] + padding : padding + row[column]
      }
      lines.append("  " + cells.joined(separator: "  "))
    }
    if rows.count > Self.mostRows { lines.append("  and \(rows.count - Self.mostRows) more") }
    self.init(lines: lines)
  }

  /// A remark: a table of what was found, or the sentences alone; nil if nothing was found.
  init?(_ remark: SourceRemark) {
    if remark.columns.isEmpty {
      self.init(lines: [remark.title, "  " + remark.text])
    } else if remark.rows.isEmpty {
      return nil
    } else {
      self.init(remark.title, columns: remark.columns, rows: remark.rows, texts: 2)
    }
  }
}
