import Differentiation
import Learning
import LinearAlgebra

/// MetaPoison's models at staggered ages, and the mean of their shallow meta-gradients.
final class Ensemble {
  /// A model: its weights and the number of steps that it has been trained for.
  struct Model {
    var weights: Weights
    var age: Int
  }

  /// The mean over the models at one ε.
  struct Value {
    var adversaryLoss = 0.0
    /// L_adv of each model after its last unrolled step.
    var modelLosses: [Double] = []
    var trainingLoss = 0.0
    var perturbation: Matrix
    /// ‖v_t‖ along the unrolled steps, the mean over models.
    var backwardNorms: [Double]
  }

  /// One unrolled step: its training step, and L_adv after it.
  private struct Stage {
    let trainer: Trainer
    let evaluator: Evaluator
    /// The weight of this stage's L_adv.
    let share: Double
    let seesPerturbation: Bool
  }

  private let attack: MetaPoison
  private let pipeline: TapedPipeline
  private let clean: Samples
  private let stages: [Stage]
  private let training: Training
  private let fresh: () -> Weights
  private(set) var models: [Model]

  /// Models of the given ages, trained on clean data from what `weights` gives.
  init(
    _ scenario: Scenario, against learner: any Learner, attack: MetaPoison,
    models given: [Model]? = nil, weights: @escaping () -> Weights
  ) throws {
    self.attack = attack
    pipeline = TapedPipeline(scenario.pipeline)
    let clean = try pipeline.samples(at: nil)
    self.clean = clean
    training = learner.training
    fresh = weights
    var single = learner
    single.training = Training(steps: 1, rate: training.rate)
    let count = attack.unrolledSteps
    let one = single
    stages = (0..<count).map { index in
      let isLast = index == count - 1
      return Stage(
        trainer: Trainer(one, in: scenario, samples: clean, keepsLayers: true),
        evaluator: Evaluator(
          one, in: scenario, outcome: scenario.targetOutcome, samples: clean,
          objective: attack.objective),
        share: attack.averagesSteps ? 1 / Double(count) : isLast ? 1 : 0,
        seesPerturbation: index < attack.perturbedSteps)
    }
    models = given ?? []
    if given != nil { return }
    let trainer = stages[0].trainer
    trainer.load(clean)
    for index in 0..<attack.models {
      var model = Model(weights: weights(), age: index * training.steps / attack.models)
      for _ in 0..<model.age {
        model.weights = try trainer.train(from: model.weights, measuresEnd: false)
      }
      models.append(model)
    }
  }

  var census: BranchCensus {
    var census = BranchCensus()
    for stage in stages {
      census.add(stage.trainer.census)
      census.add(stage.evaluator.census)
    }
    return census
  }

  /// The mean L_adv of the unrolled models and its gradient.
  func value(at ε: Matrix) throws -> Value {
    let samples = try pipeline.samples(at: ε)
    for stage in stages { stage.trainer.load(samples) }
    var cotangent = samples.zeros
    var value = Value(perturbation: ε, backwardNorms: Array(repeating: 0, count: stages.count + 1))
    for model in models { try unroll(model, samples, &value, adding: &cotangent) }
    value.perturbation = try pipeline.pullBack(cotangent, at: ε).perturbation
    return value
  }

  /// Unrolls one model, adds its share of everything to `value`, and that of the gradient by the
  /// samples to `cotangent`.
  private func unroll(
    _ model: Model, _ samples: Samples, _ value: inout Value, adding cotangent: inout Samples
  ) throws {
    let mass = 1 / Double(models.count)
    var weights = model.weights
    var gradients: [[Double]] = []
    for (index, stage) in stages.enumerated() {
      weights = try stage.trainer.train(from: weights, measuresEnd: false)
      if index == 0 { value.trainingLoss += mass * (stage.trainer.losses.first ?? 0) }
      guard stage.share > 0 else {
        gradients.append([])
        continue
      }
      let outer = try stage.evaluator.gradient(
        weights, features: samples.targetFeatures, statistics: samples.statistics)
      value.adversaryLoss += mass * stage.share * outer.value
      if index == stages.count - 1 { value.modelLosses.append(outer.value) }
      let factor = mass * stage.share
      gradients.append(outer.weights.map { factor * $0 })
      cotangent.targetFeatures = cotangent.targetFeatures + factor * outer.features
      for (place, statistic) in outer.statistics.enumerated() {
        cotangent.statistics[place] = cotangent.statistics[place] + factor * statistic
      }
    }
    var vector = Array(repeating: 0.0, count: weights.count)
    func norm() -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    for index in stages.indices.reversed() {
      for (i, entry) in gradients[index].enumerated() { vector[i] += entry }
      // Every vector carries the factor 1/M: the sum is a mean over models.
      value.backwardNorms[index + 1] += norm()
      let stage = stages[index]
      if stage.seesPerturbation {
        let pullback = try stage.trainer.pullBack(vector, adding: cotangent)
        (vector, cotangent) = (pullback.initialWeights, pullback.samples)
      } else {
        vector = try stage.trainer.pullBackToWeights(vector)
      }
    }
    value.backwardNorms[0] += norm()
  }

  /// Every model makes one step, on clean data or on those perturbed by ε; models of age T start
  /// anew.
  func advance(on ε: Matrix) throws {
    let trainer = stages[0].trainer
    trainer.load(attack.advance == .clean ? clean : try pipeline.samples(at: ε))
    for index in models.indices {
      models[index].weights = try trainer.train(from: models[index].weights, measuresEnd: false)
      models[index].age += 1
      if attack.restarts, models[index].age >= training.steps {
        models[index] = Model(weights: fresh(), age: 0)
      }
    }
  }

  // MARK: Checking

  /// Entries of the gradient beside differences of the replayed mean, and the reach of its
  /// branches.
  func certificate(
    at ε: Matrix, of value: Value, entries: [Int], limit: Double
  ) throws -> Poison.Certificate {
    let gradient = value.perturbation
    var slopes = Array(repeating: 0.0, count: entries.count)
    var reach: Double?
    let scale = gradient.largestMagnitude
    for model in models {
      let base = try pipeline.samples(at: ε)
      _ = try loss(of: model, perturbed: base, otherwise: base, branches: .free)
      for (place, index) in entries.enumerated() {
        let step = RichardsonDifference.step(budget: limit)
        let slope = try RichardsonDifference.slope(step: step) { distance in
          var moved = ε
          moved.values[index] += distance
          let perturbed = try pipeline.samples(at: moved, branches: .held)
          return try loss(of: model, perturbed: perturbed, otherwise: base, branches: .held)
        }
        slopes[place] += slope / Double(models.count)
      }
      if scale > 0, limit > 0, gradient.isFinite,
        let own = try self.reach(of: model, at: ε, base, along: (-1 / scale) * gradient, limit)
      {
        reach = min(reach ?? own, own)
      }
    }
    var certificate = Poison.Certificate(indices: entries, reach: reach)
    certificate.rate(sweep: value.backwardNorms, loss: value.adversaryLoss, budget: limit)
    for (slope, index) in zip(slopes, entries) {
      certificate.note(difference: slope, gradient: gradient.values[index], scale: scale)
    }
    return certificate
  }

  /// The L_adv of one unrolled model; stages that do not see the perturbation get the other
  /// samples.
  private func loss(
    of model: Model, perturbed: Samples, otherwise: Samples, branches: Branches.Mode
  ) throws -> Double {
    var (weights, sum) = (model.weights, 0.0)
    for stage in stages {
      stage.trainer.load(stage.seesPerturbation ? perturbed : otherwise)
      weights = try stage.trainer.train(from: weights, branches: branches, measuresEnd: false)
      guard stage.share > 0 else { continue }
      let loss = try stage.evaluator.value(
        weights, features: perturbed.targetFeatures, statistics: perturbed.statistics,
        branches: branches)
      sum += stage.share * loss
    }
    return sum
  }

  /// As `MetaGradient.reach`, for one model.
  private func reach(
    of model: Model, at ε: Matrix, _ base: Samples, along direction: Matrix, _ limit: Double
  ) throws -> Double? {
    func branches(_ distance: Double) throws -> [UInt64] {
      _ = try loss(
        of: model, perturbed: try pipeline.samples(at: ε + distance * direction), otherwise: base,
        branches: .free)
      return stages.flatMap { $0.trainer.branchRecord + $0.evaluator.branchRecord }
    }
    return try BranchReach.distance(limit: limit, branches: branches)
  }
}

extension Samples {
  /// Samples of the same shapes, all zero.
  var zeros: Samples { mapped { Matrix(rows: $0.rows, columns: $0.columns) } }
}
