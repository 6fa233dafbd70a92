import LinearAlgebra

/// The poison of a smaller budget, from which an attack on a problem of one's own goes on.
public struct SmallerPoison: Sendable, Equatable, Codable {
  /// The budget B of its features.
  public let features: Double
  private let perturbation: KeptMatrix, labels: KeptMatrix?

  /// The poison of a budget.
  init(features: Double, perturbation ε: Matrix, labels α: Matrix?) {
    self.features = features
    (perturbation, labels) = (KeptMatrix(ε), α.map(KeptMatrix.init))
  }

  /// ε and α.
  var iterate: (ε: Matrix, α: Matrix?) { (perturbation.matrix, labels?.matrix) }
}
