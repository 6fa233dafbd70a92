import Reproducibility

/// A column of a published table: what writes its cells, and what the data dictionary says of it.
struct DataColumn<Row>: Sendable {
  /// Its name in the first line of the file.
  let name: String
  /// What its cells mean.
  let meaning: String
  /// In what its numbers are measured, and what its cells may hold.
  let unit, values: String
  /// The cell of a row.
  let cell: @Sendable (Row) -> String

  init(
    _ name: String, _ meaning: String, unit: String = "–", values: String,
    _ cell: @escaping @Sendable (Row) -> String
  ) {
    (self.name, self.meaning, self.unit, self.values) = (name, meaning, unit, values)
    self.cell = cell
  }
}

extension DataColumn {
  /// The rows as comma-separated values (RFC 4180), the names first.
  static func text(of rows: [Row], _ columns: [DataColumn<Row>]) -> String {
    SeedTable.text(of: [columns.map(\.name)] + rows.map { row in columns.map { $0.cell(row) } })
  }

  /// The same columns for rows that hold such a row.
  static func columns<Inner>(
    _ inner: [DataColumn<Inner>], of path: @escaping @Sendable (Row) -> Inner
  ) -> [DataColumn<Row>] {
    inner.map { column in
      DataColumn<Row>(column.name, column.meaning, unit: column.unit, values: column.values) {
        column.cell(path($0))
      }
    }
  }
}

/// How cells of published tables say what is not there, or not a number.
enum DataCell {
  static func text(_ number: Double?) -> String { number.map { NumberFormat.exact($0) } ?? "" }
  static func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "" }
}
