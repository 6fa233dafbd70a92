/// A length as a whole number of hundredths of a pixel.
struct Hundredths {
  let count: Int

  init(_ value: Double) {
    precondition(value.isFinite && abs(value) < 1e9, "\(value) is no length on a drawing")
    count = Int((value * 100).rounded())
  }

  /// The length in pixels in its shortest decimal notation, such as `12`, `.5` or `-3.25`.
  var pixels: String {
    let (whole, part) = abs(count).quotientAndRemainder(dividingBy: 100)
    var text = count < 0 ? "-" : ""
    if whole > 0 || part == 0 { text += String(whole) }
    if part > 0 {
      text += part < 10 ? ".0" : "."
      text += String(part.isMultiple(of: 10) ? part / 10 : part)
    }
    return text
  }
}
