import Charts
import Testing

/// The examples of the documentation, as they are printed there.
struct ExampleTests {
  @Test func drawsAChart() throws {
    let plot = Plot(
      horizontal: .linear(label: "Budget"), vertical: VerticalAxis(label: "Utility"),
      series: [
        Series(
          label: "Sign steps", role: .attack(0),
          points: [.init(x: 0, mean: 3.9), .init(x: 0.5, mean: 0.5)])
      ])
    let chart = Chart(
      title: "Attacked utility", plots: [plot], description: "Utility falls from 3.9 to 0.5.")
    let svg = try chart.bytes(as: .svg)
    #expect(String(decoding: svg, as: UTF8.self).contains("Utility falls from 3.9 to 0.5."))
  }

  @Test func drawsADiagram() throws {
    let frame = Rectangle(left: 0, top: 0, width: 90, height: 48)
    let diagram = Diagram(
      title: "A network", subtitle: "from features to predictions",
      boxes: [.init(["Network", "g(u; w)"], frame, .trained)],
      arrows: [.init(.values, Point(90, 24), Point(140, 24))], labels: [],
      key: [(.values, "values")], size: Size(width: 140, height: 48),
      description: "An arrow leads out of the network.")
    #expect(try !diagram.bytes(as: .svg).isEmpty)
  }
}
