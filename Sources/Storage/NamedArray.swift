/// An array of numbers or texts with its shape; its name is its place in an `ArrayFile`.
public struct NamedArray: Sendable, Equatable {
  /// The elements in row-major order.
  public enum Values: Sendable, Equatable {
    /// 64-bit floating point.
    case doubles([Double])
    /// 64-bit integers.
    case integers([Int64])
    /// Texts without the character NUL.
    case strings([String])

    /// The number of elements.
    public var count: Int {
      switch self {
      case .doubles(let values): values.count
      case .integers(let values): values.count
      case .strings(let values): values.count
      }
    }

    /// What the element type is called where contents are hashed.
    var typeName: String {
      switch self {
      case .doubles: "f8"
      case .integers: "i8"
      case .strings: "str"
      }
    }
  }

  /// The extents, slowest first; empty for a scalar; an extent may be 0.
  public let shape: [Int]
  /// The elements: as many as the product of the extents.
  public let values: Values

  /// An array of any kind.
  public init(shape: [Int], values: Values) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
      "\(values.count) values do not fill the shape \(shape)")
    (self.shape, self.values) = (shape, values)
  }

  /// Numbers in row-major order; without a shape, a vector.
  public init(_ values: [Double], shape: [Int]? = nil) {
    self.init(shape: shape ?? [values.count], values: .doubles(values))
  }

  /// Integers in row-major order; without a shape, a vector.
  public init(_ values: [Int64], shape: [Int]? = nil) {
    self.init(shape: shape ?? [values.count], values: .integers(values))
  }

  /// Texts in row-major order; without a shape, a vector.
  public init(_ values: [String], shape: [Int]? = nil) {
    self.init(shape: shape ?? [values.count], values: .strings(values))
  }

  /// A single number.
  public init(_ value: Double) { self.init([value], shape: []) }

  /// The elements, if they are floating-point numbers.
  public var doubles: [Double]? {
    if case .doubles(let values) = values { values } else { nil }
  }

  /// The elements, if they are integers.
  public var integers: [Int64]? {
    if case .integers(let values) = values { values } else { nil }
  }

  /// The elements, if they are texts.
  public var strings: [String]? {
    if case .strings(let values) = values { values } else { nil }
  }
}
