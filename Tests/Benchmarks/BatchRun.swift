import Differentiation
import LinearAlgebra
import Reproducibility

/// Runs of one batch whose linear term moves a little from run to run, as in training.
final class BatchRun {
  private let program: CompiledTape
  private let trail: BranchTrail
  private let isWarm: Bool
  private let linear: Variable
  private var linearTerms: [Matrix] = []
  private var count = 0

  /// Records the gradient by `variables` of vᵀx, v normal, or with `hessianProduct` that of
  /// ½‖x − v‖² and the exact product of its second derivative with a normal direction, and
  /// runs it once.
  init(
    warm: Bool, moving linear: Variable, decisions: Variable, by variables: [Variable],
    hessianProduct: Bool = false
  ) throws {
    let tape = decisions.tape
    var random = SeededGenerator(seed: 0, stream: "benchmarks/batch")
    let v = tape.input(
      .init(
        rows: decisions.rows, columns: decisions.columns, values: random.normals(decisions.count)))
    if hessianProduct {
      let distance = decisions - v
      let value = 0.5 * distance.rowDot(distance).sum()
      let gradient = tape.gradient(of: value, withRespectTo: variables)
      program = tape.compile([value] + gradient, along: variables)
      for variable in variables {
        variable.setTangent(
          Matrix(
            rows: variable.rows, columns: variable.columns, values: random.normals(variable.count)))
      }
    } else {
      let value = decisions.rowDot(v).sum()
      program = tape.compile([value] + tape.gradient(of: value, withRespectTo: variables))
    }
    trail = BranchTrail(slots: 2, wordsPerSlot: tape.choiceWords)
    (isWarm, self.linear) = (warm, linear)
    let base = linear.value
    for _ in 0..<8 {
      linearTerms.append(base.mapped { $0 + 0.01 * random.normal() })
    }
    try next()
  }

  /// Runs with the next linear term; if warm, starts from the active sets of the previous run.
  func next() throws {
    linear.set(linearTerms[count % linearTerms.count])
    let branches = linear.tape.branches
    branches.current = trail[count & 1]
    branches.hint = isWarm && count > 0 ? trail[1 - count & 1] : nil
    try program.run()
    count += 1
  }
}
