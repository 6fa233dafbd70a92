public import Data
public import Learning
import LinearAlgebra
public import Reproducibility
public import Storage

/// What the standard shortest path says about itself.
extension StandardPathDomain {
  /// The data with their sizes.
  public var title: String {
    "Standard shortest path, \(rows)×\(columns) nodes, degree \(degree), \(instances) training "
      + "instances"
  }

  /// The numbers of instances.
  public var size: DomainSize {
    DomainSize(training: instances, targets: targets, heldOut: heldOut)
  }

  /// In proportion to instances and edges; a solve is as dear as many steps without one.
  public var cost: DomainCost {
    DomainCost(step: Double(instances * grid.edges.count) / 5000, solving: 40)
  }

  /// Sizes and distributions.
  public var settings: [Setting] {
    StandardDescription.data(
      size, features: features, degree: degree, noise: noise,
      noiseName: "Half-width of the costs' noise")
      + [
        Setting(
          "Grid", "\(rows)×\(columns) nodes, edges to the right and downwards",
          origin: StandardDescription.benchmark),
        Setting(
          "Curvature γ of what is differentiated", NumberFormat.chosen(curvature),
          origin: "ours; decisions are judged without it"),
        StandardDescription.predictor(hidden),
      ]
  }

  /// The parameters of the decision problem and the nodes that each edge joins.
  public func arrays(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) -> [String: NamedArray] {
    let edges = grid.edges
    var arrays = (scenario.problem as? LinearUtility)?.layer.arrays ?? [:]
    arrays["/problem/edge_tail"] = NamedArray(edges.map { Int64($0.tail) })
    arrays["/problem/edge_head"] = NamedArray(edges.map { Int64($0.head) })
    return arrays
  }

  /// Sizes and constants, for the page about data.
  public func facts(from sources: Sources, seeds: [UInt64]) -> Facts {
    let own: Facts = [
      "rows": "\(rows)", "columns": "\(columns)", "edges": "\(grid.edges.count)",
      "lowestFactor": .text(NumberFormat.exact(1 - noise)),
      "highestFactor": .text(NumberFormat.exact(1 + noise)),
      "curvature": .text(NumberFormat.exact(curvature)),
    ]
    return own.merging(
      StandardDescription.facts(size, features: features, degree: degree, noise: noise)
    ) { own, _ in own }
  }
}
