import LinearAlgebra
import Storage
import Testing

@testable import Domains

/// One damaged file: what was changed in the example, and what is wrong with it then.
struct DamagedProblem: Sendable, CustomTestStringConvertible {
  typealias Extent = ProblemFileError.Extent

  let name: String
  let error: ProblemFileError
  let damage: @Sendable (inout ArrayFile) -> Void

  var testDescription: String { name }

  /// The file's name.
  static let file = "own.h5"

  private static func missing(
    _ object: String, _ need: ProblemFileError.Need = .always
  ) -> DamagedProblem {
    .init(
      name: "without \(object)", error: .missing(file: file, object: object, need)
    ) { $0.arrays[object] = nil }
  }

  private static func missing(
    attribute name: String, _ need: ProblemFileError.Need = .always
  ) -> DamagedProblem {
    let object = "attribute \(name) of /training"
    return .init(
      name: "without \(object)", error: .missing(file: file, object: object, need)
    ) {
      $0.attributes["/training"]?[name] = nil
      if name == "hidden" {
        for part in ["W1", "b1", "W2", "b2"] { $0.arrays["/weights/\(part)"] = nil }
      }
    }
  }

  /// The example with some of its weights alone.
  private static func onlyWeights(
    _ kept: [String], missing: String, hidden: AttributeValue? = .integer(16), version: Int = 2
  ) -> DamagedProblem {
    let text = hidden.map { "\($0)" } ?? "none"
    return .init(
      name: "\(kept) alone in version \(version), hidden \(text)",
      error: .missing(file: file, object: missing, .allWith("/weights/\(kept[0])"))
    ) { file in
      if version == 1 { file.becomeFirstVersion() }
      file.attributes["/training"]?["hidden"] = hidden
      for part in ["W1", "b1", "W2", "b2"] where !kept.contains(part) {
        file.arrays["/weights/\(part)"] = nil
        file.attributes["/weights/\(part)"] = nil
      }
    }
  }

  private static func shape(
    _ object: String, _ found: [Int], _ expected: [Extent]
  ) -> DamagedProblem {
    .init(
      name: "\(object) of shape \(found)",
      error: .shape(file: file, object: object, found: found, expected: expected)
    ) {
      $0.arrays[object] = NamedArray(
        Array(repeating: 0.0, count: found.reduce(1, *)), shape: found)
    }
  }

  /// Replaces one entry.
  private static func entry(
    _ object: String, _ index: Int, _ value: Double, _ problem: ProblemFileError.ValueProblem,
    version: Int = 2
  ) -> DamagedProblem {
    .init(
      name: "\(object) with \(value) in version \(version)",
      error: .value(file: file, object: object, problem)
    ) {
      if version == 1 { $0.becomeFirstVersion() }
      if object == "/perturbation/label_lower" {
        $0.arrays[object] = NamedArray(Array(repeating: 0.0, count: 240), shape: [60, 4])
      }
      guard let array = $0.arrays[object], var values = array.doubles else { return }
      values[index] = value
      $0.arrays[object] = NamedArray(values, shape: array.shape)
    }
  }

  private static func attribute(
    _ name: String, of group: String = "/training", _ value: AttributeValue,
    _ problem: ProblemFileError.ValueProblem
  ) -> DamagedProblem {
    let object = "attribute \(name) of \(group)"
    return .init(
      name: "\(object) = \(value)", error: .value(file: file, object: object, problem)
    ) { $0.attributes[group, default: [:]][name] = value }
  }

  private static func constraints(
    _ name: String, _ constraint: ProblemFileError.Constraint,
    _ damage: @escaping @Sendable (inout ArrayFile) -> Void
  ) -> DamagedProblem {
    .init(name: name, error: .constraints(file: file, .infeasible(constraint)), damage: damage)
  }

  private static let n = Extent.fixed("n", 60, as: "as in /train/features")
  private static let d = Extent.fixed("d", 6, as: "as in /train/features")
  private static let k = Extent.fixed("k", 4, as: "as in /train/labels")
  private static let weight = ProblemFileError.Need.with("/weights/W1")

  static let all: [DamagedProblem] =
    [
      .init(name: "no schema", error: .schema(file: file, found: nil)) {
        $0.rootAttributes["schema"] = nil
      },
      .init(name: "another schema", error: .schema(file: file, found: "poison/1")) {
        $0.rootAttributes["schema"] = .string("poison/1")
      },
    ] + missingObjects + shapes + values + attributes + feasibility

  private static let missingObjects: [DamagedProblem] = [
    missing("/train/features"), missing("/train/labels"), missing("/target/features"),
    missing("/target/labels"),
    .init(
      name: "without Q in version 1",
      error: .missing(file: file, object: "/problem/quadratic", .always)
    ) {
      $0.becomeFirstVersion()
      $0.arrays["/problem/quadratic"] = nil
      $0.attributes["/problem/quadratic"] = nil
    },
    missing("/held_out/features", .with("/held_out/labels")),
    missing("/held_out/labels", .with("/held_out/features")),
    missing("/problem/inequality_matrix", .evenEmpty),
    missing("/problem/inequality_bound", .evenEmpty),
    missing("/weights/b1", weight), missing("/weights/W2", weight), missing("/weights/b2", weight),
    missing("/weights/W1", .with("/weights/b1")),
    onlyWeights(["W1"], missing: "/weights/b1, /weights/W2 and /weights/b2"),
    onlyWeights(["W1"], missing: "/weights/b1, /weights/W2 and /weights/b2", hidden: nil),
    onlyWeights(["W1", "b1"], missing: "/weights/W2 and /weights/b2"),
    onlyWeights(["b1"], missing: "/weights/W1, /weights/W2 and /weights/b2", version: 1),
    onlyWeights(["W2"], missing: "/weights/W1, /weights/b1 and /weights/b2"),
    onlyWeights(
      ["W1"], missing: "/weights/b1, /weights/W2, /weights/b2, /weights/W3 and /weights/b3",
      hidden: .integers([16, 8])),
    missing(attribute: "steps"), missing(attribute: "learning_rate"),
    missing(attribute: "activation"), missing(attribute: "loss"),
    missing(attribute: "hidden", .withoutWeights),
    .init(
      name: "A without b",
      error: .missing(
        file: file, object: "/problem/equality_bound", .with("/problem/equality_matrix"))
    ) { $0.arrays["/problem/equality_matrix"] = NamedArray([1.0, 1, 1, 1], shape: [1, 4]) },
  ]

  private static let shapes: [DamagedProblem] = [
    shape("/train/features", [60], [.any("n"), .any("d")]),
    shape("/train/features", [0, 6], [.any("n"), .any("d")]),
    shape(
      "/train/labels", [59, 4],
      [.fixed("n", 60, as: "a row for each row of /train/features"), .any("k")]),
    shape("/target/features", [12, 5], [.any("t"), d]),
    shape(
      "/target/labels", [12, 3],
      [.fixed("t", 12, as: "a row for each row of /target/features"), k]),
    shape("/held_out/features", [12, 7], [.any("s"), d]),
    shape("/problem/quadratic", [4, 3], [k, k]),
    shape("/problem/inequality_matrix", [4, 3], [.any("r", least: 0), k]),
    shape("/problem/inequality_bound", [4], [.fixed("r", 3, as: "as in inequality_matrix")]),
    shape("/problem/inequality_bound", [3, 1], [.fixed("r", 3, as: "as in inequality_matrix")]),
    shape("/perturbation/lower", [6, 60], [n, d]),
    shape("/perturbation/upper", [], [n, d]),
    shape("/perturbation/features", [60, 4], [n, d]),
    shape("/perturbation/labels", [60, 6], [n, k]),
    shape("/weights/W1", [16, 5], [.any("H"), d]),
    shape("/weights/W2", [16, 4], [k, .fixed("H", 16, as: "as in /weights/W1")]),
    shape("/weights/b1", [15], [.fixed("H", 16, as: "as in /weights/W1")]),
    shape("/weights/b2", [1, 4], [k]),
    shape(
      "/target/desired_decisions", [60, 4], [.fixed("t", 12, as: "as in /target/features"), k]),
  ]

  private static let values: [DamagedProblem] = [
    .init(
      name: "labels of text", error: .value(file: file, object: "/train/labels", .noNumber)
    ) {
      $0.arrays["/train/labels"] = NamedArray(
        Array(repeating: "1", count: 240), shape: [60, 4])
    },
    .init(
      name: "NaN",
      error: .value(
        file: file, object: "/problem/inequality_bound", .notFinite(position: [1], .infinity))
    ) { $0.arrays["/problem/inequality_bound"] = NamedArray([1, .infinity, 1]) },
    entry("/train/features", 8, -.infinity, .notFinite(position: [1, 2], -.infinity)),
    entry("/weights/W2", 17, .infinity, .notFinite(position: [1, 1], .infinity)),
    entry("/problem/quadratic", 1, 0.25, .asymmetric(row: 1, column: 0)),
    entry("/problem/quadratic", 10, -1, .negativeCurvature(minor: 3, instance: nil)),
    entry("/problem/quadratic", 10, -1, .indefinite(minor: 3), version: 1),
    entry("/problem/quadratic", 0, 0, .indefinite(minor: 1), version: 1),
    entry("/perturbation/label_lower", 7, 0.5, .excludesZero(position: [1, 3], 0.5)),
    .init(
      name: "a mask of halves",
      error: .value(file: file, object: "/perturbation/rows", .noFlag(position: 1, 0.5))
    ) {
      $0.arrays["/perturbation/rows"] = NamedArray([1.0, 0.5] + Array(repeating: 0, count: 58))
    },
    entry("/perturbation/lower", 7, 0.5, .excludesZero(position: [1, 1], 0.5)),
    entry("/perturbation/upper", 359, -2, .excludesZero(position: [59, 5], -2)),
    .init(
      name: "a row of zeros",
      error: .value(file: file, object: "/problem/inequality_matrix", .zeroRow(1))
    ) {
      $0.arrays["/problem/inequality_matrix"] = NamedArray(
        [1.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], shape: [3, 4])
    },
  ]

  private static let attributes: [DamagedProblem] = [
    attribute("steps", .integer(-1), .notCount(-1, least: 0)),
    attribute("steps", .double(2.5), .notCount(2.5, least: 0)),
    attribute("steps", .string("60"), .noNumber),
    attribute("steps", .integers([60, 60]), .severalValues(2)),
    attribute("learning_rate", .double(0), .notPositive(0)),
    attribute("learning_rate", .double(-.infinity), .notFinite(position: [], -.infinity)),
    attribute("activation", .string("sigmoid"), .unknown("sigmoid", known: ["tanh", "relu"])),
    attribute("activation", .integer(1), .noText),
    attribute("loss", .string("Sum"), .unknown("Sum", known: ["sum", "mean"])),
    attribute("hidden", .integer(0), .differs(0, from: 16, of: "the rows of /weights/W1")),
    attribute("hidden", .integers([16, 0]), .notCount(0, least: 1)),
    attribute(
      "hidden", .integers([16, 8]),
      .listDiffers([16, 8], from: [16], of: "the rows of /weights/W1, W2, …")),
    attribute("rule", .string("sign"), .unknown("sign", known: ["plain", "momentum", "adam"])),
    attribute(
      "batch", .integer(61), .exceeds(61, most: 60, of: "the rows of /train/features")),
    attribute("weight_decay", .double(-0.5), .negative(-0.5)),
    attribute("steps", of: "/training/two-stage", .double(0.5), .notCount(0.5, least: 0)),
    attribute("hidden", .integer(8), .differs(8, from: 16, of: "the rows of /weights/W1")),
    attribute("box", of: "/problem", .double(-1), .notPositive(-1)),
    .init(
      name: "far too many steps",
      error: .tooLarge(
        file: file, steps: 1_000_000_000,
        gibibytes: 8 * (1_000_000_001 * 240 + 12 * (60 * 20 + 180)) / 0x1p30, most: 2)
    ) { $0.attributes["/training"]?["steps"] = .integer(1_000_000_000) },
  ]

  private static let feasibility: [DamagedProblem] = [
    constraints("rows against each other", .inequality(1)) {
      $0.arrays["/problem/inequality_matrix"] = NamedArray(
        [1.0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 1], shape: [3, 4])
      $0.arrays["/problem/inequality_bound"] = NamedArray([-0.75, 0.5, 1])
    },
    constraints("equalities against each other", .equality(1)) {
      $0.arrays["/problem/equality_matrix"] = NamedArray(
        [1.0, 1, 1, 1, 2, 2, 2, 2], shape: [2, 4])
      $0.arrays["/problem/equality_bound"] = NamedArray([0.0, 1.0])
    },
    constraints("an equality outside the box", .box(variable: 2, isUpper: true)) {
      $0.arrays["/problem/equality_matrix"] = NamedArray([0.0, 0, 1, 0], shape: [1, 4])
      $0.arrays["/problem/equality_bound"] = NamedArray([1.5])
    },
    constraints("an equality below the box", .box(variable: 2, isUpper: false)) {
      $0.arrays["/problem/equality_matrix"] = NamedArray([0.0, 0, 1, 0], shape: [1, 4])
      $0.arrays["/problem/equality_bound"] = NamedArray([-1.5])
    },
  ]
}

extension ArrayFile {
  /// Turns the file of a problem that needs nothing else into one of version 1.
  mutating func becomeFirstVersion() {
    rootAttributes["schema"] = .string("decision-problem/1")
    for name in ["rule", "batch", "weight_decay"] { attributes["/training"]?[name] = nil }
  }
}

struct ProblemFileErrorTests {
  @Test(arguments: DamagedProblem.all)
  func damageIsNamed(_ damaged: DamagedProblem) throws {
    var contents = ProblemFile.contents(of: try CustomProblem.example(), title: "Damaged")
    damaged.damage(&contents)
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: contents, of: DamagedProblem.file)
    }
    #expect(error == damaged.error)
    let sentence = error?.description ?? ""
    #expect(sentence.contains(DamagedProblem.file) && !sentence.contains("\n"), "\(sentence)")
    #expect(sentence.hasSuffix(".") && !sentence.dropLast().contains(". "), "\(sentence)")
    // What is wrong, then what to do.
    #expect([":", ","].contains { sentence.contains($0) }, "\(sentence)")
  }

  @Test func sentencesNameArrayRuleAndRemedy() {
    let shape = ProblemFileError.shape(
      file: "own.h5", object: "/target/labels", found: [12, 3],
      expected: [
        .fixed("t", 12, as: "a row for each row of /target/features"),
        .fixed("k", 4, as: "as in /train/labels"),
      ])
    #expect(
      shape.description
        == "/target/labels in own.h5 has the shape (12, 3) instead of (t, k) with t = 12 (a row "
        + "for each row of /target/features) and k = 4 (as in /train/labels): store it in that "
        + "shape."
    )
    let side = ProblemFileError.value(
      file: "own.h5", object: "/perturbation/lower", .excludesZero(position: [1, 1], 0.5))
    #expect(
      side.description
        == "/perturbation/lower in own.h5 is 0.5 at [1, 1] (counted from 0), but the rule is "
        + "lower ≤ 0 ≤ upper: correct it, 0 for entries that are not to be attacked.")
  }
}
