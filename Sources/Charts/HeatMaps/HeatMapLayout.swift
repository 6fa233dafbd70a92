/// Where everything of a heat map stands.
struct HeatMapLayout {
  static let rowHeight = 21.0, headingHeight = 20.0
  private static let gap = 10.0, groupGap = 5.0, blockGap = 26.0
  private static let wide = 960.0, narrow = 400.0

  /// Where a block stands, with the left edges of its columns and the tops of its rows; `headings`
  /// has a top for every row that begins a group.
  struct Block {
    let origin: Point
    let columns: [Double]
    let rows: [Double]
    let headings: [Int: Double]
    let bottom: Double
  }

  let size: Size
  let blocks: [Block]
  let margin: Double, cellWidth: Double
  let titleLines, noteLines: [Lettering]
  /// Where the blocks end.
  let bottom: Double

  init(_ map: HeatMap) throws(ChartError) {
    let margin = map.isNarrow ? 4.0 : 16
    self.margin = margin
    let width = map.isNarrow ? HeatMapLayout.narrow : HeatMapLayout.wide
    let inner = width - 2 * margin
    var labels = 0.0
    for row in map.blocks.flatMap(\.rows) {
      labels = max(labels, try Lettering(row.label, style: .label).width)
    }
    labels = (labels + HeatMapLayout.gap).rounded(.up)
    let most = map.blocks.map(\.columns.count).max() ?? 1
    let groups = map.blocks.map { HeatMapLayout.groupCount($0.columns) }.max() ?? 1
    let gaps = Double(groups - 1) * HeatMapLayout.groupGap
    func room(_ across: Int) -> Double {
      (inner - Double(across - 1) * HeatMapLayout.blockGap) / Double(across) - labels - gaps
    }
    // As many blocks side by side as leave room for the numbers.
    let least = 40 * Double(most)
    let across = map.isNarrow ? 1 : room(3) >= least ? 3 : room(2) >= least ? 2 : 1
    cellWidth = min(64, (room(across) / Double(most)).rounded(.down))
    let blockWidth = labels + gaps + cellWidth * Double(most)
    (titleLines, noteLines) = try HeatMapLayout.texts(of: map, within: inner)
    var y = map.isNarrow ? margin : margin + 8
    y += titleLines.reduce(0) { $0 + $1.style.lineHeight }
    var blocks: [Block] = []
    for start in stride(from: 0, to: map.blocks.count, by: across) {
      var lowest = y
      for (place, block) in map.blocks[start..<min(start + across, map.blocks.count)].enumerated() {
        let x = margin + Double(place) * (blockWidth + HeatMapLayout.blockGap)
        let laid = HeatMapLayout.lay(block, at: Point(x, y), labels: labels, cellWidth: cellWidth)
        blocks.append(laid)
        lowest = max(lowest, laid.bottom)
      }
      y = lowest + HeatMapLayout.blockGap
    }
    self.blocks = blocks
    bottom = y - HeatMapLayout.blockGap
    // The legend, and the note below it.
    let note = noteLines.reduce(0) { $0 + $1.style.lineHeight }
    size = Size(width: width, height: (bottom + 52 + note + margin).rounded(.up))
  }

  private static func texts(
    of map: HeatMap, within width: Double
  ) throws(ChartError) -> (title: [Lettering], note: [Lettering]) {
    if map.isNarrow { return ([], []) }
    var title = try Lettering.lines(map.title, style: .title, within: width)
    if let subtitle = map.subtitle {
      title += try Lettering.lines(subtitle, style: .subtitle, within: width)
    }
    return (title, try Lettering.lines(map.note, style: .note, within: width))
  }

  static func groupCount(_ columns: [HeatMap.Column]) -> Int {
    columns.indices.count { $0 == 0 || columns[$0].heading != columns[$0 - 1].heading }
  }

  private static func lay(
    _ block: HeatMap.Block, at origin: Point, labels: Double, cellWidth: Double
  ) -> Block {
    var columns: [Double] = []
    var x = origin.x + labels
    for (index, column) in block.columns.enumerated() {
      if index > 0, column.heading != block.columns[index - 1].heading { x += groupGap }
      columns.append(x)
      x += cellWidth
    }
    let lines = block.columns.map(\.heading.count).max() ?? 0
    let hasLabels = block.columns.contains { !$0.label.isEmpty }
    var y = origin.y + 24 + 15 * Double(lines) + (hasLabels ? 15 : 0)
    var rows: [Double] = []
    var headings: [Int: Double] = [:]
    for (index, row) in block.rows.enumerated() {
      if !row.heading.isEmpty, index == 0 || row.heading != block.rows[index - 1].heading {
        headings[index] = y
        y += headingHeight
      }
      rows.append(y)
      y += rowHeight
    }
    return Block(origin: origin, columns: columns, rows: rows, headings: headings, bottom: y)
  }
}
