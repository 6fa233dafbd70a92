/// Many small files as the arrays of a single one, which opens in the time that one of them takes.
public struct PackedFiles: Sendable, Equatable {
  /// The files by name.
  public var files: [String: ArrayFile]

  /// The given files.
  public init(_ files: [String: ArrayFile] = [:]) { self.files = files }

  /// Where the parts of the packed form are.
  private enum Part {
    /// The names of the files, one per line.
    static let names = "/names"
    /// The different lists of what a file holds: one line per object, a blank line after each list.
    static let layouts = "/layouts"
    /// Which list belongs to each file, in the order of the names.
    static let layout = "/layout"
    /// All floating-point numbers, integers and texts, and how many bytes each text has.
    static let doubles = "/doubles", integers = "/integers", texts = "/texts", lengths = "/lengths"
  }

  /// The single file.
  ///
  /// - Precondition: No name of a file, a path or an attribute has a line break or a tabulator.
  public func packed(schema: String, title: String) -> ArrayFile {
    var layouts: [String: Int] = [:]
    var (lists, chosen): ([String], [Int64]) = ([], [])
    var (doubles, integers, lengths): ([Double], [Int64], [Int64]) = ([], [], [])
    var texts = ""
    func add(_ array: NamedArray, _ place: String..., to list: inout String) {
      let shape = array.shape.map { "\($0)" }.joined(separator: "x")
      list += PackedFiles.line([array.values.typeName, shape] + place)
      switch array.values {
      case .doubles(let values): doubles += values
      case .integers(let values): integers += values
      case .strings(let values):
        for value in values {
          texts += value
          lengths.append(Int64(value.utf8.count))
        }
      }
    }
    let names = files.keys.sorted()
    for name in names {
      guard let file = files[name] else { continue }
      var list = ""
      for (path, array) in file.arrays.sorted(by: { $0.key < $1.key }) {
        add(array, path, to: &list)
      }
      for (path, own) in file.attributes.sorted(by: { $0.key < $1.key }) {
        if own.isEmpty { list += PackedFiles.line(["group", "", path]) }
        for (attribute, value) in own.sorted(by: { $0.key < $1.key }) {
          add(value.array, path, attribute, to: &list)
        }
      }
      if layouts[list] == nil {
        layouts[list] = lists.count
        lists.append(list)
      }
      chosen.append(Int64(layouts[list] ?? 0))
    }
    var file = ArrayFile(schema: schema, title: title)
    func text(_ value: String) -> NamedArray { NamedArray([value], shape: []) }
    file.arrays = [
      Part.names: text(names.map { PackedFiles.line([$0]) }.joined()),
      Part.layouts: text(lists.map { $0 + "\n" }.joined()), Part.layout: NamedArray(chosen),
      Part.doubles: NamedArray(doubles), Part.integers: NamedArray(integers),
      Part.texts: text(texts), Part.lengths: NamedArray(lengths),
    ]
    return file
  }

  private static func line(_ words: [String]) -> String {
    precondition(
      words.allSatisfy { !$0.utf8.contains { $0 == 9 || $0 == 10 } },
      "\(words) have a line break or a tabulator")
    return words.joined(separator: "\t") + "\n"
  }

  /// The files that a single one holds; nil if it is not the packed form of any files.
  public init?(packed file: ArrayFile) {
    guard let names = file.arrays[Part.names]?.strings?.first,
      let layouts = file.arrays[Part.layouts]?.strings?.first,
      let chosen = file.arrays[Part.layout]?.integers, var values = UnreadValues(file)
    else { return nil }
    var lists: [[Entry]] = [[]]
    for line in layouts.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        lists.append([])
      } else {
        guard let entry = Entry(line) else { return nil }
        lists[lists.count - 1].append(entry)
      }
    }
    let all = names.split(separator: "\n")
    guard all.count == chosen.count else { return nil }
    files = [:]
    for (name, index) in zip(all, chosen) {
      guard lists.indices.contains(Int(index)) else { return nil }
      var file = ArrayFile()
      for entry in lists[Int(index)] {
        if entry.type == "group" {
          file.attributes[entry.path] = [:]
          continue
        }
        guard let array = values.next(entry) else { return nil }
        if let attribute = entry.attribute {
          file.attributes[entry.path, default: [:]][attribute] = AttributeValue(array)
        } else {
          file.arrays[entry.path] = array
        }
      }
      files[String(name)] = file
    }
  }

  /// One line of a list: an array, an attribute, or an empty group.
  private struct Entry {
    let type: Substring
    let shape: [Int]
    let path: String
    /// Nil for an array.
    let attribute: String?

    init?(_ line: Substring) {
      let words = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard 3...4 ~= words.count else { return nil }
      type = words[0]
      let extents = words[1].split(separator: "x").map { Int($0) }
      shape = extents.compactMap { $0 }
      guard shape.count == extents.count, shape.allSatisfy({ 0...(1 << 31) ~= $0 }) else {
        return nil
      }
      path = String(words[2])
      attribute = words.count == 4 ? String(words[3]) : nil
    }
  }

  /// The values of all files that have not been taken yet, in the order of the lists.
  private struct UnreadValues {
    private var doubles: ArraySlice<Double>, integers: ArraySlice<Int64>
    private var lengths: ArraySlice<Int64>
    private var texts: ArraySlice<UInt8>

    init?(_ file: ArrayFile) {
      guard let doubles = file.arrays[Part.doubles]?.doubles,
        let integers = file.arrays[Part.integers]?.integers,
        let lengths = file.arrays[Part.lengths]?.integers,
        let texts = file.arrays[Part.texts]?.strings?.first
      else { return nil }
      (self.doubles, self.integers, self.lengths) = (doubles[...], integers[...], lengths[...])
      self.texts = Array(texts.utf8)[...]
    }

    mutating func next(_ entry: Entry) -> NamedArray? {
      var count = 1
      for extent in entry.shape {
        let product = count.multipliedReportingOverflow(by: extent)
        if product.overflow { return nil }
        count = product.partialValue
      }
      switch entry.type {
      case "f8": return Self.take(count, from: &doubles).map { NamedArray($0, shape: entry.shape) }
      case "i8": return Self.take(count, from: &integers).map { NamedArray($0, shape: entry.shape) }
      default:
        guard let own = Self.take(count, from: &lengths) else { return nil }
        var values: [String] = []
        for length in own {
          guard let size = Int(exactly: length), let bytes = Self.take(size, from: &texts) else {
            return nil
          }
          values.append(String(decoding: bytes, as: UTF8.self))
        }
        return NamedArray(values, shape: entry.shape)
      }
    }

    private static func take<Value>(_ count: Int, from values: inout ArraySlice<Value>) -> [Value]?
    {
      guard 0...values.count ~= count else { return nil }
      defer { values = values.dropFirst(count) }
      return Array(values.prefix(count))
    }
  }
}
