extension PriceFileScan {
  /// Reads the rows of one index of cells, from here on; false, and nothing read, if not one row
  /// lies in it as a whole.
  ///
  /// - Throws: `QuandlError.row` at the first bad row.
  mutating func readIndexedRows(into table: inout TickerTable) throws(QuandlError) -> Bool {
    guard var rows = plain else { return false }
    plain = nil
    let cells = rows.cells
    let columns = rows.columns.count
    let base = scanner.position
    let count = rows.index(from: base, before: scanner.end)
    var (first, start, plainRows, others) = (0, 0, 0, 0)
    while first + columns <= count {
      if let found = rows.row(firstCell: first, base: base, start: start),
        let ticker = ticker(of: found, &rows, firstCell: first, base: base, start, in: &table)
      {
        var row = found.row
        row.ticker = ticker
        record(row, into: &table)
        tally.count(found.lineEnd)
        if found.blanks != 0 { tally.countBlankCells(found.blanks) }
        scanner.line &+= 1
        first += columns
        start = found.end + 1
        plainRows += 1
        continue
      }
      scanner.position = base + start
      try readLine(into: &table)
      others += 1
      start = scanner.position - base
      while first < count, Int(cells.ends[first]) < start { first += 1 }
    }
    scanner.position = base + start
    // An index that serves few rows is not worth its while.
    if others <= plainRows { plain = rows }
    return start > 0
  }

  @inline(__always)
  private mutating func ticker(
    of found: PlainRow, _ rows: inout PlainRows, firstCell: Int, base: UnsafePointer<UInt8>,
    _ start: Int, in table: inout TickerTable
  ) -> Int? {
    if found.row.ticker >= 0 { return found.row.ticker }
    guard let column = rows.ticker else { return fileTickerIndex(in: &table) }
    let ends = rows.cells.ends + firstCell
    let cellStart = column == 0 ? start : Int(ends[column - 1]) + 1
    let cell = UnsafeBufferPointer(start: base + cellStart, count: Int(ends[column]) - cellStart)
    guard let key = TickerKey(cell) else { return nil }
    let index = tickerIndex(of: key, in: &table)
    rows.rememberTicker(index, at: base + cellStart, count: cell.count)
    return index
  }
}
