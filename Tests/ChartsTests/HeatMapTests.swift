import Testing

@testable import Charts

struct HeatMapTests {
  private static let columns = [
    HeatMap.Column(["two-", "stage"], "fresh"), HeatMap.Column(["two-", "stage"], "shared"),
    HeatMap.Column(["simple", "joint*"], "fresh"),
  ]

  private static func block(_ title: String) -> HeatMap.Block {
    HeatMap.Block(
      title, columns: columns,
      rows: [
        .init(
          "Made for two-stage", "plain steps",
          [.init(0.42, isFramed: true), nil, .init(-0.031, isFramed: false)]),
        .init(
          "Made for two-stage", "smoothed",
          [.init(1.7, isFramed: true), .init(0, isFramed: false), .init(0.204, isFramed: false)]),
        .init("MetaPoison", "strong", [nil, nil, .init(0.999, isFramed: false)]),
      ])
  }

  private static let map = HeatMap(
    title: "Share lost", subtitle: "Of the gain", blocks: ["One", "Two", "Three"].map(block),
    framed: "more than chance", note: "A note.", description: "Nine cells.")

  @Test func drawsTheSameBytesTwiceInEitherForm() throws {
    for format in DrawingFormat.allCases {
      #expect(try Self.map.bytes(as: format) == Self.map.bytes(as: format))
    }
  }

  @Test func printsEveryNumberWithTwoDecimals() {
    let texts = Self.block("").rows.flatMap(\.cells).map { $0?.text ?? "–" }
    #expect(texts == ["0.42", "–", "−0.03", "1.70", "0.00", "0.20", "–", "–", "1.00"])
    #expect(HeatMap.Cell(-0.001, isFramed: false).text == "0.00")
  }

  /// The larger the number the darker the cell also in grey, and never so dark that text is lost.
  @Test func ordersShadesInGrey() {
    func grey(_ opacity: Double) -> Double {
      func part(_ shift: UInt32) -> Double {
        255 - opacity * (255 - Double((Ink.blue.light >> shift) & 0xff))
      }
      return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }
    let shades = stride(from: 0, through: 1, by: 0.2)
      .map { grey(HeatMap.Cell($0, isFramed: false).opacity) }
    for (lighter, darker) in zip(shades, shades.dropFirst()) { #expect(lighter - darker > 12) }
    #expect(HeatMap.Cell(-3, isFramed: false).opacity == 0)
    #expect(HeatMap.Cell(40, isFramed: false).opacity == HeatMap.Cell(1, isFramed: false).opacity)
    // Text on the darkest cell keeps a contrast of 4.5 : 1.
    let (ground, text) = (grey(0.6) / 255, 0.017)
    #expect((ground * ground + 0.05) / (text + 0.05) > 4.5)
  }

  @Test func setsBlocksSideBySideWhereThereIsRoom() throws {
    let layout = try HeatMapLayout(Self.map)
    #expect(layout.size.width == 960)
    #expect(Set(layout.blocks.map(\.origin.y)).count == 1)
    var narrow = Self.map
    narrow.isNarrow = true
    let stacked = try HeatMapLayout(narrow)
    #expect(stacked.size.width == 400)
    #expect(Set(stacked.blocks.map(\.origin.x)).count == 1)
    for (block, next) in zip(stacked.blocks, stacked.blocks.dropFirst()) {
      #expect(block.bottom < next.origin.y)
    }
    #expect(layout.blocks.allSatisfy { ($0.columns.last ?? 0) + layout.cellWidth <= 960 })
    #expect(stacked.blocks.allSatisfy { ($0.columns.last ?? 0) + stacked.cellWidth <= 400 })
  }

  @Test func keepsRowsOfAHeadingTogether() throws {
    let block = try HeatMapLayout(Self.map).blocks[0]
    #expect(block.headings.keys.sorted() == [0, 2])
    #expect(block.rows[1] - block.rows[0] == HeatMapLayout.rowHeight)
    #expect(
      block.rows[2] - block.rows[1] == HeatMapLayout.rowHeight + HeatMapLayout.headingHeight)
  }

  @Test func hasAFormForNarrowScreens() throws {
    let narrow = try #require(Self.map.narrow)
    let text = String(decoding: try narrow.bytes(as: .svg), as: UTF8.self)
    #expect(text.contains("width=\"400\"") && text.contains("Nine cells."))
    // Without title and note there is less to draw.
    #expect(try narrow.bytes(as: .svg).count < Self.map.bytes(as: .svg).count)
  }

  @Test func framesWhatIsClear() throws {
    var bare = Self.map
    for index in bare.blocks.indices {
      for row in bare.blocks[index].rows.indices {
        for cell in bare.blocks[index].rows[row].cells.indices {
          bare.blocks[index].rows[row].cells[cell]?.isFramed = false
        }
      }
    }
    #expect(try bare.bytes(as: .svg).count < Self.map.bytes(as: .svg).count)
  }
}
