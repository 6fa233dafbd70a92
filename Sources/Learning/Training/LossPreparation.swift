import Differentiation
import LinearAlgebra

/// What a learner makes of the samples received when a training begins: what its loss gets as the
/// outcome.
///
/// It has a tape of its own, which runs once per training. Choices on it (active sets, neighbours)
/// belong to the branches of the training.
final class LossPreparation {
  private let tape: Tape
  private let received: TapedSamples
  private let fields: [Variable]
  private let cotangents: [Variable]
  /// By features, the fields of the outcome received, and statistics.
  private let gradients: [Variable]
  private let forward: CompiledTape
  private let trail: BranchTrail
  /// The way back, made when first asked for: a victim never goes it.
  private lazy var reverse = tape.compile(gradients)

  /// A preparation for samples of the shapes of the given ones; nil where the loss gets the outcome
  /// as it was received.
  init?(
    _ learner: any Learner, in problem: any DecisionProblem, samples: Samples, factors: FactorRule
  ) {
    let tape = Tape(factors: factors)
    // Most learners make nothing of the samples, which may be large: no memory for them.
    let received = samples.mapped { tape.placeholder(rows: $0.rows, columns: $0.columns) }
    let fields = learner.lossOutcome(of: received, in: problem)
    if fields.elementsEqual(received.outcome, by: { $0.isSame(as: $1) }) { return nil }
    precondition(
      fields.allSatisfy { $0.rows == samples.features.rows },
      "fields of \(fields.map(\.rows)) rows for \(samples.features.rows) instances")
    let cotangents = fields.map { tape.input(rows: $0.rows, columns: $0.columns) }
    gradients = tape.gradient(
      of: .innerProduct(of: fields, with: cotangents),
      withRespectTo: [received.features] + received.outcome + received.statistics)
    forward = tape.compile(fields)
    let trail = BranchTrail(slots: 1, wordsPerSlot: tape.choiceWords)
    tape.branches.current = trail[0]
    (self.tape, self.received, self.fields) = (tape, received, fields)
    (self.cotangents, self.trail) = (cotangents, trail)
  }

  var census: BranchCensus { tape.branches.census }

  func resetCensus() { tape.branches.census = BranchCensus() }

  /// The choices of the last free run.
  var branchRecord: [UInt64] { trail.record(ofFirst: 1) }

  /// Samples of the shapes that the tape of a training works on, with an outcome of zeros.
  func blank(like samples: Samples) -> Samples {
    var blank = samples
    blank.outcome = fields.map { Matrix(rows: $0.rows, columns: $0.columns) }
    return blank
  }

  /// The samples received with what the loss gets in place of the outcome.
  ///
  /// - Throws: `SolverError` where a decision problem has no answer.
  func samples(from samples: Samples, branches: Branches.Mode) throws -> Samples {
    for (variable, value) in zip(received.all, samples.all) where variable.isAllotted {
      variable.set(value)
    }
    tape.branches.mode = branches
    try forward.run()
    var prepared = samples
    prepared.outcome = fields.map(\.value)
    return prepared
  }

  /// Pulls a gradient by prepared samples back to those received last, and adds another one by
  /// these.
  ///
  /// - Throws: `SolverError`, if a held active set has become singular.
  func pullBack(_ gradient: Samples, adding direct: Samples) throws -> Samples {
    for (variable, value) in zip(cotangents, gradient.outcome) { variable.set(value) }
    tape.branches.mode = .held
    try reverse.run()
    var result = direct
    var parts = gradients.map(\.value).makeIterator()
    func add(_ part: Matrix?, to sum: inout Matrix) { if let part { sum = sum + part } }
    add(parts.next(), to: &result.features)
    add(gradient.features, to: &result.features)
    for index in result.outcome.indices { add(parts.next(), to: &result.outcome[index]) }
    for index in result.statistics.indices {
      add(parts.next(), to: &result.statistics[index])
      add(gradient.statistics[index], to: &result.statistics[index])
    }
    if let weights = gradient.weights {
      result.weights = result.weights.map { $0 + weights } ?? weights
    }
    return result
  }
}
