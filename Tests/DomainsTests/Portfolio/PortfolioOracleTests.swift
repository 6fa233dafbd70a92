import Attacks
import Differentiation
import Learning
import LinearAlgebra
import TestSupport
import Testing

@testable import Domains

/// The reference instance: features, returns and covariance factors attacked directly, each through a pipeline of its own.
struct FactorPipeline: Pipeline {
  let clean: Samples
  var perturbationShape: (rows: Int, columns: Int) {
    (clean.features.rows, clean.features.columns + clean.outcome[1].columns)
  }
  var labelShape: (rows: Int, columns: Int) {
    (clean.outcome[0].rows, clean.outcome[0].columns)
  }

  func samples(perturbedBy ε: Variable, labels α: Variable) -> RecordedSamples {
    let tape = ε.tape
    let width = clean.features.columns
    return RecordedSamples(
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

  @Test(arguments: ["portfolio_1", "portfolio_2"], ["two_stage", "decision_focused"])
  func trainingAndMetaGradientsMatch(_ name: String, _ kind: String) throws {
    let o = try Oracle(name)
    let (stocks, dates) = (o["N"].integer, o["dates"].integer)
    func rows(_ key: String) -> Matrix {
      o[key].matrix(rows: o[key].elements.count)
    }
    let problem = MarkowitzProblem(
      stocks: stocks, risk: o["risk"].number, ridge: o["ridge"].number, covarianceWeight: 3,
      horizon: stocks)
    let targets = [rows("p_target"), factors(o["Q_target"])]
    let scenario = Scenario(
      pipeline: FactorPipeline(
        clean: Samples(
          features: rows("u_train"), outcome: [rows("p_train"), factors(o["Q_train"])],
          statistics: [Matrix([[o["p_scale"].number]])], targetFeatures: rows("u_target"),
          heldOutFeatures: rows("u_target"))),
      problem: problem,
      predictor: EmbeddingNetwork(
        stocks: stocks, features: o["F"].integer, hidden: o["H"].integer,
        dimensions: o["E"].integer, hasStockBias: false),
      targetOutcome: targets, heldOutOutcome: targets, blockRows: 3)
    let training = Training(steps: o["T"].integer, rate: o["lr"][kind].number)
    let learner: any Learner =
      kind == "two_stage" ? TwoStage(training: training) : DecisionFocused(training: training)
    let metaGradient = try MetaGradient(scenario, against: learner)
    let shape = scenario.pipeline.perturbationShape
    let names = ["p_W1", "p_b1", "p_W2", "p_b2", "e_W1", "e_b1", "e_W2", "e_b2"]
    func weights(_ values: [Oracle]) -> Weights {
      Weights(
        zip(names, values).map { name, value in
          value.matrix(rows: name.hasSuffix("b1") || name.hasSuffix("b2") ? 1 : nil)
        })
    }
    let (value, _, _) = try metaGradient.value(
      at: Matrix(rows: shape.rows, columns: shape.columns),
      from: [weights(names.map { o["w0"][$0] })])
    let out = o["out"][kind]
    let trained = weights(out["w_T"].elements)
    for (part, reference) in zip(value.weights.parts, trained.parts) {
      #expect(deviation(part, from: reference) <= 1e-8)
    }
    #expect(deviation(Matrix([value.trainingLosses]), from: out["train_loss"].matrix()) <= 1e-8)
    #expect(deviation(value.decisions, from: out["x_target"].matrix()) <= 1e-8)
    #expect(abs(value.adversaryLoss - out["L_adv"].number) <= 1e-8)
    #expect(
      deviation(value.samples.features, from: out["dLadv_du"].matrix(rows: dates)) <= 1e-8)
    #expect(
      deviation(value.samples.outcome[0], from: out["dLadv_dp"].matrix(rows: dates)) <= 1e-8)
    // The factors are square and regular, so V̄ = (Q̄ + Q̄ᵀ)V determines the symmetric part of Q̄.
    let clean = try scenario.cleanSamples().outcome[1]
    for date in 0..<dates {
      let q = out["dLadv_dQ"].elements[date].matrix()
      let v = Matrix(rows: stocks, columns: stocks, values: Array(clean.row(date)))
      let expected = (q + q.transposed) * v
      let found = Matrix(
        rows: stocks, columns: stocks, values: Array(value.samples.outcome[1].row(date)))
      #expect(
        (found - expected).largestMagnitude <= 1e-8 * value.samples.outcome[1].largestMagnitude)
    }
  }
}
