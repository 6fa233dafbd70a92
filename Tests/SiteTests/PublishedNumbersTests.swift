import Foundation
import Learning
import Reproducibility
import TestSupport
import Testing

@testable import Paper
@testable import Site

struct PublishedNumbersTests {
  /// The rows of a table of a site, by the names of its columns.
  private static func rows(_ path: String, in files: [SiteFile]) throws -> [[String: String]] {
    let lines = try BuiltSite.text(path, in: files).components(separatedBy: "\r\n").dropLast()
    let cells = lines.map { line in
      // Commas within quotation marks are part of a cell.
      var (cells, isQuoted) = ([""], false)
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
    let names = try #require(cells.first)
    #expect(cells.allSatisfy { $0.count == names.count }, "\(path)")
    return cells.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
  }

  @Test func publishesEveryEvaluationOfEveryRecordOnce() throws {
    let made = try BuiltSite.simulated()
    let files = try BuiltSite.everything()
    let study = made.study
    let tables = try PublishedNumbers.names(of: study).map {
      try Self.rows(PublishedNumbers.evaluations($0), in: files)
    }
    #expect(tables.count == 4)
    let rows = tables.flatMap { $0 }
    var expected = 0
    for record in study.records {
      for evaluation in record.evaluations.values {
        if record.attack == nil { expected += evaluation.clean.targets.count }
        expected += evaluation.poisoned.reduce(0) { $0 + $1.targets.count }
        expected += (evaluation.sharedClean == nil ? 0 : 1) + evaluation.sharedPoisoned.count
      }
      expected += record.levels.count
    }
    // A record that two tables call by different names stands under both.
    #expect(rows.count >= expected)
    let names = [
      "panels", "series", "record", "victim", "variant", "weights", "start", "draw", "trained_on",
    ]
    let keys = rows.map { row in names.map { row[$0] ?? "" } }
    #expect(Set(keys).count == keys.count)
    #expect(Set(rows.compactMap { $0["record"] }).count == study.records.count)
  }

  /// Of a victim's loss row by row, the mean is the loss that the ledger works with.
  @Test func letsLossesBeComputedFromTheSameWeights() throws {
    let study = FabricatedStudy(preset: .full, panels: ["5a", "10b"]).study
    let files = PublishedNumbers.names(of: study).map {
      PublishedNumbers.evaluations(of: study, $0)
    }
    for panel in study.panels {
      let values = PanelValues(panel)
      let budget = panel.panel.plan.referenceBudget
      let rows = try Self.rows(
        PublishedNumbers.evaluations(panel.panel.domain.name), in: files
      ).filter { $0["panels"]?.split(separator: " ").contains(Substring(panel.panel.id)) == true }
      for victim in [VictimID.twoStage, .decisionFocused] {
        for series in [values.attack] + values.controls {
          let losses = try #require(values.losses(victim, series, budget: budget))
          for (seed, loss) in zip(panel.seeds, losses) {
            func own(_ series: String) -> [[String: String]] {
              rows.filter {
                $0["series"] == series && $0["unit"] == "\(seed)" && $0["victim"] == victim.text
                  && $0["weights"] == "fresh" && $0["variant"] == "deployed"
              }
            }
            let clean = Dictionary(
              uniqueKeysWithValues: own("none").map {
                ($0["start"] ?? "", $0["utility_targets"] ?? "")
              })
            let differences = try own(series)
              .filter { $0["budget"] == NumberFormat.exact(budget) }
              .map { row in
                let before = try #require(clean[row["start"] ?? ""])
                let after = try #require(Double(row["utility_targets"] ?? ""))
                return try #require(Double(before)) - after
              }
            let mean = differences.reduce(0, +) / Double(differences.count)
            #expect(abs(mean - loss) < 1e-12, "\(panel.panel.id), \(series), \(victim)")
          }
        }
      }
    }
  }

  @Test func summarisesEveryTrace() throws {
    let files = try BuiltSite.everything()
    let rows = try Self.rows(PublishedNumbers.traces, in: files)
    let study = try BuiltSite.simulated().study
    let traced = Set(study.records.filter { $0.trace != nil }.map { $0.key.description.prefix(16) })
    #expect(Set(rows.compactMap { $0["record"]?[...] }) == traced)
    // Fabricated sweeps go from 0.25 to 4 in every iteration.
    let range = try #require(Double(rows[0]["log10_range"] ?? ""))
    #expect(abs(range - Decades.between(0.25, 4)) < 1e-15)
    #expect(rows.allSatisfy { $0["iterations"] == "3" && $0["diverged"] == "no" })
  }

  @Test func describesEveryColumnThatItWrites() throws {
    let files = try BuiltSite.everything()
    let page = try BuiltSite.text("formats.html", in: files)
    for (dictionary, path) in zip(
      DataDictionary.all, [PublishedNumbers.evaluations("synthetic"), PublishedNumbers.traces])
    {
      let head = try BuiltSite.text(path, in: files).components(separatedBy: "\r\n")[0]
      #expect(head.components(separatedBy: ",") == dictionary.columns.map(\.column))
      for column in dictionary.columns {
        #expect(page.contains("<code>\(column.column)</code>"), "\(column.column)")
        #expect(!column.meaning.isEmpty && !column.unit.isEmpty && !column.values.isEmpty)
      }
    }
    #expect(page.contains(LedgerFile.format))
  }

  @Test func tellsUnitsWithWhatTheyShare() throws {
    var panel = try #require(FabricatedStudy(panels: ["8a"], seeds: [0, 1, 2]).study.panels.first)
    panel = PanelRecords(panel: panel.panel, seeds: [0, 1, 2], design: .groups([0, 3, 0])) {
      experiment, _ in FabricatedRecord(of: experiment, largestBudget: 1).record
    }
    var study = FabricatedStudy(panels: ["8a"], seeds: [0, 1, 2]).study
    study.panels = [panel]
    let units = StudyCell.all(study).prefix(3).map(\.unit)
    #expect(units.map(\.window) == [1, 4, 1] && units.map(\.group) == [1, 1, 2])
  }

  @Test func givesTheLedgerToPrograms() throws {
    let files = try BuiltSite.everything()
    let ledger = Ledger(try BuiltSite.simulated().study)
    let file = try JSONValue(parsing: try BuiltSite.text(PublishedNumbers.ledger, in: files))
    #expect(file["format"]?.string == LedgerFile.format)
    let claims = try #require(file["claims"]?.array)
    #expect(claims.map { $0["id"]?.string } == ledger.rows.map(\.claim.id))
    for (row, claim) in zip(ledger.rows, claims) {
      #expect(claim["verdict"]?.string == row.verdict.rawValue, "\(row.claim.id)")
      let decisions = claim["cells"]?.array?.map { $0["decision"]?.string }
      #expect(decisions == row.findings.map(\.finding.decision.rawValue))
      #expect(claim["strip"]?.array?.count == row.strip.count)
    }
    #expect(file["panels"]?["8a"]?["reference_budget"]?.double == 0.01)
  }

  // MARK: The Python that computes verdicts again

  private static let hasPython = (try? recompute("/nowhere")) != nil

  /// What the published script says of a site in a directory.
  private static func recompute(_ folder: String) throws -> (status: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-B", BuiltSite.templates.appending(path: PublishedNumbers.script).path, folder,
    ]
    (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  private static func written(_ study: PaperStudy) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      at: directory.file("numbers"), withIntermediateDirectories: true)
    for name in PublishedNumbers.names(of: study) {
      let file = PublishedNumbers.evaluations(of: study, name)
      try directory.put(file.bytes, as: file.path)
    }
    let ledger = try LedgerFile(study.panels, Ledger(study)).text()
    try directory.put(ledger, as: PublishedNumbers.ledger)
    return directory
  }

  @Test(.enabled(if: hasPython, "there is no python3")) func agreesWithTheScript() throws {
    for preset in [Preset.paper, .full] {
      let ids = ["4a", "4b", "5a", "5b", "7a", "7b", "8a", "8b", "10a", "10b"]
      let study = FabricatedStudy(preset: preset, panels: ids).study
      let directory = try Self.written(study)
      let outcome = try Self.recompute(directory.url.path)
      #expect(outcome.status == 0, "\(outcome.output)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == 7 && lines.allSatisfy { $0.hasSuffix(" as in the ledger") })
      // Another number in the ledger is found.
      let text = try String(contentsOf: directory.file(PublishedNumbers.ledger), encoding: .utf8)
      try directory.put(
        text.replacing("\"mean\":", with: "\"mean\":1"), as: PublishedNumbers.ledger)
      #expect(try Self.recompute(directory.url.path).status == 1)
    }
  }
}
