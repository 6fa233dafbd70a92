/// The value of a path's `d` attribute in relative coordinates of whole hundredths of a pixel.
///
/// Distances are taken between rounded positions, so that rounding errors do not add up.
struct SVGPathData {
  private(set) var text = ""
  private var pen = (x: 0, y: 0)
  private var start = (x: 0, y: 0)
  private var written: Character?
  private var isMovePending = false
  /// Where the pen was lifted.
  private var last: (x: Int, y: Int)?
  /// From the second control point of the last curve to its end.
  private var arm: (x: Int, y: Int)?

  /// Reads absolute commands `M`, `L`, `H`, `V`, `C`, `Z`, as Cairo writes them.
  init(_ source: String) {
    var command: Character = "M"
    var numbers: [Int] = []
    // Bytes, since paths are most of a drawing and characters are slow.
    let bytes = source.utf8
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      if SVGPathData.isSeparator(byte) {
        at = bytes.index(after: at)
        continue
      }
      if SVGPathData.isCommand(byte) {
        at = bytes.index(after: at)
        command = Character(UnicodeScalar(byte))
        if command == "Z" { close() }
        continue
      }
      let remainder = bytes[at...]
      let end = remainder.firstIndex { SVGPathData.isSeparator($0) || SVGPathData.isCommand($0) }
      let word = source[at..<(end ?? bytes.endIndex)]
      at = end ?? bytes.endIndex
      guard let value = Double(word) else {
        preconditionFailure("“\(word)” in a path that Cairo wrote")
      }
      numbers.append(Hundredths(value).count)
      guard numbers.count == (command == "C" ? 6 : command == "H" || command == "V" ? 1 : 2)
      else { continue }
      draw(command, numbers)
      numbers = []
    }
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n")
  }

  private static func isCommand(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private mutating func draw(_ command: Character, _ numbers: [Int]) {
    if command == "M" {
      if !isMovePending && !text.isEmpty { last = pen }
      (pen.x, pen.y, isMovePending) = (numbers[0], numbers[1], true)
      return
    }
    if isMovePending { move() }
    switch command {
    case "C": curve(numbers)
    case "H": line(to: (numbers[0], pen.y))
    case "V": line(to: (pen.x, numbers[0]))
    default: line(to: (numbers[0], numbers[1]))
    }
  }

  private mutating func line(to end: (x: Int, y: Int)) {
    let (dx, dy) = (end.x - pen.x, end.y - pen.y)
    if dy == 0 { write("h", [dx]) } else { write(dx == 0 ? "v" : "l", dx == 0 ? [dy] : [dx, dy]) }
    (pen, arm) = (end, nil)
  }

  /// A curve that goes on as smoothly as the last one ended needs no first control point.
  private mutating func curve(_ numbers: [Int]) {
    let steps = numbers.enumerated().map { $0.isMultiple(of: 2) ? $1 - pen.x : $1 - pen.y }
    let goesOn = arm.map { abs(steps[0] - $0.x) <= 1 && abs(steps[1] - $0.y) <= 1 } ?? false
    write(goesOn ? "s" : "c", goesOn ? Array(steps[2...]) : steps)
    arm = (steps[4] - steps[2], steps[5] - steps[3])
    pen = (numbers[4], numbers[5])
  }

  private mutating func move() {
    let from = last ?? (0, 0)
    write(last == nil ? "M" : "m", [pen.x - from.x, pen.y - from.y])
    (start, isMovePending, arm) = (pen, false, nil)
  }

  private mutating func close() {
    text += "z"
    (pen, written, arm) = (start, "z", nil)
  }

  private mutating func write(_ command: Character, _ counts: [Int]) {
    var needsSpace = command == written
    if !needsSpace { text.append(command) }
    written = command
    for count in counts {
      if needsSpace && count >= 0 { text += " " }
      text += String(count)
      needsSpace = true
    }
  }
}
