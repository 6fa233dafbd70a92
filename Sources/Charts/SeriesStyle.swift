/// How a series looks: colour, marker and dashes follow from its role and its emphasis.
///
/// Colour and marker say what the series is, dashes and the marker's filling how much it counts;
/// the three without the colour still tell any two series apart in black-and-white print.
struct SeriesStyle: Hashable {
  let ink: Ink
  let marker: Marker
  let line: Stroke
  let bandOpacity, seedOpacity: Double

  init(_ role: Series.Role, _ emphasis: Series.Emphasis) {
    let isStrong = emphasis == .strong
    var dashes: [Double] = isStrong ? [] : [4.5, 3.5]
    var width = isStrong ? 2.0 : 1.5
    switch role {
    case .attack(let number):
      let hues = Ink.hues
      ink = hues[number % hues.count]
      marker = Marker(shape: .solids[number % Marker.Shape.solids.count], isFilled: isStrong)
    case .control(let number):
      ink = number.isMultiple(of: 2) ? .silver : .graphite
      marker = Marker(shape: .signs[number % Marker.Shape.signs.count], isFilled: isStrong)
      dashes = isStrong ? [[], [7, 3, 1.5, 3]][number % 2] : [[4, 4], [1.5, 3.5]][number % 2]
      width = isStrong ? 1.6 : 1.2
    case .level:
      ink = .text
      marker = Marker(shape: .bar, isFilled: isStrong)
    }
    line = Stroke(width: width, dashes: dashes, hasRoundEnds: dashes.isEmpty)
    bandOpacity = isStrong ? 0.14 : 0.07
    seedOpacity = isStrong ? 0.38 : 0.24
  }
}
