/// The value of a path's `d` attribute in relative coordinates of whole hundredths of a pixel.
///
/// Distances are taken between rounded positions, so that rounding errors do not add up. Bytes are
/// read and written, since paths are most of a drawing and characters are slow.
struct SVGPathData {
  private var bytes: [UInt8] = []
  private var pen = (x: 0, y: 0)
  private var start = (x: 0, y: 0)
  private var written: UInt8?
  private var needsSpace = false
  private var isMovePending = false
  /// Where the pen was lifted.
  private var last: (x: Int, y: Int)?
  /// From the second control point of the last curve to its end.
  private var arm: (x: Int, y: Int)?

  /// The value.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Reads absolute commands `M`, `L`, `H`, `V`, `C`, `Z`, as Cairo writes them.
  init(_ source: String) {
    let source = Array(source.utf8)
    var command = UInt8(ascii: "M")
    var numbers: [Int] = []
    var at = 0
    while at < source.count {
      let byte = source[at]
      if SVGPathData.isSeparator(byte) {
        at += 1
        continue
      }
      if SVGPathData.isCommand(byte) {
        at += 1
        command = byte
        if command == UInt8(ascii: "Z") { close() }
        continue
      }
      let word = source[at...].prefix {
        !SVGPathData.isSeparator($0) && !SVGPathData.isCommand($0)
      }
      at = word.endIndex
      numbers.append(Hundredths(SVGPathData.number(word)).count)
      guard numbers.count == SVGPathData.size(of: command) else { continue }
      draw(command, numbers)
      numbers.removeAll(keepingCapacity: true)
    }
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n")
  }

  private static func isCommand(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  /// How many numbers a command takes.
  private static func size(of command: UInt8) -> Int {
    switch command {
    case UInt8(ascii: "C"): 6
    case UInt8(ascii: "H"), UInt8(ascii: "V"): 1
    default: 2
    }
  }

  /// The number that is written there.
  ///
  /// Up to fifteen digits over a power of ten up to 10¹⁵ are two exact doubles, whose quotient
  /// is the nearest one; all else is left to the library.
  private static func number(_ word: ArraySlice<UInt8>) -> Double {
    let digits = word.first == UInt8(ascii: "-") ? word.dropFirst() : word
    var (whole, scale, isFraction) = (0, 1.0, false)
    if digits.count <= 15 {
      var isPlain = !digits.isEmpty
      for byte in digits {
        if byte == UInt8(ascii: "."), !isFraction {
          isFraction = true
        } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
          whole = 10 * whole + Int(byte - UInt8(ascii: "0"))
          if isFraction { scale *= 10 }
        } else {
          isPlain = false
        }
      }
      if isPlain { return (word.count > digits.count ? -1 : 1) * Double(whole) / scale }
    }
    let text = String(decoding: word, as: UTF8.self)
    guard let value = Double(text) else {
      preconditionFailure("“\(text)” in a path that Cairo wrote")
    }
    return value
  }

  private mutating func draw(_ command: UInt8, _ numbers: [Int]) {
    if command == UInt8(ascii: "M") {
      if !isMovePending && !bytes.isEmpty { last = pen }
      (pen.x, pen.y, isMovePending) = (numbers[0], numbers[1], true)
      return
    }
    if isMovePending { move() }
    switch command {
    case UInt8(ascii: "C"): curve(numbers)
    case UInt8(ascii: "H"): line(to: (numbers[0], pen.y))
    case UInt8(ascii: "V"): line(to: (pen.x, numbers[0]))
    default: line(to: (numbers[0], numbers[1]))
    }
  }

  private mutating func line(to end: (x: Int, y: Int)) {
    let (dx, dy) = (end.x - pen.x, end.y - pen.y)
    begin(UInt8(ascii: dy == 0 ? "h" : dx == 0 ? "v" : "l"))
    if dx != 0 || dy == 0 { put(dx) }
    if dy != 0 { put(dy) }
    (pen, arm) = (end, nil)
  }

  /// A curve that goes on as smoothly as the last one ended needs no first control point.
  private mutating func curve(_ numbers: [Int]) {
    func step(_ place: Int) -> (x: Int, y: Int) {
      (numbers[2 * place] - pen.x, numbers[2 * place + 1] - pen.y)
    }
    let (first, second, end) = (step(0), step(1), step(2))
    let goesOn = arm.map { abs(first.x - $0.x) <= 1 && abs(first.y - $0.y) <= 1 } ?? false
    begin(UInt8(ascii: goesOn ? "s" : "c"))
    if !goesOn { put(first) }
    put(second)
    put(end)
    arm = (end.x - second.x, end.y - second.y)
    pen = (numbers[4], numbers[5])
  }

  private mutating func move() {
    let from = last ?? (0, 0)
    begin(UInt8(ascii: last == nil ? "M" : "m"))
    put((pen.x - from.x, pen.y - from.y))
    (start, isMovePending, arm) = (pen, false, nil)
  }

  private mutating func close() {
    bytes.append(UInt8(ascii: "z"))
    (pen, written, arm) = (start, UInt8(ascii: "z"), nil)
  }

  /// Begins a command, whose letter is written unless the last one's was the same.
  private mutating func begin(_ command: UInt8) {
    needsSpace = command == written
    if !needsSpace { bytes.append(command) }
    written = command
  }

  private mutating func put(_ step: (x: Int, y: Int)) {
    put(step.x)
    put(step.y)
  }

  private mutating func put(_ count: Int) {
    if needsSpace && count >= 0 { bytes.append(UInt8(ascii: " ")) }
    bytes.append(contentsOf: String(count).utf8)
    needsSpace = true
  }
}
