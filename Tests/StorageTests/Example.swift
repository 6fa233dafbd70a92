import Reproducibility
import Storage

/// Files to write, with every type and shape that there is.
enum Example {
  static func all() -> ArrayFile {
    var file = ArrayFile(schema: "example/1", title: "Ünïcode 😀")
    var generator = SeededGenerator(seed: 1, stream: "example")
    file.arrays = [
      "/train/features": NamedArray(generator.normals(60), shape: [12, 5]),
      "/train/labels": NamedArray(
        [0, -0.0, .infinity, -.infinity, 0x1p-1074, .greatestFiniteMagnitude], shape: [6, 1]),
      "/train-more/cube": NamedArray(generator.normals(24), shape: [2, 3, 4]),
      "/scalar": NamedArray(2.5),
      "/integers": NamedArray([Int64.min, -1, 0, Int64.max]),
      "/one integer": NamedArray([Int64(7)], shape: []),
      "/texts/names": NamedArray(["", "a", "größer", "😀"], shape: [2, 2]),
      "/texts/one": NamedArray(["alone"], shape: []),
      "/texts/empty ones": NamedArray(["", ""]),
      "/empty/rows": NamedArray([Double](), shape: [0, 7]),
      "/empty/columns": NamedArray([Double](), shape: [3, 0]),
      "/empty/vector": NamedArray([Int64]()),
      "/empty/texts": NamedArray([String]()),
    ]
    file.attributes["/train"] = ["budget": .double(0.5), "seed": .integer(-3)]
    file.attributes["/train/features"] = ["größe": .string(""), "list": .doubles([1, 2.5])]
    file.attributes["/scalar"] = ["counts": .integers([1, 2]), "names": .strings(["", "é"])]
    file.attributes["/empty/rows"] = [
      "doubles": .doubles([]), "integers": .integers([]), "strings": .strings([]),
    ]
    file.attributes["/bare"] = [:]
    file.attributes["/group/only"] = ["note": .string("no members")]
    for index in 0..<20 { file.rootAttributes["option \(index)"] = .integer(Int64(index)) }
    return file
  }

  static func small() -> ArrayFile {
    var file = ArrayFile(schema: "example/1", title: "Small")
    file.arrays["/values/numbers"] = NamedArray((0..<100).map { Double($0) }, shape: [20, 5])
    file.arrays["/scalar"] = NamedArray(0.25)
    return file
  }
}
