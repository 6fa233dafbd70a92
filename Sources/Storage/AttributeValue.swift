/// What an attribute of a group or an array holds: a number, a text, or a list of them.
public enum AttributeValue: Sendable, Equatable {
  /// A floating-point number.
  case double(Double)
  /// An integer.
  case integer(Int64)
  /// A text without the character NUL.
  ///
  /// Beyond 64 kB a scalar array of one text is the better place: HDF5 keeps such attributes apart,
  /// where no checksum covers them.
  case string(String)
  /// Floating-point numbers.
  case doubles([Double])
  /// Integers.
  case integers([Int64])
  /// Texts.
  case strings([String])

  /// The number, if this is a single one, or a list of one; integers are converted.
  public var double: Double? {
    switch single {
    case .double(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// The integer, if this is a single one, or a list of one.
  public var integer: Int64? {
    if case .integer(let value) = single { value } else { nil }
  }

  /// The text, if this is a single one, or a list of one.
  public var string: String? {
    if case .string(let value) = single { value } else { nil }
  }

  /// The element of a list of one, which other programs write for a single one.
  private var single: AttributeValue {
    switch self {
    case .doubles(let values): values.count == 1 ? .double(values[0]) : self
    case .integers(let values): values.count == 1 ? .integer(values[0]) : self
    case .strings(let values): values.count == 1 ? .string(values[0]) : self
    default: self
    }
  }

  /// The same as an array: of no dimension, or of one.
  var array: NamedArray {
    switch self {
    case .double(let value): NamedArray([value], shape: [])
    case .integer(let value): NamedArray([value], shape: [])
    case .string(let value): NamedArray([value], shape: [])
    case .doubles(let values): NamedArray(values)
    case .integers(let values): NamedArray(values)
    case .strings(let values): NamedArray(values)
    }
  }

  /// Nil if the array has more than one dimension and more than one element.
  init?(_ array: NamedArray) {
    let isSingle = array.shape.count != 1
    guard !isSingle || array.values.count == 1 else { return nil }
    switch array.values {
    case .doubles(let values): self = isSingle ? .double(values[0]) : .doubles(values)
    case .integers(let values): self = isSingle ? .integer(values[0]) : .integers(values)
    case .strings(let values): self = isSingle ? .string(values[0]) : .strings(values)
    }
  }
}
