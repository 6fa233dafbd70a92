import ArgumentParser
import Attacks
import Experiments
import Foundation
import Learning
import Reproducibility
import Site

/// `report explain`: what moved the decisions of a problem of one's own.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say which training instances and numbers moved the decisions of a problem.",
    discussion: """
      The same gradient that an attacker follows, read by an auditor: by how much the mean utility \
      at the targets changes if an instance is left out, and its slope by every number of the \
      training features, exact through training and decisions. The instances of largest influence, \
      and as many drawn ones, are left out in a training of their own; the exit code is 3 where \
      the two orders do not agree (Spearman's correlation below 0.5).
      """)

  @Argument(
    help: ArgumentHelp(
      "The problem, schema decision-problem/2 or 1.", valueName: "PROBLEM.h5"))
  var file: String
  @Option(help: "Whose training is explained.") var learner: LearnerOption
  @Option(help: "One target, from 0. The default is the mean of all.") var target: Int?
  @Option(help: "How many instances and numbers are listed, and how many instances checked.")
  var top = 10
  @Option(help: "Where everything random comes from.") var seed: UInt64 = 0
  @Flag(help: "Print everything as JSON.") var json = false

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top must be at least 1, it is \(top).") }
    guard seed <= UInt64(Int64.max) else {
      throw ValidationError("--seed must be below 2^63, it is \(seed).")
    }
  }

  func run() async throws {
    try ForeignFile(path: file).refuseDamaged()
    let study = try await CustomStudy(contentsOf: URL(filePath: file), seed: seed)
    if let target, !(0..<study.targetCount).contains(target) {
      throw ValidationError(
        "--target must be between 0 and \(study.targetCount - 1), it is \(target).")
    }
    let found = try study.explanation(learner.type, target: target, checking: top)
    if json {
      print(try JSONValue(encoding: Summary(found)).canonicalText)
    } else {
      write(found)
    }
    if found.isTrusted == false { throw ExitCode(3) }
  }

  private func write(_ found: CustomExplanation) {
    let attribution = found.attribution
    let place = target.map { "target \($0)" } ?? "the targets"
    print(
      "utility at \(place) \(number(attribution.utility)), \(learner.type.phrase) learner\n")
    var instances = TextTable()
    instances.add(["instance", "left out, promised", "left out, found"])
    for instance in attribution.ranked.prefix(top) {
      instances.add([
        "\(instance.index)", number(instance.influence),
        instance.retrained.map(number) ?? "not tried",
      ])
    }
    for line in instances.lines { print(line) }
    var entries = TextTable()
    entries.add(["instance, feature", "slope"])
    for entry in attribution.entries(top) {
      entries.add(["\(entry.row), \(entry.column)", number(entry.slope)])
    }
    print("")
    for line in entries.lines { print(line) }
    guard let agreement = found.agreement else { return }
    let verdict =
      found.isTrusted == true
      ? "agrees" : "DOES NOT AGREE: do not rely on the list"
    print(
      "\nThe order of what was promised and that of what was found \(verdict) (rank correlation "
        + "\(NumberFormat.fixed(agreement.value, decimals: 2)) of \(agreement.count) instances).")
  }

  private func number(_ x: Double) -> String { NumberFormat.significant(x, digits: 4) }

  /// Everything as data.
  private struct Summary: Encodable {
    let utility: Double
    let target: Int?
    let learner: LearnerID
    let instances: [Attribution.Instance]
    let slopes: [[Double]]
    let rankCorrelation: Double?, checked: Int

    private enum CodingKeys: String, CodingKey {
      case utility, target, learner, instances, slopes, checked
      case rankCorrelation = "rank_correlation"
    }

    init(_ found: CustomExplanation) {
      let attribution = found.attribution
      (utility, target, learner) = (attribution.utility, found.target, found.learner)
      instances = attribution.instances
      slopes = (0..<attribution.slopes.rows).map { Array(attribution.slopes.row($0)) }
      (rankCorrelation, checked) = (found.agreement?.value, attribution.checks.count)
    }
  }
}
