import Learning
import Reproducibility

/// What all standard problems say about themselves in the same words.
enum StandardDescription {
  static let benchmark = "as in the benchmark"
  static let ours = "ours"

  /// The predictor's layers in words.
  static func predictor(_ hidden: [Int]) -> Setting {
    Setting(
      "Predictor",
      hidden.isEmpty
        ? "linear" : "\(hidden.map { "\($0)" }.joined(separator: ", ")) hidden units, tanh",
      origin: hidden.isEmpty ? benchmark : "ours; the benchmark's is linear")
  }

  /// The numbers of instances and features, the degree and the noise.
  static func data(
    _ size: DomainSize, features: Int, degree: Int, noise: Double, noiseName: String
  ) -> [Setting] {
    [
      Setting("Training instances", "\(size.training)", origin: benchmark),
      Setting("Targets", "\(size.targets)", origin: ours),
      Setting("Held-out instances", "\(size.heldOut)", origin: benchmark),
      Setting("Features", "\(features)", origin: benchmark),
      Setting("Degree of the polynomial", "\(degree)", origin: "1, 2, 4, 6 and 8 in the benchmark"),
      Setting(noiseName, NumberFormat.chosen(noise), origin: "0.5 and 0, or 1 and 2, there"),
      Setting("Random numbers", "NumPy's RandomState of the seed", origin: benchmark),
      Setting(
        "Squared error over outputs", QuadraticUtility.ErrorNorm.mean.rawValue, origin: benchmark),
    ]
  }

  /// Facts that all pages have.
  static func facts(
    _ size: DomainSize, features: Int, degree: Int, noise: Double
  ) -> Facts {
    [
      "instances": "\(size.training)", "targets": "\(size.targets)", "heldOut": "\(size.heldOut)",
      "features": "\(features)", "degree": "\(degree)", "noise": .text(NumberFormat.exact(noise)),
    ]
  }
}
