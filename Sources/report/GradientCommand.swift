import ArgumentParser
import Experiments
import Foundation
import Learning
import Reproducibility

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
      the decision and the whole training from /weights (drawn from the seed without them).
      """)

  @OptionGroup var source: ProblemSource
  @Option(help: ArgumentHelp("The file to write, schema gradient/1.", valueName: "FILE"))
  var output: String

  func run() async throws {
    let file = OutputFile(output)
    try await file.check(
      replacing: .ofSchema(CustomStudy.gradientSchema), keeping: source.file)
    let study = try await source.study()
    let gradient = try study.gradientFile(source.learner.type, objective: source.objective)
    try await gradient.write(to: file.url)
    let loss = gradient.arrays["/adversary_loss"]?.doubles?.first ?? .nan
    let entries = gradient.arrays["/meta_gradient/features"]?.doubles ?? []
    let norm = entries.reduce(0) { $0 + $1 * $1 }.squareRoot()
    print(
      "\(output): adversary's loss \(NumberFormat.significant(loss, digits: 6)), norm of its "
        + "gradient by the features \(NumberFormat.significant(norm, digits: 6))")
  }
}
