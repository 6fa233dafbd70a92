public import Attacks
import Differentiation
import LinearAlgebra
import Reproducibility

/// How far an attack on a problem of one's own has come, evaluation included: enough to go on as if
/// it had never stopped.
///
/// What is finished is kept piece by piece: the poison, the gradient at it, and the evaluation of
/// each victim on clean data, on poisoned data and under each control.
public struct CustomRunState: Sendable, Equatable, Codable {
  /// The poison of a smaller budget that it began at.
  let smaller: SmallerPoison?
  /// Where the attack stands; nil before its first update, and once its poison is made.
  public internal(set) var attack: AttackState?
  /// What decisions reach without training, once that is known.
  var levels: [Record.Level]?
  /// The poison, once it is made.
  var poison: KeptPoison?
  /// The gradient at the poison with its check, once both are known.
  var point: StoredPoint?
  /// What was finished of the evaluation, by the experiment's key and the victim's name.
  var evaluations: [String: Record.Evaluation] = [:]

  /// A run of which nothing is done.
  public init(after smaller: SmallerPoison? = nil) { self.smaller = smaller }

  /// What is done, as in "after iteration 12"; nil where that is nothing worth telling.
  public var phrase: String? {
    guard poison != nil else { return attack.map { "after iteration \($0.iteration)" } }
    let made = "with the poison made"
    if evaluations.isEmpty { return made }
    return "\(made) and \(English.counted(evaluations.count, "part")) of its evaluation done"
  }
}

/// A poison as it is kept between two runs.
struct KeptPoison: Sendable, Equatable, Codable {
  private var perturbation: KeptMatrix, labels: KeptMatrix?
  private var trace: Poison.Trace
  private var certificate: Poison.Certificate?
  private var best: Candidate?

  private struct Candidate: Sendable, Equatable, Codable {
    var perturbation: KeptMatrix, labels: KeptMatrix?
    var iteration: Int
    var loss: Double, lastLoss: Double
  }

  init(_ poison: Poison) {
    perturbation = KeptMatrix(poison.perturbation)
    labels = poison.labels.map(KeptMatrix.init)
    (trace, certificate) = (poison.trace, poison.certificate)
    best = poison.best.map {
      Candidate(
        perturbation: KeptMatrix($0.perturbation), labels: $0.labels.map(KeptMatrix.init),
        iteration: $0.iteration, loss: $0.loss, lastLoss: $0.lastLoss)
    }
  }

  var poison: Poison {
    var poison = Poison(
      perturbation: perturbation.matrix, labels: labels?.matrix, trace: trace,
      certificate: certificate)
    poison.best = best.map {
      Poison.Candidate(
        perturbation: $0.perturbation.matrix, labels: $0.labels?.matrix, iteration: $0.iteration,
        loss: $0.loss, lastLoss: $0.lastLoss)
    }
    return poison
  }
}

/// The gradient at the stored point with its check, and what the attacked learner reaches on clean
/// data.
struct StoredPoint: Sendable, Equatable, Codable {
  /// L_adv there.
  let adversaryLoss: Double
  private let byFeatures: KeptMatrix, byLabels: KeptMatrix
  /// The losses of the training that leads there.
  let trainingLosses: [Double]
  /// What its decision layers met.
  let census: BranchCensus
  let certificates: CustomCertificates
  let reached: CleanUtility?

  /// The gradient by ε and by α.
  var features: Matrix { byFeatures.matrix }
  var labels: Matrix { byLabels.matrix }

  init(
    _ gradient: MetaGradient.Value, _ certificates: CustomCertificates, reached: CleanUtility?
  ) {
    adversaryLoss = gradient.adversaryLoss
    byFeatures = KeptMatrix(gradient.perturbation)
    byLabels = KeptMatrix(gradient.labels)
    (trainingLosses, census) = (gradient.trainingLosses, gradient.census)
    (self.certificates, self.reached) = (certificates, reached)
  }
}
