import Testing

@testable import Charts

struct ChartLayoutTests {
  @Test(arguments: 0..<80) func keepsEveryTextOnTheCanvas(_ seed: UInt64) throws {
    let layout = try ChartLayout(ChartExamples.varied(seed: seed))
    let canvas = Rectangle(left: 0, top: 0, width: layout.size.width, height: layout.size.height)
    for text in layout.texts { #expect(canvas.contains(text.box), "\(text.line.text)") }
    for plot in layout.plots { #expect(canvas.contains(plot.area)) }
  }

  @Test(arguments: 0..<80) func keepsTextsApart(_ seed: UInt64) throws {
    let layout = try ChartLayout(ChartExamples.varied(seed: seed))
    for (index, text) in layout.texts.enumerated() {
      for other in layout.texts[(index + 1)...] {
        #expect(!text.core.overlaps(other.core), "\(text.line.text) | \(other.line.text)")
      }
    }
  }

  @Test(arguments: 0..<80) func keepsTextsOutOfThePlots(_ seed: UInt64) throws {
    let layout = try ChartLayout(ChartExamples.varied(seed: seed))
    for text in layout.texts {
      for plot in layout.plots { #expect(!text.core.overlaps(plot.area), "\(text.line.text)") }
    }
  }

  @Test(arguments: 0..<80) func drawsAllDataInsideThePlots(_ seed: UInt64) throws {
    for layout in try ChartLayout(ChartExamples.varied(seed: seed)).plots {
      for series in layout.plot.series {
        for point in series.points {
          for value in [point.mean, point.lower, point.upper] + point.samples {
            let (x, y) = (layout.x(point.x), layout.y(value))
            #expect(layout.area.left < x && x < layout.area.right)
            #expect(layout.area.top - 1e-6 <= y && y <= layout.area.bottom + 1e-6)
          }
        }
      }
    }
  }

  @Test func wrapsPlotsIntoRows() throws {
    func rows(_ count: Int) throws -> [Int] {
      var chart = ChartExamples.small
      chart.plots = Array(repeating: chart.plots[0], count: count)
      let tops = try ChartLayout(chart).plots.map(\.area.top)
      return Set(tops).sorted().map { top in tops.filter { $0 == top }.count }
    }
    #expect(try rows(1) == [1])
    #expect(try rows(2) == [2])
    #expect(try rows(3) == [3])
    #expect(try rows(4) == [2, 2])
    #expect(try rows(5) == [3, 2])
  }

  @Test func sharesOneVerticalScale() throws {
    var chart = ChartExamples.small
    chart.plots.append(chart.plots[0])
    chart.plots[1].series[0].points[0] = .init(x: 0, mean: 9)
    chart.sharesVerticalAxis = true
    let layout = try ChartLayout(chart)
    #expect(layout.plots[0].vertical.range == layout.plots[1].vertical.range)
    #expect(layout.plots[0].vertical.range.contains(9))
    #expect(layout.texts.allSatisfy { $0.purpose != .verticalTick || $0.plot == 0 })
    // Equal levels go through both plots and are named once, at the right edge.
    let names = layout.texts.filter { $0.purpose == .level && $0.line.text == "uninformed" }
    #expect(names.map(\.plot) == [1])
  }

  /// Plots that say more of those above them stand below them, lower, on an axis of their own.
  @Test func setsLowPlotsBelowTheirs() throws {
    var chart = ChartExamples.small
    chart.sharesVerticalAxis = true
    chart.plots.append(chart.plots[0])
    for index in 0..<2 {
      var low = chart.plots[index]
      (low.isLow, low.levels, low.vertical) = (true, [], VerticalAxis(label: "lost"))
      low.series[0].points[0] = .init(x: low.series[0].points[0].x, mean: 70)
      chart.plots.append(low)
    }
    let layout = try ChartLayout(chart)
    let areas = layout.plots.map(\.area)
    #expect(areas[0].top == areas[1].top && areas[2].top == areas[3].top)
    #expect(areas[0].left == areas[2].left && areas[0].bottom < areas[2].top)
    #expect(areas[2].height < 0.6 * areas[0].height)
    #expect(layout.plots[2].vertical.range == layout.plots[3].vertical.range)
    #expect(!layout.plots[0].vertical.range.contains(70))
  }

  @Test func stacksPlotsForNarrowScreens() throws {
    var chart = ChartExamples.small
    chart.title = "A title that is told beside it"
    let titles = ["One", "Two", "Three"]
    chart.plots = (titles + titles.map { "\($0), lost" }).map { title in
      var plot = chart.plots[0]
      (plot.title, plot.isLow) = (title, title.hasSuffix("lost"))
      return plot
    }
    let narrow = try #require(chart.narrow as? Chart)
    #expect(
      narrow.plots.map(\.title) == ["One", "One, lost", "Two", "Two, lost", "Three", "Three, lost"])
    let layout = try ChartLayout(narrow)
    #expect(layout.size.width == 400)
    for (plot, next) in zip(layout.plots, layout.plots.dropFirst()) {
      #expect(plot.area.left == next.area.left && plot.area.bottom < next.area.top)
    }
    #expect(layout.texts.allSatisfy { $0.purpose != .title && $0.purpose != .note })
    // Every plot has its own numbers, and all of it is inside.
    let numbered = Set(layout.texts.filter { $0.purpose == .verticalTick }.map(\.plot))
    #expect(numbered.count == 6)
    #expect(layout.texts.allSatisfy { $0.box.right <= 400 })
  }

  @Test func namesASharedSeriesOnce() throws {
    var chart = ChartExamples.small
    chart.plots.append(chart.plots[0])
    #expect(try ChartLayout(chart).legend.keys.count == 2)
  }

  @Test func leavesNoEmptyOuterInterval() throws {
    // From −0.3 to 6.5 whole steps of 2 would reach from −2 to 8.
    let plot = Plot(
      horizontal: .linear(label: "x"),
      vertical: VerticalAxis(label: "y"), series: [],
      levels: [-0.3, 6.5].map { Level(label: "level", value: $0) })
    let scale = VerticalScale([plot])
    #expect(scale.ticks.map(\.label) == ["0", "2", "4", "6"])
    #expect(scale.range.lowerBound > -0.7 && scale.range.upperBound < 6.9)
    #expect(scale.range.contains(-0.3) && scale.range.contains(6.5))
  }
}

extension PlacedText {
  /// The room of the letters without accents' and descenders' reserve, less a hair for rounding.
  fileprivate var core: Rectangle {
    let height = line.style.capHeight
    return Rectangle(
      left: baseline.x + 0.01, top: baseline.y - height, width: max(0, line.width - 0.02),
      height: height)
  }
}

extension Rectangle {
  /// Whether the interiors of the two rectangles have a point in common.
  fileprivate func overlaps(_ other: Rectangle) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  /// Whether the other rectangle lies in this one, edges included.
  fileprivate func contains(_ other: Rectangle) -> Bool {
    left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
  }
}
