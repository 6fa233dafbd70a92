public import Data
public import Learning
import LinearAlgebra
public import Reproducibility
public import Storage

/// What the standard knapsack says about itself.
extension StandardKnapsackDomain {
  /// The data with their sizes.
  public var title: String {
    "Standard knapsack, \(items) items in \(dimensions) dimensions, degree \(degree), "
      + "\(instances) training instances"
  }

  /// The numbers of instances.
  public var size: DomainSize {
    DomainSize(training: instances, targets: targets, heldOut: heldOut)
  }

  /// In proportion to instances and items; a solve is as dear as many steps without one.
  public var cost: DomainCost {
    DomainCost(step: Double(instances * items) / 5000, solving: 40)
  }

  /// Sizes and distributions.
  public var settings: [Setting] {
    StandardDescription.data(
      size, features: features, degree: degree, noise: noise,
      noiseName: "Half-width of the values' noise")
      + [
        Setting(
          "Items, dimensions", "\(items), \(dimensions)", origin: StandardDescription.benchmark),
        Setting(
          "Capacity", NumberFormat.chosen(capacity), origin: StandardDescription.benchmark),
        Setting(
          "Items are taken", "in parts",
          origin: "as in the benchmark's relaxation; it judges whole ones"),
        Setting(
          "Curvature γ of what is differentiated", NumberFormat.chosen(curvature),
          origin: "ours; decisions are judged without it"),
        StandardDescription.predictor(hidden),
      ]
  }

  /// The parameters of the decision problem, the rows of the weights first.
  public func arrays(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) -> [String: NamedArray] {
    (scenario.problem as? LinearUtility)?.layer.arrays ?? [:]
  }

  /// Sizes and constants, for the page about data.
  public func facts(from sources: Sources, seeds: [UInt64]) -> Facts {
    let own: Facts = [
      "items": "\(items)", "dimensions": "\(dimensions)",
      "capacity": .text(NumberFormat.exact(capacity)),
      "lowestFactor": .text(NumberFormat.exact(1 - noise)),
      "highestFactor": .text(NumberFormat.exact(1 + noise)),
      "curvature": .text(NumberFormat.exact(curvature)),
    ]
    return own.merging(
      StandardDescription.facts(size, features: features, degree: degree, noise: noise)
    ) { own, _ in own }
  }
}
