import Foundation
import Reproducibility
import Site

/// Layers of other libraries, asked by `layers.py` in a process for each.
struct PeerLayers {
  /// The path of a Python that has the libraries.
  let python: String
  /// The directory of the script.
  let directory: URL
  /// How long a layer may take.
  let seconds: Double

  private struct Answers: Decodable {
    /// What was given, or why nothing was.
    struct Stage: Decodable {
      var refusal: String?
      var values: [String: [Double]]

      init(from decoder: any Decoder) throws {
        let members = try JSONValue(from: decoder).object ?? [:]
        refusal = members["refusal"]?.string
        values = members.compactMapValues { $0.array?.compactMap(\.double) }
      }
    }

    var versions: [String], setting: String, promise: String
    var answers: [String: [String: Stage]]
  }

  /// The names of all layers.
  func names() throws -> [String] {
    try output([]).split(whereSeparator: \.isNewline).map(String.init)
  }

  /// A layer's answers.
  ///
  /// - Throws: `CourtError` where the script fails, as where a library is not installed.
  func asked(_ name: String, _ suite: LayerSuite) throws -> CourtRecord.Layer {
    let text = try output([name, suite.url.path])
    let found = try JSONDecoder().decode(Answers.self, from: Data(text.utf8))
    let answers = try suite.instances.flatMap { instance in
      try CourtRecord.Stage.allCases.map { stage in
        guard let given = found.answers[instance.name]?[stage.rawValue] else {
          throw CourtError("\(name) says nothing of \(instance.name), \(stage.rawValue)")
        }
        return try given.refusal.map { CourtRecord.Answer(instance.name, stage, refusal: $0) }
          ?? instance.answer(stage, given.values)
      }
    }
    return CourtRecord.Layer(
      name: name, versions: found.versions, setting: found.setting, promise: found.promise,
      answers: answers)
  }

  private func output(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["layers.py"] + arguments
    process.currentDirectoryURL = directory
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PYTHONDONTWRITEBYTECODE": "1", "JAX_PLATFORMS": "cpu"]
    ) { $1 }
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
    do {
      try process.run()
    } catch {
      throw CourtError("\(python) could not be started: give the path of a Python")
    }
    let watch = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: watch)
    defer { watch.cancel() }
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let asked = arguments.first ?? "its layers"
      throw CourtError(
        process.terminationReason == .exit
          ? "layers.py fails for \(asked): run it by hand to see why"
          : "layers.py has no answer for \(asked) within \(seconds) s, or was ended by a signal")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
