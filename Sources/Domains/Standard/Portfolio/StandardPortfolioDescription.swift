public import Data
public import Learning
import LinearAlgebra
public import Reproducibility
public import Storage

/// What the standard portfolio says about itself.
extension StandardPortfolioDomain {
  /// The data with their sizes.
  public var title: String {
    "Standard portfolio, \(assets) assets, degree \(degree), \(instances) training instances"
  }

  /// The numbers of instances.
  public var size: DomainSize {
    DomainSize(training: instances, targets: targets, heldOut: heldOut)
  }

  /// In proportion to instances and assets; a solve is as dear as many steps without one.
  public var cost: DomainCost {
    DomainCost(step: Double(instances * assets) / 5000, solving: 40)
  }

  /// Sizes and distributions.
  public var settings: [Setting] {
    StandardDescription.data(
      size, features: features, degree: degree, noise: noise,
      noiseName: "Scale τ of factors and noise")
      + [
        Setting("Assets", "\(assets)", origin: StandardDescription.benchmark),
        Setting(
          "Bound on risk", "\(NumberFormat.chosen(riskTolerance)) times that of equal parts",
          origin: StandardDescription.benchmark),
        Setting(
          "Price λ of risk in what is differentiated",
          "the bound's multiplier at the mean training return",
          origin: "ours; decisions are judged with the bound"),
        StandardDescription.predictor(hidden),
      ]
  }

  /// The parameters of the layer, and Σ and the bound on risk.
  public func arrays(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) -> [String: NamedArray] {
    guard let problem = scenario.problem as? LinearUtility else { return [:] }
    var arrays = problem.layer.arrays
    if let risk = problem.risk {
      arrays["/problem/covariance"] = NamedArray(risk.covariance)
      arrays["/problem/risk_bound"] = NamedArray(risk.bound)
    }
    return arrays
  }

  /// Sizes and constants, for the page about data.
  public func facts(from sources: Sources, seeds: [UInt64]) -> Facts {
    let own: Facts = [
      "assets": "\(assets)", "tolerance": .text(NumberFormat.exact(riskTolerance)),
      "loading": .text(NumberFormat.exact(2.5e-3 * noise)),
      "deviation": .text(NumberFormat.exact(0.01 * noise)),
    ]
    return own.merging(
      StandardDescription.facts(size, features: features, degree: degree, noise: noise)
    ) { own, _ in own }
  }
}
