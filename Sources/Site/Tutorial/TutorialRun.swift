import Attacks
import Domains
import Experiments
import Learning
import LinearAlgebra
import Reproducibility

/// The attack that the tutorial walks through, run in this process: what the commands on the page
/// print, and the poisons that they write.
struct TutorialRun: Sendable {
  /// The budget, the share of the rows and the number of updates of the attack.
  static let budget = 1.0, fraction = 0.2, iterations = 20
  /// The budgets of the sweep.
  static let sweep = [0.25, 0.5, 1, 2]
  /// What the problem's file is called without its ending.
  static let title = "problem"

  /// The run, made once per process: everything in it follows from this program alone.
  static let shared = Result { try TutorialRun() }

  let problem: TutorialProblem
  /// What the attack prints.
  let table: AttackTable
  /// The attack as its file tells it.
  let record: CustomRecord
  /// ε of the training rows.
  let perturbation: Matrix
  /// The attacks of the sweep, which measure the attacked learner alone.
  let sweepRecords: [CustomRecord]

  init() throws {
    problem = try TutorialProblem()
    let study = try CustomStudy(problem.problem, title: TutorialRun.title, seed: 0)
    let outcome = try TutorialRun.attack(within: TutorialRun.budget).run(on: study)
    table = AttackTable(outcome, on: study)
    let file = outcome.file(title: TutorialRun.title)
    record = try CustomRecord(file, named: "poison.h5")
    guard let ε = file.arrays["/perturbation/features"]?.doubles else {
      throw RecordError.lacks("/perturbation/features", file: record.file)
    }
    let features = problem.problem.train.features
    perturbation = Matrix(rows: features.rows, columns: features.columns, values: ε)
    sweepRecords = try TutorialRun.sweep.map { budget in
      let outcome = try TutorialRun.attack(within: budget, evaluating: .own).run(on: study)
      return try CustomRecord(
        outcome.file(title: TutorialRun.title),
        named: "sweep-\(NumberFormat.exact(budget)).h5")
    }
  }

  private static func attack(
    within size: Double, evaluating evaluated: CustomAttack.Evaluated = .all
  ) throws -> CustomAttack {
    let budget = Budget(features: size, share: Budget.Share(fraction))
    let request = AttackRequest(within: budget, iterations: iterations, initialWeights: .shared)
    return CustomAttack(
      try MetaGradientAttack.make(request), on: TwoStage.self, within: budget,
      evaluating: evaluated)
  }

  // MARK: The commands

  private static let attack =
    "swift run report attack problem.h5 --learner \(TwoStage.name) --attack "
    + "\(MetaGradientAttack.shortName)"

  /// The command that the run stands for.
  static let command =
    "\(attack) \\\n  --budget \(NumberFormat.exact(budget)) --fraction "
    + "\(NumberFormat.exact(fraction)) --iterations \(iterations) --output poison.h5"

  /// The command of the sweep, and that of its page.
  static let sweepCommand =
    "\(attack) \\\n  --sweep \(sweep.map { NumberFormat.exact($0) }.joined(separator: ",")) "
    + "--fraction \(NumberFormat.exact(fraction)) --iterations \(iterations) \\\n"
    + "  --evaluate own --output sweep.h5\n"
    + "swift run report page sweep-*.h5 --output poisoned"
}
