import Foundation
import Paper
import Testing

/// `report scale`, as somebody uses it to see how far a machine goes.
struct ScaleTests {
  @Test func measuresUntilTimeEndsAndGoesOn() throws {
    let report = try ReportProcess()
    let arguments = ["scale", "--only", "variables-decision-focused", "--seconds", "0.5"]
    let run = try report.run(arguments)
    #expect(run.status == 0 && run.output.contains("variables-decision-focused: 10: "), "\(run)")
    #expect(run.errors.contains("1/1  variables-decision-focused: decision variables 20"))
    let study = try #require(try ScaleStudy.ifPresent(root: report.root))
    let row = try #require(study.rows.first)
    #expect(row.points.count > 1 && row.points.allSatisfy { $0.seconds > 0 && $0.megabytes > 5 })
    guard case .time(let next, _) = row.end else {
      Issue.record("\(String(describing: row.end))")
      return
    }
    #expect(next > row.points.last?.value ?? .max)
    let again = try report.run(arguments)
    #expect(again.status == 0 && again.errors == "1/1  variables-decision-focused: known\n")
    #expect(try ScaleStudy.ifPresent(root: report.root) == study)
  }

  @Test func endsWhereMemoryEnds() throws {
    let report = try ReportProcess()
    let run = try report.run("scale", "--only", "instances-two-stage", "--megabytes", "1")
    #expect(run.status == 0, "\(run.errors)")
    let row = try #require(try ScaleStudy.ifPresent(root: report.root)?.rows.first)
    // The first two sizes tell how a row goes on; the program alone takes more than that.
    guard case .memory(let next, let megabytes) = row.end else {
      Issue.record("\(String(describing: row.end))")
      return
    }
    #expect(row.points.count == 2 && next == 4000 && megabytes > 5)
  }

  @Test func refusesInOneSentence() throws {
    let report = try ReportProcess()
    let unknown = try report.run("scale", "--only", "stars")
    #expect(unknown.status != 0 && unknown.errors.contains("There is no ladder “stars”"))
    let limit = try report.run("scale", "--seconds", "0")
    #expect(limit.status != 0 && limit.errors.contains("must be positive"))
  }
}
