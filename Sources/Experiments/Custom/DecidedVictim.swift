import Differentiation
import Learning
import LinearAlgebra
import Storage

/// A trained learner with what it decides: weights, and decisions and utilities per instance.
struct DecidedVictim {
  /// Decisions k columns wide, and the utility of each under the outcome that came true.
  struct Decided {
    var decisions: Matrix
    var utilities: [Double]
  }

  let weights: Weights
  let targets: Decided
  /// Nil where there are no held-out instances.
  let heldOut: Decided?

  /// Trains a learner on samples from the given weights, and lets it decide.
  ///
  /// - Throws: `SolverError` where a decision has no answer.
  init(
    _ learner: any Learner, in scenario: Scenario, trainedOn samples: Samples, from initial: Weights
  ) throws {
    let trained = try Trainer(learner, in: scenario, samples: samples).train(
      from: initial, measuresEnd: false)
    func decide(_ features: Matrix, _ outcome: [Matrix]) throws -> Decided {
      let tape = Tape()
      let prediction = learner.predictor(in: scenario).predictions(
        from: tape.input(features), weights: trained.parts.map { tape.input($0) },
        statistics: samples.statistics.map { tape.input($0) })
      let decisions = learner.decisions(from: prediction, in: scenario.problem.judged)
      let utilities = scenario.problem.utility(
        of: decisions, when: outcome.map { tape.input($0) })
      try tape.compile([decisions, utilities]).run()
      return Decided(decisions: decisions.value, utilities: utilities.value.values)
    }
    weights = trained
    targets = try decide(samples.targetFeatures, scenario.targetOutcome)
    heldOut =
      scenario.heldOutOutcome[0].rows > 0
      ? try decide(samples.heldOutFeatures, scenario.heldOutOutcome) : nil
  }

  /// Puts `trained/W1…`, `targets/{decisions,utility}` and `held_out/…` under a path of a file.
  func write(under path: String, to file: inout ArrayFile) {
    for (name, part) in weights.named {
      file.arrays["\(path)/trained/\(name)"] =
        name.hasPrefix("b") ? NamedArray(part.values) : NamedArray(part)
    }
    for (name, decided) in [("targets", targets as Decided?), ("held_out", heldOut)] {
      guard let decided else { continue }
      file.arrays["\(path)/\(name)/decisions"] = NamedArray(decided.decisions)
      file.arrays["\(path)/\(name)/utility"] = NamedArray(decided.utilities)
    }
  }
}
