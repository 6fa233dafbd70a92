import Foundation
import Learning
import TestSupport
import Testing

@testable import Paper

struct CalibrationTests {
  /// Settings are put together from parts, which must not run into each other.
  @Test func saysItsSettingsInSentencesApart() throws {
    for task in CalibrationTask.all {
      #expect(!task.setting.isEmpty)
      #expect(!task.setting.contains(/[.;][A-Z]/), "\(task.setting)")
    }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func holdsAllThatTheGridNeedsInTheCommittedFile() throws {
    let calibration = try Calibration(root: Self.root)
    for preset in Preset.allCases { #expect(!Grid(preset, calibration).panels.isEmpty) }
    let text = try String(
      contentsOf: Self.root.appending(path: Calibration.path), encoding: .utf8)
    #expect(try calibration.text() == text, "the file is canonical")
    for (name, domain) in calibration.domains {
      // Choices that were taken over from elsewhere say so; others keep what was tried.
      if domain.trials.isEmpty {
        #expect(domain.setting.contains("Taken over"), "\(name)")
        continue
      }
      for (learner, choice) in domain.learners {
        let chosen = domain.trials.filter { $0.isChosen && $0.learner == learner }
        let training = try #require(chosen.first { $0.kind == .training })
        #expect(training.steps == choice.steps && training.setting == choice.rate)
        for (method, setting) in choice.attacks {
          let trial = chosen.first { $0.kind == .final && $0.attack == method }
          #expect(trial?.setting == setting.step, "\(method) on \(learner)")
        }
      }
    }
  }

  @Test func namesAMissingOrDamagedFile() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: CalibrationError.self) { try Calibration(root: directory.url) }
    try FileManager.default.createDirectory(
      at: directory.file("data"), withIntermediateDirectories: true)
    let file = directory.file(Calibration.path)
    try Data("{".utf8).write(to: file)
    #expect(throws: CalibrationError.self) { try Calibration(root: directory.url) }
    var incomplete = Calibration.example
    incomplete.domains["portfolio"]?.learners["simple-joint"] = nil
    try Data(try incomplete.text().utf8).write(to: file)
    let error = #expect(throws: CalibrationError.self) { try Calibration(root: directory.url) }
    #expect(error?.description.contains("simple-joint") == true)
    try Data(try Calibration.example.text().utf8).write(to: file)
    #expect(try Calibration(root: directory.url) == .example)
  }
}
