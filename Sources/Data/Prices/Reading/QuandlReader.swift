import Foundation
public import Reproducibility

/// Reads price files of Quandl's WIKI database into one history.
///
/// A file is either an extract of the bulk table (header `ticker,date,open,high,low,close,volume,
/// ex-dividend,split_ratio,adj_open,adj_high,adj_low,adj_close,adj_volume`) or the file of one
/// ticker (header `Date,Open,…,Adj. Volume`), which is then named `WIKI-<TICKER>.csv`,
/// `WIKI-<TICKER>-<year>-quandl.csv` or `<TICKER>.csv`. Which it is, and where which column is, is
/// seen from the header: names are compared without case, blanks, `_`, `.` and `-`; date and
/// adjusted close must be there, other columns of the format may be absent, and columns of other
/// names are passed over. Days may ascend, descend or be mixed; lines may end with LF, CR LF or CR,
/// the last one with nothing; a byte order mark and quoted cells are accepted.
///
/// Several files may hold rows of one ticker as long as no day occurs twice.
///
/// What becomes of blank cells and missing days is in `IngestReport.rules`; nothing is imputed.
///
/// The text of a file is read once from front to back and hashed piece by piece as it is scanned.
/// Memory is 12 bytes per row, for day and adjusted close (twice that where days
/// do not ascend), and 8 bytes for each trading day and ticker. Lines are not kept: where a ticker
/// has two rows for one day, its files are read again to say on which lines.
public struct QuandlReader: Sendable {
  /// Makes a reader.
  public init() {}

  /// Reads all files at those paths, in that order; a folder stands for the .csv files in it.
  ///
  /// - Throws: `QuandlError` at the first file, header or row that is refused.
  public func history(from paths: [String]) throws(QuandlError) -> PriceHistory {
    let files = try files(at: paths)
    var table = TickerTable()
    var tallies: [(header: QuandlHeader, tally: FileTally, bytes: Int, digest: Digest)] = []
    for (number, file) in files.enumerated() {
      var read = try QuandlError.naming(try StreamedFile(path: file.path, PriceFormat.expected))
      try QuandlError.naming(try read.readLines())
      var scan = try PriceFileScan(read.bytes, path: file.path, number: number)
      var hash = SHA256()
      var hashed = 0
      var isMore = true
      while isMore {
        if scan.isAtEnd, !read.isWhole {
          try QuandlError.naming(try read.readLines())
          scan.extend(to: read.bytes)
        }
        isMore = try scan.readRows(into: &table, limit: Self.piece, isWhole: read.isWhole)
        let piece = UnsafeBufferPointer(rebasing: read.bytes[hashed..<scan.bytesRead])
        hash.update(UnsafeRawBufferPointer(piece))
        hashed = scan.bytesRead
        read.release(before: hashed)
      }
      tallies.append((scan.header, scan.tally, read.bytes.count, hash.finalised()))
    }
    var panel = try panel(of: table, files)
    let sources = zip(files.indices, tallies).map { number, read in
      panel.source(
        number: number,
        file: SourceFile(name: files[number].name, bytes: read.bytes, digest: read.digest),
        header: read.header, tally: read.tally)
    }
    return panel.history(sources: sources)
  }

  /// The digests of all files at those paths, which are not read otherwise: equal to those of a
  /// history's sources, unless files have changed, come or gone.
  ///
  /// - Throws: `QuandlError` if there is nothing at a path, `DigestError` if a file cannot be read.
  public func digests(of paths: [String]) throws -> [Digest] {
    try files(at: paths).map { try Digest(ofFileAt: URL(filePath: $0.path)) }
  }

  /// The bytes that are read, then hashed, before more of them are read.
  private static let piece = 1 << 18

  private func panel(
    of table: TickerTable, _ files: [InputFile]
  ) throws(QuandlError) -> PricePanel {
    do throws(PricePanel.Refusal) {
      return try PricePanel(table, files: files.count)
    } catch {
      switch error {
      case .noPrices:
        throw .incomplete(path: files.map(\.path).joined(separator: " "), .prices)
      case .sparse(let tickers, let days, let rows):
        throw .sparse(
          path: files.map(\.path).joined(separator: " "), tickers: tickers, days: days, rows: rows)
      case .repeatedDay(let repeated): throw try refusal(of: repeated, in: files)
      }
    }
  }

  private func refusal(
    of repeated: RepeatedDay, in files: [InputFile]
  ) throws(QuandlError) -> QuandlError {
    var places: [QuandlError.Place] = []
    for (number, file) in files.enumerated() where places.count < 2 {
      var read = try QuandlError.naming(try StreamedFile(path: file.path, PriceFormat.expected))
      try QuandlError.naming(try read.readAll())
      var scan = try PriceFileScan(read.bytes, path: file.path, number: number)
      places += try scan.lines(of: repeated).map { .init(path: file.path, line: $0) }
    }
    // Unless files have changed meanwhile, there are two.
    let unknown = QuandlError.Place(path: files.first?.path ?? "", line: 0)
    return .repeatedDay(
      ticker: repeated.ticker, day: TradingDay(number: Int(repeated.day)),
      first: places.first ?? unknown, second: places.dropFirst().first ?? unknown)
  }

  private func files(at paths: [String]) throws(QuandlError) -> [InputFile] {
    try QuandlError.naming(
      try InputFile.files(at: paths, ending: PriceFormat.ending, PriceFormat.expected))
  }
}
