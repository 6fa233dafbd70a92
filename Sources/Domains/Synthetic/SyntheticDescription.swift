public import Data
public import Learning
import LinearAlgebra
public import Reproducibility
public import Storage

/// What the synthetic domain says about itself.
extension SyntheticDomain {
  /// The data with their sizes.
  public var title: String { "Synthetic, \(instances) instances, \(constraints) constraints" }

  /// The numbers of instances.
  public var size: DomainSize {
    DomainSize(training: instances, targets: targets, heldOut: heldOut)
  }

  /// In proportion to the instances; a solve is as dear as four further steps.
  public var cost: DomainCost { DomainCost(step: Double(instances) / 250, solving: 5) }

  /// Sizes and distributions.
  public var settings: [Setting] {
    [
      Setting("Training instances", "\(instances)", origin: Origin.paper),
      Setting("Targets, held-out instances", "\(targets), \(heldOut)", origin: Origin.open),
      Setting("Features, decision variables", "\(features), \(variables)", origin: Origin.open),
      Setting(
        "Rows of A (nested)", "\(constraints)",
        origin: "varied by the paper in its Figure 6, not named for this one"),
      Setting(
        "Bound of the decision", "‖x‖∞ ≤ \(NumberFormat.chosen(box))",
        origin: "a bound on ‖x‖ in the paper; norm and size are ours"),
      Setting(
        "Noise of the labels (standard deviation)", NumberFormat.chosen(noise),
        origin: "“small” in the paper"),
      Setting("Hidden units of the predictor", "\(hidden), tanh", origin: Origin.open),
      Setting("Squared error over outputs", errorNorm.rawValue, origin: Origin.open),
    ]
  }

  /// The parameters of the decision problem.
  public func arrays(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) -> [String: NamedArray] {
    (scenario.problem as? QuadraticUtility)?.arrays ?? [:]
  }

  /// Sizes and scales, for the page about data.
  public func facts(from sources: Sources, seeds: [UInt64]) -> Facts {
    [
      "instances": "\(instances)", "targets": "\(targets)", "heldOut": "\(heldOut)",
      "features": "\(features)", "constraints": "\(constraints)", "mapHidden": "\(mapHidden)",
      "mapScale": .text(NumberFormat.exact(mapScale)), "noise": .text(NumberFormat.exact(noise)),
      "box": .text(NumberFormat.exact(box)), "variables": "\(variables)",
    ]
  }
}

extension QuadraticUtility {
  /// Q, G and h as arrays of a data-set file, and A and b where there are equalities.
  var arrays: [String: NamedArray] {
    var arrays = [
      "/problem/quadratic": NamedArray(quadratic),
      "/problem/inequality_matrix": NamedArray(inequalityMatrix),
      "/problem/inequality_bound": NamedArray(inequalityBound.values),
    ]
    if equalityMatrix.rows > 0 {
      arrays["/problem/equality_matrix"] = NamedArray(equalityMatrix)
      arrays["/problem/equality_bound"] = NamedArray(equalityBound.values)
    }
    return arrays
  }
}

extension NamedArray {
  /// A matrix as an array of two dimensions.
  public init(_ matrix: Matrix) { self.init(matrix.values, shape: [matrix.rows, matrix.columns]) }
}

/// Where a choice comes from, in the words that settings share.
enum Origin {
  static let paper = "as in the paper"
  static let open = "left open by the paper"
}
