import LinearAlgebra

/// The poison of a smaller budget, from which an attack on a problem of one's own goes on.
public struct SmallerPoison: Sendable, Equatable, Codable {
  /// The budget B of its features.
  public let features: Double
  private let perturbation: KeptMatrix, labels: KeptMatrix?

  /// The poison that an attack has made.
  public init(of outcome: CustomOutcome) {
    features = outcome.attack.budget.features
    perturbation = KeptMatrix(outcome.poison.perturbation)
    labels = outcome.poison.labels.map(KeptMatrix.init)
  }

  /// ε and α.
  var iterate: (ε: Matrix, α: Matrix?) { (perturbation.matrix, labels?.matrix) }
}
