public import Differentiation
import LinearAlgebra
public import Reproducibility

/// Trained by the Fenchel–Young loss of decisions that are averaged over perturbed predictions.
///
/// With M perturbations zₘ of each instance, normal and independent,
///
///     ℓ = (1/M)·Σ f*(θ̂ + σs·zₘ) − f(x*(θ), θ̂),
///
/// whose gradient is (1/M)·Σ x*(θ̂ + σs·zₘ) − x*(θ): the mean decision instead of the
/// decision, which smooths what jumps from vertex to vertex. The part of the published loss that
/// does not depend on the prediction is left out (it is the conjugate of the mean, known to nobody
/// in closed form), and the problem's own curvature R stays in f.
///
/// The perturbations are common random numbers: drawn from the stream "learner/perturbations" by
/// row, in pairs z and −z, and the same in all steps, so that training is deterministic and
/// differentiable. The pairs make their mean zero and ℓ at least the Fenchel–Young loss, and so
/// at least 0. σ is in units of s, the standard deviation of all entries of the outcomes received
/// about the means of their columns; an attack on labels differentiates through s as well.
public struct PerturbedFenchelYoung: Learner {
  /// What keys and pages call it.
  public static let name = "perturbed-fenchel-young"
  /// What pages call it.
  public static let label = "Perturbed (Fenchel–Young) learner"
  /// What it does, in a sentence.
  public static let summary =
    "Trains its prediction so that decisions, averaged over perturbations, are the right ones."
  /// What it follows.
  public static let references = [Reference.berthet2020, .blondel2020]
  /// Every step optimises for every instance, M times.
  public static let solvesInTraining = true
  /// f* is that of a linear term.
  public static let needsLinearObjective = true
  /// How it trains.
  public var training: Training
  /// The number of pairs, M/2.
  public let pairs: Int
  /// σ, in standard deviations of the outcome.
  public let deviation: Double
  /// Where the perturbations come from, a part of who the victim is.
  public let seed: UInt64

  /// A learner of two pairs of perturbations of half a standard deviation that trains as said.
  public init(training: Training) { self.init(training: training, pairs: 2) }

  /// A learner that trains as said.
  ///
  /// - Parameters:
  ///   - training: how it trains.
  ///   - pairs: the number of pairs, M/2, at least 1. The default is 2.
  ///   - deviation: σ > 0, in standard deviations of the outcome. The default is 0.5.
  ///   - seed: where the perturbations come from. The default is 0.
  public init(training: Training, pairs: Int = 2, deviation: Double = 0.5, seed: UInt64 = 0) {
    precondition(pairs >= 1 && deviation > 0, "\(pairs) pairs of deviation \(deviation)")
    (self.training, self.pairs, self.deviation, self.seed) = (training, pairs, deviation, seed)
  }

  /// Training and perturbations.
  public var settings: [Setting] {
    [
      Setting("Training", training.phrase), Setting("Perturbations M", "\(2 * pairs), in pairs"),
      Setting(
        "Perturbations’ deviation σ",
        "\(NumberFormat.chosen(deviation)) of the outcomes’ standard deviation"),
    ]
  }

  /// The outcome, behind it the decisions x*(θ) that it calls for, and those σs·z.
  public func lossOutcome(
    of samples: TapedSamples, in problem: any DecisionProblem
  ) -> [Variable] {
    if problem.linearObjective == nil { return samples.outcome }
    let θ = samples.outcome[0]
    let (n, p) = (θ.rows, θ.columns)
    var random = SeededGenerator(seed: seed, stream: "learner/perturbations")
    let draws = Matrix(rows: n, columns: pairs * p, values: random.normals(n * pairs * p))
    let centred = θ.addingRow((-1 / Double(n)) * θ.columnSums())
    let variance = (1 / Double(n * p)) * centred.rowDot(centred).sum()
    // Outcomes that are all alike have a deviation of no derivative: far below any other's.
    let scale = deviation * (variance + 1e-200).power(0.5)
    return samples.outcomeWithDecisions(in: problem) + [θ.tape.input(draws).scaled(by: scale)]
  }

  /// The training loss of each instance, n×1.
  public func losses(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    guard let objective = problem.linearObjective else { return refusedLosses(like: prediction) }
    let (rest, halves) = outcome.splitBeforeLast
    let (n, count) = (prediction[0].rows, 2 * pairs)
    let noise = Variable.joiningColumns([halves, -1 * halves])
    // One row per instance and perturbation, those of an instance one after the other.
    var perturbed = prediction.map { field in
      field.tilingColumns(count).reshaped(rows: n * count, columns: field.columns)
    }
    perturbed[0] = perturbed[0] + noise.reshaped(rows: n * count, columns: prediction[0].columns)
    let best = objective.maximum(at: problem.decisions(for: perturbed), for: perturbed)
    let mean = (1 / Double(count)) * best.reshaped(rows: n, columns: count).rowSums()
    return mean - objective.value(of: rest.splitBeforeLast.last, for: prediction)
  }
}
