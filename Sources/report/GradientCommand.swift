import ArgumentParser
import Experiments
import Foundation
import Learning
import Reproducibility
import Site

/// `report gradient`: the meta-gradient of a problem of one's own.
struct GradientCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradient",
    abstract: """
      Write the meta-gradient of a problem of your own: that of the adversary's loss by the \
      training data.
      """,
    discussion: """
      It is taken at /perturbation/features and /perturbation/labels (zero without them), through \
      the decision and the whole training from /weights (drawn from the seed without them). The \
      last lines say what can be believed, and the exit code says it, too: 3 where entries do not \
      agree with differences of the replayed training, 4 where the training did not lower its loss \
      or the learner is no better than one decision without features, 5 where the gradient is zero.
      """)

  @OptionGroup var source: ProblemSource
  @Option(help: ArgumentHelp("The file to write, schema gradient/1.", valueName: "FILE"))
  var output: String
  @Flag(help: "Print the result as JSON.") var json = false

  func run() async throws {
    let file = OutputFile(output)
    try await file.check(
      replacing: .ofSchema(CustomStudy.gradientSchema), keeping: source.file)
    let study = try await source.study()
    await file.remarkOnOther(than: study.dataset)
    let gradient = try study.gradient(source.learner.type, objective: source.objective)
    try await file.write(gradient.file)
    let remarks = study.problem.unread.map { "not read: \($0)" } + study.problem.remarks
    if json {
      print(try GradientSummary(gradient, file: output, remarks: remarks).json)
    } else {
      print(
        "\(output): adversary's loss \(number(gradient.adversaryLoss)), norm of its gradient by "
          + "the features \(number(gradient.norm))")
      for remark in remarks { print(remark) }
      print(VerdictLines(gradient.verdict).lines.joined(separator: "\n"))
    }
    try ProblemSource.exit(by: gradient.verdict)
  }

  private func number(_ x: Double) -> String { NumberFormat.significant(x, digits: 6) }
}
