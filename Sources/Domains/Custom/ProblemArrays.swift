import LinearAlgebra
import Storage

/// The arrays and attributes of a file, each checked as it is asked for.
struct ProblemArrays {
  typealias Extent = ProblemFileError.Extent

  /// The file's name, for errors.
  let file: String
  /// The version of the schema.
  let version: Int
  private let contents: ArrayFile

  init(_ contents: ArrayFile, file: String, version: Int) {
    (self.contents, self.file, self.version) = (contents, file, version)
  }

  /// The same with the extents of every matrix exchanged, or of one of them, but not its entries:
  /// good for a look at shapes.
  func transposed(only path: String? = nil) -> ProblemArrays {
    var contents = contents
    for (name, array) in contents.arrays where path == nil || name == path {
      contents.arrays[name] = NamedArray(shape: array.shape.reversed(), values: array.values)
    }
    return ProblemArrays(contents, file: file, version: version)
  }

  /// The arrays that look otherwise when they are transposed, by path.
  var oblong: [(path: String, shape: [Int])] {
    contents.arrays.map { ($0.key, $0.value.shape) }
      .filter { $0.1.count > 1 && $0.1 != $0.1.reversed() }.sorted { $0.0 < $1.0 }
  }

  // MARK: Arrays

  func holds(_ path: String) -> Bool { contents.arrays[path] != nil }

  /// The extents of an array; nil if it is not there.
  func shape(_ path: String) -> [Int]? { contents.arrays[path]?.shape }

  /// Whether there is such a group.
  func holds(group: String) -> Bool {
    contents.attributes[group] != nil || contents.arrays.keys.contains { $0.hasPrefix("\(group)/") }
  }

  /// The largest l of which there are weights Wl or bl; 0 without any.
  var layers: Int {
    contents.arrays.keys.reduce(0) { max($0, ProblemNames.layer(ofWeight: $1) ?? 0) }
  }

  /// A matrix of finite numbers; integers are converted.
  func matrix(
    _ path: String, _ rows: Extent, _ columns: Extent, need: ProblemFileError.Need = .always
  ) throws -> Matrix {
    let (values, shape) = try numbers(path, [rows, columns], need: need)
    return Matrix(rows: shape[0], columns: shape[1], values: values)
  }

  /// A list of finite numbers.
  func vector(
    _ path: String, _ count: Extent, need: ProblemFileError.Need = .always
  ) throws -> [Double] {
    try numbers(path, [count], need: need).values
  }

  /// Nil if the array is not there.
  func optionalMatrix(_ path: String, _ rows: Extent, _ columns: Extent) throws -> Matrix? {
    holds(path) ? try matrix(path, rows, columns) : nil
  }

  /// A matrix of the rows of an array of two or three dimensions, each written out.
  func rows(
    _ path: String, _ extents: [Extent], need: ProblemFileError.Need
  ) throws -> Matrix {
    let (values, shape) = try numbers(path, extents, need: need)
    return Matrix(
      rows: shape[0], columns: shape.dropFirst().reduce(1, *), values: values)
  }

  /// Noughts and ones; nil if the array is not there.
  func optionalFlags(_ path: String, _ count: Extent) throws -> [Bool]? {
    guard holds(path) else { return nil }
    let values = try vector(path, count)
    if let index = values.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw ProblemFileError.value(
        file: file, object: path, .noFlag(position: index, values[index]))
    }
    return values.map { $0 == 1 }
  }

  private func numbers(
    _ path: String, _ expected: [Extent], need: ProblemFileError.Need
  ) throws -> (values: [Double], shape: [Int]) {
    guard let array = contents.arrays[path] else {
      throw ProblemFileError.missing(file: file, object: path, need)
    }
    guard array.shape.count == expected.count,
      zip(array.shape, expected).allSatisfy({ $1.allows($0) })
    else {
      throw ProblemFileError.shape(
        file: file, object: path, found: array.shape, expected: expected)
    }
    let values: [Double]
    switch array.values {
    case .doubles(let numbers): values = numbers
    case .integers(let numbers): values = numbers.map { Double($0) }
    case .strings: throw ProblemFileError.value(file: file, object: path, .noNumber)
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw ProblemFileError.value(
        file: file, object: path,
        .notFinite(position: Self.position(of: index, in: array.shape), values[index]))
    }
    return (values, array.shape)
  }

  /// The position of a row-major index.
  static func position(of index: Int, in shape: [Int]) -> [Int] {
    var (rest, position) = (index, [Int]())
    for extent in shape.reversed() {
      position.insert(rest % extent, at: 0)
      rest /= extent
    }
    return position
  }

  // MARK: Attributes

  func holds(attribute name: String, of group: String) -> Bool {
    contents.attributes[group]?[name] != nil
  }

  /// A finite number.
  func number(
    _ name: String, of group: String, need: ProblemFileError.Need = .always
  ) throws -> Double {
    let value = try attribute(name, of: group, need: need)
    let number: Double
    switch value {
    case .double(let value): number = value
    case .integer(let value): number = Double(value)
    case .doubles(let values): number = try single(values, name, group)
    case .integers(let values): number = Double(try single(values, name, group))
    case .string, .strings: throw problem(.noNumber, name, group)
    }
    guard number.isFinite else {
      throw problem(.notFinite(position: [], number), name, group)
    }
    return number
  }

  /// A number above 0.
  func positiveNumber(
    _ name: String, of group: String, need: ProblemFileError.Need = .always
  ) throws -> Double {
    let value = try number(name, of: group, need: need)
    guard value > 0 else { throw problem(.notPositive(value), name, group) }
    return value
  }

  /// A whole number, whether it is stored as an integer or not.
  func count(
    _ name: String, of group: String, least: Int, need: ProblemFileError.Need = .always
  ) throws -> Int {
    let value = try number(name, of: group, need: need)
    guard let count = Int(exactly: value), count >= least else {
      throw problem(.notCount(value, least: least), name, group)
    }
    return count
  }

  /// Whole numbers, one or a list of them.
  func counts(
    _ name: String, of group: String, least: Int, need: ProblemFileError.Need = .always
  ) throws -> [Int] {
    let numbers: [Double]
    switch try attribute(name, of: group, need: need) {
    case .doubles(let values): numbers = values
    case .integers(let values): numbers = values.map { Double($0) }
    default: return [try count(name, of: group, least: least, need: need)]
    }
    return try numbers.map { number in
      guard let count = Int(exactly: number), count >= least else {
        throw problem(.notCount(number, least: least), name, group)
      }
      return count
    }
  }

  /// One of the texts that a type knows.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of group: String, as type: Choice.Type
  ) throws -> Choice where Choice.RawValue == String {
    let known = Choice.allCases.map(\.rawValue)
    let index = try choice(name, of: group, among: known)
    return Choice.allCases[Choice.allCases.index(Choice.allCases.startIndex, offsetBy: index)]
  }

  /// The place of a text among those that are known.
  func choice(_ name: String, of group: String, among known: [String]) throws -> Int {
    let text: String
    switch try attribute(name, of: group, need: .always) {
    case .string(let value): text = value
    case .strings(let values): text = try single(values, name, group)
    default: throw problem(.noText, name, group)
    }
    guard let index = known.firstIndex(of: text) else {
      throw problem(.unknown(text, known: known), name, group)
    }
    return index
  }

  /// What is wrong with an attribute.
  func problem(
    _ problem: ProblemFileError.ValueProblem, _ name: String, _ group: String
  ) -> ProblemFileError {
    .value(file: file, object: "attribute \(name) of \(group)", problem)
  }

  private func attribute(
    _ name: String, of group: String, need: ProblemFileError.Need
  ) throws -> AttributeValue {
    guard let value = contents.attributes[group]?[name] else {
      throw ProblemFileError.missing(file: file, object: "attribute \(name) of \(group)", need)
    }
    return value
  }

  /// Some programs store one value as a list of one.
  private func single<Value>(_ values: [Value], _ name: String, _ group: String) throws -> Value {
    guard values.count == 1 else { throw problem(.severalValues(values.count), name, group) }
    return values[0]
  }
}

extension AttributeValue {
  /// The text, if this is a single one; some programs store it as a list of one.
  var text: String? {
    if case .strings(let values) = self, values.count == 1 { return values[0] }
    return string
  }
}
