import Domains
import Foundation
import LinearAlgebra
import Reproducibility
import Storage
import Testing

/// What `--output` may replace, and what it must leave as it is.
struct OutputTests {
  /// Something that is no result of the program, made at a path.
  struct Foreign: Sendable, CustomTestStringConvertible {
    let name: String
    let mention: String
    let make: @Sendable (URL) throws -> Void
    var testDescription: String { name }

    static let special: [Foreign] = [
      Foreign(name: "a link to a file", mention: "a symbolic link") { place in
        let target = place.deletingLastPathComponent().appending(path: "target")
        try Data("kept".utf8).write(to: target)
        try FileManager.default.createSymbolicLink(at: place, withDestinationURL: target)
      },
      Foreign(name: "a link to nothing", mention: "a symbolic link") {
        try FileManager.default.createSymbolicLink(
          atPath: $0.path, withDestinationPath: "/nowhere/at/all")
      },
      Foreign(name: "a link to a device", mention: "a symbolic link") {
        try FileManager.default.createSymbolicLink(
          atPath: $0.path, withDestinationPath: "/dev/null")
      },
      Foreign(name: "a pipe", mention: "a named pipe") {
        try #require(mkfifo($0.path, 0o600) == 0)
      },
    ]

    static let files: [Foreign] = [
      Foreign(name: "a text", mention: "schema") { try Data("notes".utf8).write(to: $0) },
      Foreign(name: "a damaged file", mention: "schema") {
        try Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0, 1]).write(to: $0)
      },
    ]
  }

  private func kind(_ url: URL) throws -> String {
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
    return
      "\(attributes[.type] ?? "") \(attributes[.size] ?? "") \(attributes[.modificationDate] ?? "")"
  }

  private static let commands: [[String]] = [
    ["example", "--force"],
    ["gradient", "own.h5", "--learner", "two-stage"],
    [
      "attack", "own.h5", "--learner", "two-stage", "--attack", "meta-gradient", "--budget", "0.1",
      "--iterations", "1", "--evaluate", "none",
    ],
  ]

  private func process() throws -> ReportProcess {
    let report = try ReportProcess()
    let example = try report.run("example", "--output", "own.h5")
    try #require(example.status == 0, "\(example.errors)")
    return report
  }

  @Test(arguments: Foreign.special + Foreign.files)
  func leavesAsItIsWhatTheProgramDidNotWrite(_ foreign: Foreign) throws {
    let report = try process()
    let place = report.root.appending(path: "out.h5")
    try foreign.make(place)
    let before = try kind(place)
    for command in Self.commands {
      let run = try report.run(command + ["--output", "out.h5"])
      #expect(run.status != 0 && run.output.isEmpty, "\(command)")
      #expect(
        run.errors.contains("out.h5") && run.errors.contains(foreign.mention), "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
      #expect(try kind(place) == before)
    }
  }

  @Test func refusesDevicesDirectoriesAndNoNameAtAll() throws {
    let report = try process()
    for command in Self.commands {
      for (place, mention) in [
        ("/dev/null", "a device"), ("Templates", "is a directory"), (".", "is a directory"),
        ("new/", "is a directory"), ("", "--output is empty"),
        ("nowhere/out.h5", "directory is missing"),
      ] {
        let run = try report.run(command + ["--output", place])
        #expect(run.status != 0 && run.errors.contains(mention), "\(place): \(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
      }
    }
    #expect(FileKind(at: "/dev/null") == .special("a device"))
  }

  @Test func replacesAnEmptyFileAndAResultOfItsOwnKindAlone() throws {
    let report = try process()
    let (gradient, attack) = (Self.commands[1], Self.commands[2])
    for (command, file) in [(gradient, "g.h5"), (attack, "a.h5"), (["example"], "e.h5")] {
      try Data().write(to: report.root.appending(path: file))
      let run = try report.run(command + ["--output", file])
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(try report.run(gradient + ["--output", "g.h5"]).status == 0)
    #expect(try report.run(attack + ["--output", "a.h5"]).status == 0)
    for (command, file) in [
      (gradient, "a.h5"), (attack, "g.h5"), (attack, "e.h5"), (["example", "--force"], "g.h5"),
    ] {
      let run = try report.run(command + ["--output", file])
      #expect(run.status != 0 && run.errors.contains("schema"), "\(run.errors)")
    }
  }

  @Test func saysThatAResultOfAnotherProblemIsReplaced() async throws {
    let report = try process()
    var problem = try CustomProblem.example()
    problem.train.features[0, 0] += 1
    try await ProblemFile.contents(of: problem, title: "Other").write(
      to: report.root.appending(path: "other.h5"))
    for command in Self.commands.dropFirst() {
      let (name, place) = (command[0], report.root.appending(path: "\(command[0]).h5"))
      let remark = "\(name).h5 holds a result of another problem"
      for _ in 0..<2 {
        let run = try report.run(command + ["--output", "\(name).h5"])
        #expect([0, 6].contains(run.status) && !run.errors.contains(remark))
      }
      let before = try Data(contentsOf: place)
      let other = [name, "other.h5"] + command.dropFirst(2) + ["--output", "\(name).h5"]
      let run = try report.run(other)
      #expect([0, 6].contains(run.status) && run.errors.contains(remark))
      #expect(try Data(contentsOf: place) != before)
    }
  }

  @Test(arguments: Foreign.special + [Foreign.files[0]])
  func buildsNoSiteInPlaceOfSomethingElse(_ foreign: Foreign) throws {
    let report = try ReportProcess()
    let place = report.root.appending(path: "out")
    try foreign.make(place)
    let before = try kind(place)
    for path in ["out", "out/"] {
      let run = try report.run("build", "--preset", "quick", "--only", "5a", "--output", path)
      #expect(run.status != 0 && run.errors.contains("not a directory"), "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
    #expect(try kind(place) == before)
  }

  @Test func buildsNoSiteAmongOtherFilesOrWithoutAName() throws {
    let report = try ReportProcess()
    let folder = report.root.appending(path: "out")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: folder.appending(path: "thesis.tex"))
    for (path, mention) in [
      ("out", "thesis.tex"), ("", "--output is empty"), ("/dev/null", "a device"),
    ] {
      let run = try report.run("build", "--preset", "quick", "--only", "5a", "--output", path)
      #expect(run.status != 0 && run.errors.contains(mention), "\(run.errors)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["thesis.tex"])
  }

  @Test func calibratesIntoNothingButAFile() throws {
    let report = try ReportProcess()
    let place = report.root.appending(path: "data/calibration.json")
    let elsewhere = report.root.appending(path: "kept.json")
    try FileManager.default.moveItem(at: place, to: elsewhere)
    try FileManager.default.createSymbolicLink(at: place, withDestinationURL: elsewhere)
    let linked = try report.run("calibrate", "--only", "synthetic")
    #expect(linked.status != 0 && linked.errors.contains("a symbolic link"), "\(linked.errors)")
    try FileManager.default.removeItem(at: place)
    try #require(mkfifo(place.path, 0o600) == 0)
    for command in ["calibrate", "performance"] {
      if command == "performance" {
        try #require(mkfifo(report.root.appending(path: "data/performance.json").path, 0o600) == 0)
      }
      let run = try report.run([command])
      #expect(run.status != 0 && run.errors.contains("a named pipe"), "\(run.errors)")
    }
  }
}
