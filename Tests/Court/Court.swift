import ArgumentParser
import Foundation
import Reproducibility
import Site

/// Asks decision layers for the decisions and derivatives of programs where these are known.
@main
struct Court: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask decision layers for derivatives that are known exactly.",
    discussion: """
      Without a Python this program's layer alone is asked, and the exit code is 1 unless it is \
      right in all programs but those without a positive definite Q, which it refuses. With one, \
      the layers of other libraries are asked as well, and all answers go to data/court.json, from \
      which the next build of the report makes court.html. What is known of layers that are not \
      asked stays. Run it from the repository's directory.
      """)

  @Option(
    help: ArgumentHelp(
      "A Python that has the layers. The default is none: this program's is asked alone.",
      valueName: "path"))
  var python: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Ask these of the other layers alone. The default is all of them.", valueName: "layer"))
  var only: [String] = []
  @Option(help: "How long one of the other layers may take.") var seconds = 900.0

  func run() async throws {
    let root = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    let suite = try await LayerSuite(root: root)
    let own = try OwnLayer.asked(suite)
    report(own)
    guard let python else {
      let isAsPromised = own.answers.allSatisfy { answer in
        answer.verdict == .right
          || answer.verdict == .refused && CourtKind.semidefinite.holds(answer.instance)
      }
      if !isAsPromised { throw ExitCode(1) }
      return
    }
    let known = try CourtRecord.ifPresent(root: root)
    var record = known.flatMap { $0.suite == suite.digest ? $0 : nil } ?? .init(suite: suite.digest)
    record.put(own)
    try record.write(root: root)
    let peers = PeerLayers(
      python: python, directory: root.appending(path: "Tests/Court"), seconds: seconds)
    let names = try peers.names()
    if let other = only.first(where: { !names.contains($0) }) {
      throw ValidationError("There is no layer “\(other)”; known are \(English.joined(names)).")
    }
    for name in names where only.isEmpty || only.contains(name) {
      do {
        let layer = try peers.asked(name, suite)
        report(layer)
        record.put(layer)
        try record.write(root: root)
      } catch let error as CourtError {
        print("\(name): \(error)")
      }
    }
    print("wrote \(CourtRecord.path)")
  }

  /// Prints how many answers are of which kind.
  private func report(_ layer: CourtRecord.Layer) {
    let stages = CourtRecord.Stage.allCases.map { stage in
      "\(stage.rawValue): \(CourtRecord.counts(layer.answers(stage)))"
    }
    print("\(layer.name): \(stages.joined(separator: "; "))")
  }
}
