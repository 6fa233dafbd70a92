import Foundation
import LinearAlgebra
import Storage
import TestSupport
import Testing

@testable import Domains

/// A name that no problem may have, in a file of some version, and what the error calls nearest.
struct StrayName: Sendable, CustomTestStringConvertible {
  let name: String, nearest: String, version: Int

  var testDescription: String { "\(name) in version \(version)" }

  static let all: [StrayName] = [
    ("/problem/equality_matrx", "/problem/equality_matrix"),
    ("/problem/equality_bnd", "/problem/equality_bound"),
    ("/problem/Quadratic", "/problem/quadratic"), ("/problem/Q", "/problem/quadratic"),
    ("/problem/A_ub", "/problem/inequality_matrix"),
    ("/problem/box", "attribute box of /problem"), ("/problem@Box", "attribute box of /problem"),
    ("/perturbation/lowr", "/perturbation/lower"), ("/perturbation/uper", "/perturbation/upper"),
    ("/perturbation/ub", "/perturbation/upper"), ("/train/lower", "/perturbation/lower"),
    ("/train/feature", "/train/features"), ("/held_out/y", "/held_out/labels"),
    ("/target/desired-decision", "/target/desired_decisions"),
    ("/training@learning-rate", "attribute learning_rate of /training"),
    ("/training@lr", "attribute learning_rate of /training"),
    ("/training@epochs", "attribute steps of /training"),
    ("/training@optimizer", "attribute rule of /training"),
    ("/training@batch_size", "attribute batch of /training"),
    ("/training/two_stage@steps", "/training/two-stage"), ("/weights/w1", "/weights/W1"),
    ("/weights/W01", "/weights/W1"),
    ("/problem/inequality_matrix@box", "attribute box of /problem"),
    ("/perturbatoin/lower", "/perturbation"), ("/Problem/quadratic", "/problem"),
    ("/heldout/labels", "/held_out"), ("/lower", "/perturbation/lower"),
    ("/@steps", "attribute steps of /training"), ("/@Box", "attribute box of /problem"),
    ("/@optimiser", "attribute rule of /training"),
  ].flatMap { name, nearest in
    [1, 2].map { StrayName(name: name, nearest: nearest, version: $0) }
  }

  func put(into file: inout ArrayFile) {
    let parts = ProblemNames.Parts(name)
    if parts.isAttribute {
      file.attributes[parts.group, default: [:]][parts.last] = .string("adam")
    } else {
      file.arrays[name] = NamedArray([0.0])
    }
  }
}

struct ProblemAccountTests {
  /// The example as a file of the given version.
  private func example(version: Int = 2) throws -> ArrayFile {
    var file = ProblemFile.contents(of: try CustomProblem.example(), title: "Example")
    if version == 1 { file.becomeFirstVersion() }
    return file
  }

  @Test(arguments: StrayName.all)
  func refusesWhatItDoesNotKnowAndNamesTheNearest(_ stray: StrayName) throws {
    var file = try example(version: stray.version)
    stray.put(into: &file)
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: file, of: "own.h5")
    }
    guard case .unknown(_, _, let nearest, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(nearest == stray.nearest)
    #expect(error?.description.contains(nearest) ?? false)
  }

  @Test func saysThatANameBelongsToTheSecondVersion() throws {
    for name in ["rule", "batch", "weight_decay"] {
      var file = try example(version: 1)
      file.attributes["/training"]?[name] = .integer(1)
      let error = #expect(throws: ProblemFileError.self) {
        try ProblemFile.problem(in: file, of: "own.h5")
      }
      let object = "attribute \(name) of /training"
      #expect(error == .needsVersion(file: "own.h5", object: object))
      #expect(error?.description.contains("needs schema decision-problem/2") ?? false)
    }
    var file = try example(version: 1)
    file.attributes["/training"]?["optimizer"] = .string("adam")
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: file, of: "own.h5")
    }
    #expect(
      error
        == .unknown(
          file: "own.h5", object: "attribute optimizer of /training",
          nearest: "attribute rule of /training", isNewer: true))
  }

  @Test func listsWhatIsSomebodyElses() throws {
    var file = try example()
    file.arrays["/notes/deeper/day"] = NamedArray([1.0])
    file.arrays["/prices"] = NamedArray([1.0])
    file.attributes["/nothing"] = [:]
    file.rootAttributes["author"] = .string("somebody")
    #expect(
      try ProblemFile.problem(in: file, of: "own.h5").unread
        == ["attribute author of /", "/notes", "/nothing", "/prices"])
  }

  @Test func leavesAloneWhatLibrariesNote() throws {
    var file = try example()
    file.attributes["/training"]?["CLASS"] = .string("GROUP")
    file.attributes["/training"]?["MATLAB_class"] = .string("struct")
    file.attributes["/train/features"] = ["units": .string("EUR"), "CLASS": .string("CARRAY")]
    file.rootAttributes["_NCProperties"] = .string("version=2")
    file.arrays["/train/day"] = NamedArray([0.0])
    file.attributes["/train/day"] = ["CLASS": .string("DIMENSION_SCALE")]
    #expect(try ProblemFile.problem(in: file, of: "own.h5").unread == ["/train/day"])
  }

  /// What somebody has noted at an array, and whether it was meant for whoever computes.
  @Test(arguments: [
    ("/train/features", "scale", true), ("/train/features", "scale_factor", true),
    ("/target/labels", "offset", true), ("/weights/W1", "frozen", true),
    ("/train/features", "units", false), ("/train/labels", "long_name", false),
    ("/train/labels", "DIMENSION_LIST", false), ("/train/labels", "_FillValue", false),
  ])
  func listsWhatArraysSayThatNobodyReads(_ array: String, _ name: String, _ isListed: Bool) throws {
    var file = try example()
    file.attributes[array, default: [:]][name] = .double(2)
    let unread = try ProblemFile.problem(in: file, of: "own.h5").unread
    #expect(unread == (isListed ? ["attribute \(name) of \(array)"] : []))
  }

  @Test func remarksOnSettingsThatNothingDependsOn() throws {
    var file = try example()
    #expect(try ProblemFile.problem(in: file, of: "own.h5").remarks == [])
    file.attributes["/problem"]?["ridge"] = .double(0.1)
    file.attributes["/problem"]?["violation_price"] = .double(2)
    #expect(
      try ProblemFile.problem(in: file, of: "own.h5").remarks == [
        "attribute ridge of /problem has no effect: no label_quadratic_factor is predicted",
        "attribute violation_price of /problem has no effect: no bounds are predicted",
      ])
    let value = try #require(file.arrays["/problem/quadratic"]?.doubles)
    for (group, rows) in [("train", 60), ("target", 12), ("held_out", 12)] {
      file.arrays["/\(group)/label_quadratic_factor"] = NamedArray(
        Array((0..<rows).map { _ in value }.joined()), shape: [rows, 4, 4])
    }
    file.arrays["/problem/quadratic"] = nil
    for name in ["W1", "b1", "W2", "b2"] { file.arrays["/weights/\(name)"] = nil }
    file.attributes = file.attributes.filter {
      !$0.key.hasPrefix("/weights") && $0.key != "/problem/quadratic"
    }
    #expect(
      try ProblemFile.problem(in: file, of: "own.h5").remarks.map { $0.prefix(25) }
        == ["attribute violation_price"])
  }

  @Test func tellsGroupsFromArrays() throws {
    var file = try example()
    file.arrays["/problem/equality_matrix/values"] = NamedArray([0.0])
    #expect(
      throws: ProblemFileError.value(
        file: "own.h5", object: "/problem/equality_matrix", .noArray)
    ) { try ProblemFile.problem(in: file, of: "own.h5") }
    file = try example()
    file.attributes["/problem/equality_bound"] = [:]
    #expect(
      throws: ProblemFileError.value(file: "own.h5", object: "/problem/equality_bound", .noArray)
    ) { try ProblemFile.problem(in: file, of: "own.h5") }
    file = try example()
    for name in file.arrays.keys where name.hasPrefix("/perturbation") { file.arrays[name] = nil }
    file.arrays["/perturbation"] = NamedArray([0.0])
    file.attributes["/perturbation"] = nil
    #expect(
      throws: ProblemFileError.value(file: "own.h5", object: "/perturbation", .noGroup)
    ) { try ProblemFile.problem(in: file, of: "own.h5") }
  }

  /// What an `ArrayFile` cannot hold counts as well.
  @Test func accountsForFilesOnDisk() async throws {
    let directory = try TemporaryDirectory()
    let url = directory.file("own.h5")
    var file = try example()
    file.attributes["/problem"]?["Box"] = .double(0.01)
    try await file.write(to: url)
    await #expect(throws: ProblemFileError.self) { try await ProblemFile.read(url) }
    let members = try await ArrayFile.members(of: url)
    #expect(members == file.members.merging(["/@content_sha256": .attribute]) { $1 })
  }

  @Test(arguments: [
    ("", "", 0), ("box", "box", 0), ("matrx", "matrix", 1), ("lowre", "lower", 1),
    ("abc", "", 3), ("kitten", "sitting", 3),
  ])
  func countsSingleChanges(first: String, second: String, expected: Int) {
    #expect(EditDistance.between(first, second) == expected)
    #expect(EditDistance.between(second, first) == expected)
  }
}

struct TransposedProblemTests {
  private func transposed(_ array: NamedArray) -> NamedArray {
    guard array.shape.count == 2, let values = array.doubles else { return array }
    let (rows, columns) = (array.shape[0], array.shape[1])
    let turned = (0..<columns).flatMap { j in (0..<rows).map { i in values[i * columns + j] } }
    return NamedArray(turned, shape: [columns, rows])
  }

  @Test func saysThatAllMatricesAreTransposed() throws {
    var file = ProblemFile.contents(of: try CustomProblem.example(), title: "MATLAB")
    file.arrays = file.arrays.mapValues(transposed)
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: file, of: "own.h5")
    }
    #expect(error == .transposed(file: "own.h5", object: "/train/labels", found: [4, 60]))
    #expect(error?.description.contains("MATLAB") ?? false)
  }

  @Test func saysThatOneMatrixIsTransposed() throws {
    var file = ProblemFile.contents(of: try CustomProblem.example(), title: "MATLAB")
    for name in ["/problem/inequality_matrix", "/perturbation/lower", "/weights/W2"] {
      let before = file.arrays[name]
      file.arrays[name] = before.map(transposed)
      let error = #expect(throws: ProblemFileError.self) {
        try ProblemFile.problem(in: file, of: "own.h5")
      }
      let sentence = error?.description ?? ""
      for part in ["transposed, as MATLAB", "file[name] = a.T", "h5write(file, name, A.')"] {
        #expect(sentence.contains(part), "\(sentence)")
      }
      file.arrays[name] = before
    }
  }

  /// Features tell the others how many instances there are, so that the others seem wrong.
  @Test func namesTheMatrixThatIsTransposedWhereAnotherOneDoesNotFit() throws {
    var file = ProblemFile.contents(of: try CustomProblem.example(), title: "MATLAB")
    file.arrays["/train/features"] = file.arrays["/train/features"].map(transposed)
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: file, of: "own.h5")
    }
    #expect(
      error == .transposedAlone(file: "own.h5", object: "/train/features", found: [6, 60]))
    #expect(error?.description.contains("everything fits once it is transposed") ?? false)
  }

  @Test func saysHowToReverseThreeDimensions() throws {
    var file = ProblemFile.contents(of: try CustomProblem.example(), title: "MATLAB")
    let value = try #require(file.arrays["/problem/quadratic"]?.doubles)
    for (group, rows) in [("train", 60), ("target", 12), ("held_out", 12)] {
      file.arrays["/\(group)/quadratic"] = NamedArray(
        Array((0..<rows).map { _ in value }.joined()),
        shape: group == "train" ? [4, 4, rows] : [rows, 4, 4])
    }
    file.arrays["/problem/quadratic"] = nil
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: file, of: "own.h5")
    }
    let sentence = error?.description ?? ""
    #expect(sentence.contains("4×4×60, which is 60×4×4 transposed"), "\(sentence)")
    #expect(sentence.contains("permute(A, [3 2 1])"), "\(sentence)")
  }
}
