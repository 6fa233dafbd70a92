import Testing

@testable import Charts

struct ForestPlotTests {
  private static let plot = ForestPlot(
    title: "Claims", subtitle: "In thresholds",
    rows: [
      .init("A1", "small", mean: 0.4, bounds: 0.1...0.7, .supports),
      .init("A1", "large", mean: -9, bounds: -12 ... -6, .opposes),
      .init("A2", "small", mean: 0.1, bounds: -7...7, .open),
      .init("A3", "small", mean: 0, bounds: nil, .equal),
    ], limit: 4, sides: (against: "against", pro: "for"), note: "Arrows go on.",
    description: "Four rows.")

  private func text(_ plot: ForestPlot) throws -> String {
    String(decoding: try plot.bytes(as: .svg), as: UTF8.self)
  }

  @Test func drawsTheSameBytesInEitherForm() throws {
    #expect(try Self.plot.bytes(as: .svg) == Self.plot.bytes(as: .svg))
    #expect(try Self.plot.bytes(as: .pdf) == Self.plot.bytes(as: .pdf))
  }

  @Test func tellsWhatItShowsInInksOfEverySide() throws {
    let text = try text(Self.plot)
    #expect(text.contains("Claims") && text.contains("Four rows."))
    for side in ForestPlot.Side.allCases {
      #expect(text.contains(SVGDocument.hex(side.ink.light)), "\(side)")
    }
    let markers = Set(ForestPlot.Side.allCases.map(\.marker))
    #expect(markers.count == ForestPlot.Side.allCases.count)
  }

  @Test func cutsOffWhatLiesBeyondTheAxis() throws {
    var near = Self.plot
    near.rows[1].mean = -40
    // A mean beyond the axis has no mark: only its interval's arrow is seen.
    #expect(try text(near) == text(Self.plot))
    near.rows[1].mean = -3
    #expect(try text(near) != text(Self.plot))
  }

  @Test func growsWithItsRows() throws {
    var longer = Self.plot
    longer.rows += Self.plot.rows
    #expect(try text(longer).utf8.count > text(Self.plot).utf8.count)
  }

  @Test func hasANarrowFormWithAllRowsAndASmallOneWithoutTheirLabels() throws {
    let narrow = try #require(Self.plot.narrow)
    #expect(narrow.narrow == nil)
    func size(_ text: String) throws -> [Double] {
      let box = try #require(text.components(separatedBy: "viewBox=\"0 0 ").last)
      return box.prefix { $0 != "\"" }.split(separator: " ").compactMap { Double($0) }
    }
    let whole = try size(try text(Self.plot))
    let slim = try size(String(decoding: try narrow.bytes(as: .svg), as: UTF8.self))
    var plot = Self.plot
    plot.form = .small
    let small = try size(try text(plot))
    #expect(slim[0] < 0.6 * whole[0] && slim[1] < whole[1])
    #expect(small[1] < slim[1])
  }
}
