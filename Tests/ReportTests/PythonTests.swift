import Domains
import Experiments
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import Storage
import Testing

@testable import Site

/// The Python that `data/README.md` and the page about one's own pipeline show, run on files that
/// the built command reads and writes.
struct PythonTests {
  private static let scripts = ["write_problem.py", "read_poison.py"]

  /// The README of the data shows the same text as the page: what is tested here is both.
  @Test func theReadmeShowsTheScriptsOfThePage() throws {
    let blocks = try Checkout.blocks(ofPythonIn: "data/README.md")
    for name in PythonTests.scripts {
      #expect(blocks.contains(try Checkout.text("Templates/\(name)")), "\(name)")
    }
  }

  /// The Python that computes verdicts again stands in the README, as on every site.
  @Test func theReadmeShowsTheScriptThatRecomputes() throws {
    let blocks = try Checkout.blocks(ofPythonIn: "data/README.md")
    let script = try Checkout.text("Templates/recompute.py")
    #expect(blocks.contains(script))
    #expect(script.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: PythonTests.scripts + ["frame_to_problem.py", "poison_to_frame.py"])
  func scriptsAreShort(_ name: String) throws {
    let lines = try Checkout.text("Templates/\(name)").split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 30 && lines.allSatisfy { $0.count <= 100 }, "\(name)")
  }

  /// Example → arrays → the README's writer → attack → the README's reader, beside what
  /// Swift writes and reads.
  @Test(.enabled(if: Python.hasArrays, "python3 has no h5py and numpy"))
  func theReadmesWriterAndReaderFitTheCommand() async throws {
    let report = try ReportProcess()
    #expect(try report.run("example", "--output", "own.h5").status == 0)
    let script = try Checkout.text("Templates/recompute.py")
    let blocks = try Checkout.blocks(ofPythonIn: "data/README.md").filter { $0 != script }
      .joined(separator: "\n")
    let written = try Python.run(
      blocks + """

        with h5py.File("own.h5") as own:
            def pair(group): return own[group + "/features"][()], own[group + "/labels"][()]
            write_problem(
                "problem.h5", pair("train"), pair("target"), own["problem/quadratic"][()],
                own["problem/inequality_matrix"][()], own["problem/inequality_bound"][()],
                held_out=pair("held_out"), box=1, reach=1)
        """, in: report.root)
    #expect(written.status == 0, "\(written.errors)")
    var expected = try CustomProblem.example()
    (expected.fitting.weights, expected.desiredDecisions) = (nil, nil)
    let url = report.root.appending(path: "problem.h5")
    #expect(try await ProblemFile.read(url).problem == expected)

    let run = try report.run(
      "attack", "problem.h5", "--learner", "two-stage", "--attack", "meta-gradient", "--budget",
      "0.5", "--label-budget", "0.1", "--iterations", "3", "--output", "poison.h5")
    #expect(run.status == 0, "\(run.errors)")
    let read = try Python.run(
      blocks + """

        import json
        poison = read_poison("poison.h5")
        poison["utilities"] = {"/".join(key): value for key, value in poison["utilities"].items()}
        poison["digest"] = content_sha256("poison.h5")
        print(json.dumps(poison, default=lambda value: value.tolist()))
        """, in: report.root)
    #expect(read.status == 0, "\(read.errors)")
    let poison = try JSONValue(parsing: read.output)
    let file = try await ArrayFile(
      contentsOf: report.root.appending(path: "poison.h5"), verifying: true)
    #expect(poison["digest"]?.string == "\(file.contentDigest)")
    for (name, path) in [
      ("epsilon", "/perturbation/features"), ("alpha", "/perturbation/labels"),
      ("gradient", "/meta_gradient/features"),
    ] {
      #expect(PythonTests.rows(poison[name]) == RowsOf(file, path).rows, "\(name)")
    }
    for state in ["clean", "poisoned"] {
      #expect(
        PythonTests.rows(poison["decisions"]?[state])
          == RowsOf(file, "/decided/\(state)/targets/decisions").rows, "\(state)")
    }
    let verdict = try #require(file.attributes["/verdict"])
    for (name, value) in verdict {
      let found = poison["verdict"]?[name]
      #expect(found?.string == value.string, "\(name)")
      if let code = value.integer { #expect(found?.double == Double(code)) }
    }
    for learner in LearnerNames.all {
      for weights in ["shared", "fresh"] {
        for place in ["targets", "held_out"] {
          let means = poison["utilities"]?["\(learner)/\(weights)/\(place)"]
          for (name, path) in [
            ("clean", "/evaluation/\(learner)/\(weights)/\(place)/clean"),
            ("poisoned", "/evaluation/\(learner)/\(weights)/\(place)/poisoned"),
            ("random-signs", "/controls/random-signs/\(learner)/\(weights)/\(place)"),
            ("uniform-noise", "/controls/uniform-noise/\(learner)/\(weights)/\(place)"),
          ] {
            let values = RowsOf(file, path).rows.flatMap { $0 }
            let mean = values.reduce(0, +) / Double(values.count)
            let found = try #require(means?[name]?.double, "\(learner), \(name)")
            #expect((found - mean).magnitude <= 1e-15 * Double(values.count), "\(path)")
          }
        }
      }
    }
  }

  private static func rows(_ value: JSONValue?) -> [[Double]] {
    (value?.array ?? []).map { ($0.array ?? []).compactMap(\.double) }
  }

  /// The rows of an array of a file; a vector is one row.
  private struct RowsOf {
    let rows: [[Double]]

    init(_ file: ArrayFile, _ path: String) {
      let array = file.arrays[path]
      let (values, width) = (array?.doubles ?? [], array?.shape.last ?? 1)
      rows = stride(from: 0, to: values.count, by: max(1, width)).map {
        Array(values[$0..<$0 + width])
      }
    }
  }
}
