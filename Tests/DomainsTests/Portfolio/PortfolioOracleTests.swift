import Attacks
import Differentiation
import Learning
import LinearAlgebra
import TestSupport
import Testing

@testable import Domains

/// The reference instance: features, returns and covariance factors attacked directly, each through
/// a pipeline of its own.
struct FactorPipeline: Pipeline {
  let clean: Samples
  var perturbationShape: (rows: Int, columns: Int) {
    (clean.features.rows, clean.features.columns + clean.outcome[1].columns)
  }
  var labelShape: (rows: Int, columns: Int) {
    (clean.outcome[0].rows, clean.outcome[0].columns)
  }

  func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
    let tape = ε.tape
    let width = clean.features.columns
    return TapedSamples(
      features: tape.input(clean.features) + ε.columns(0..<width),
      outcome: [
        tape.input(clean.outcome[0]) + α,
        tape.input(clean.outcome[1]) + ε.columns(width..<ε.columns),
      ],
      statistics: clean.statistics.map { tape.input($0) },
      targetFeatures: tape.input(clean.targetFeatures),
      heldOutFeatures: tape.input(clean.heldOutFeatures))
  }
}

struct PortfolioOracleTests {
  /// The lower Cholesky factor V of a covariance, Q = VVᵀ.
  private func factor(_ q: Matrix) -> Matrix {
    var l = q
    let n = q.rows
    l.values.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { _ = Cholesky.factor(base, order: n, stride: n) }
    }
    for i in 0..<n { for j in i + 1..<max(n, i + 1) { l[i, j] = 0 } }
    return l
  }

  private func factors(_ covariances: Oracle) -> Matrix {
    Matrix(covariances.elements.map { factor($0.matrix()).values })
  }

  /// A reference instance with its learner and initial weights.
  private struct Instance {
    let oracle: Oracle
    let scenario: Scenario
    let learner: any Learner
    let initial: Weights

    static let names = ["p_W1", "p_b1", "p_W2", "p_b2", "e_W1", "e_b1", "e_W2", "e_b2"]

    static func weights(_ values: [Oracle]) -> Weights {
      Weights(
        zip(names, values).map { name, value in
          value.matrix(rows: name.hasSuffix("b1") || name.hasSuffix("b2") ? 1 : nil)
        })
    }
  }

  private func instance(_ name: String, _ kind: String) throws -> Instance {
    let o = try Oracle(name)
    let stocks = o["N"].integer
    func rows(_ key: String) -> Matrix {
      o[key].matrix(rows: o[key].elements.count)
    }
    let targets = [rows("p_target"), factors(o["Q_target"])]
    let scenario = Scenario(
      pipeline: FactorPipeline(
        clean: Samples(
          features: rows("u_train"), outcome: [rows("p_train"), factors(o["Q_train"])],
          statistics: [Matrix([[o["p_scale"].number]])], targetFeatures: rows("u_target"),
          heldOutFeatures: rows("u_target"))),
      problem: MarkowitzProblem(
        stocks: stocks, risk: o["risk"].number, ridge: o["ridge"].number, covarianceWeight: 3,
        horizon: stocks),
      predictor: EmbeddingNetwork(
        stocks: stocks, features: o["F"].integer, hidden: o["H"].integer,
        dimensions: o["E"].integer, hasStockBias: false),
      targetOutcome: targets, heldOutOutcome: targets, blockRows: 3)
    let training = Training(steps: o["T"].integer, rate: o["lr"][kind].number)
    return Instance(
      oracle: o, scenario: scenario,
      learner: kind == "two_stage"
        ? TwoStage(training: training) : DecisionFocused(training: training),
      initial: Instance.weights(Instance.names.map { o["w0"][$0] }))
  }

  private func value(of instance: Instance, factors: FactorRule = .exact) throws
    -> MetaGradient.Value
  {
    let shape = instance.scenario.pipeline.perturbationShape
    return try MetaGradient(instance.scenario, against: instance.learner, factors: factors).value(
      at: Matrix(rows: shape.rows, columns: shape.columns), from: [instance.initial]
    ).value
  }

  /// Compares the three meta-gradients with reference ones, relative to their largest entries.
  private func expectGradients(
    of value: MetaGradient.Value, in instance: Instance, match reference: Oracle,
    within tolerance: Double
  ) throws {
    let o = instance.oracle
    let (stocks, dates) = (o["N"].integer, o["dates"].integer)
    #expect(
      deviation(value.samples.features, from: reference["dLadv_du"].matrix(rows: dates))
        <= tolerance)
    #expect(
      deviation(value.samples.outcome[0], from: reference["dLadv_dp"].matrix(rows: dates))
        <= tolerance)
    // The factors are square and regular, so V̄ = (Q̄ + Q̄ᵀ)V determines the symmetric part of
    // Q̄.
    let clean = try instance.scenario.cleanSamples().outcome[1]
    for date in 0..<dates {
      let q = reference["dLadv_dQ"].elements[date].matrix()
      let v = Matrix(rows: stocks, columns: stocks, values: Array(clean.row(date)))
      let expected = (q + q.transposed) * v
      let found = Matrix(
        rows: stocks, columns: stocks, values: Array(value.samples.outcome[1].row(date)))
      #expect(
        (found - expected).largestMagnitude
          <= tolerance * value.samples.outcome[1].largestMagnitude)
    }
  }

  @Test(arguments: ["portfolio_1", "portfolio_2"], ["two_stage", "decision_focused"])
  func trainingAndMetaGradientsMatch(_ name: String, _ kind: String) throws {
    let instance = try instance(name, kind)
    let out = instance.oracle["out"][kind]
    let value = try value(of: instance)
    let trained = Instance.weights(out["w_T"].elements)
    for (part, reference) in zip(value.weights.parts, trained.parts) {
      #expect(deviation(part, from: reference) <= 1e-8)
    }
    #expect(deviation(Matrix([value.trainingLosses]), from: out["train_loss"].matrix()) <= 1e-8)
    #expect(deviation(value.decisions, from: out["x_target"].matrix()) <= 1e-8)
    #expect(abs(value.adversaryLoss - out["L_adv"].number) <= 1e-8)
    try expectGradients(of: value, in: instance, match: out, within: 1e-8)
  }

  /// What the usual layer with a frozen factor computes; its own forward pass is good to 10⁻⁴
  /// only after training.
  @Test(arguments: ["portfolio_1", "portfolio_2"], ["two_stage", "decision_focused"])
  func frozenFactorsReproduceTheLayerThatKeepsThem(_ name: String, _ kind: String) throws {
    let instance = try instance(name, kind)
    let value = try value(of: instance, factors: .frozen)
    try expectGradients(
      of: value, in: instance, match: instance.oracle["out"][kind]["qpth"], within: 1e-3)
    let exact = try self.value(of: instance)
    let difference = (value.samples.features - exact.samples.features).norm
    // Two-stage training solves no program, so nothing is frozen there; decision-focused training
    // does.
    if kind == "two_stage" {
      #expect(difference <= 1e-9 * exact.samples.features.norm)
    } else {
      #expect(difference >= 0.3 * exact.samples.features.norm)
    }
  }
}
