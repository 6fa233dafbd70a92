import Optimization
import OptimizationSupport

/// Quadratic programs of the kinds that solvers get wrong: right, or refused, but never silently
/// wrong.
struct ProgramCampaign: Campaign {
  static let name = "programs"
  static let task =
    "quadratic programs of eleven kinds that solvers get wrong, each decision against a proof of "
    + "optimality in double-double arithmetic, each refusal against what was built"
  static let unit = "program"
  static let shortCount = 2200
  static let longCount = 100_100
  static let partCount: Int? = 100_100

  private(set) var tally = Tally()
  private let count: Int, seed: UInt64

  init(count: Int, seed: UInt64, program: Program) { (self.count, self.seed) = (count, seed) }

  mutating func run() async throws {
    let kinds = ProgramKind.allCases
    for number in 0..<count {
      tally.count += 1
      let kind = kinds[number % kinds.count]
      // Tests of the layer take the first seeds.
      let place = 1000 + seed &* 1_000_003 + UInt64(number / kinds.count)
      check(kind.program(seed: place), kind, "\(kind), seed \(place)")
    }
  }

  private mutating func check(_ program: PlainProgram, _ kind: ProgramKind, _ label: String) {
    do {
      let solution = try program.solved()
      guard kind != .infeasible else {
        tally.faults.append("\(label): a decision where there is none")
        return
      }
      let conditions = DoubledConditions(
        program, x: Array(solution.prefix(program.n)),
        multipliers: Array(solution.dropFirst(program.n)))
      let isProven =
        conditions.violation <= 1e-10 && conditions.displacement <= 1e-8
        && conditions.negativity <= 1e-10
      tally.add(isProven ? "proven optimal" : "not proven")
      if !isProven { tally.faults.append("\(label): \(conditions)") }
    } catch let error as SolverError {
      switch (kind, error) {
      case (.infeasible, .infeasible(_, _, let violation)) where violation > 0:
        tally.add("infeasible, and said so")
      case (_, .notConverged): tally.add("refused as not solved")
      default: tally.faults.append("\(label): \(error)")
      }
    } catch { tally.faults.append("\(label): \(error)") }
  }
}
