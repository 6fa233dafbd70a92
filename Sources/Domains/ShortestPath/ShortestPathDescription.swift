public import Data
public import Learning
import LinearAlgebra
public import Reproducibility
public import Storage

/// What the shortest-path domain says about itself.
extension ShortestPathDomain {
  /// The data with their sizes.
  public var title: String {
    "Shortest path, \(rows)×\(columns) nodes, degree \(degree), \(instances) training instances"
  }

  /// The numbers of instances.
  public var size: DomainSize {
    DomainSize(training: instances, targets: targets, heldOut: heldOut)
  }

  /// In proportion to instances and edges; a solve is as dear as many steps without one.
  public var cost: DomainCost {
    let edges = GridNetwork(rows: rows, columns: columns).edges.count
    return DomainCost(step: Double(instances * edges) / 2500, solving: 20)
  }

  /// Sizes and distributions.
  public var settings: [Setting] {
    let benchmark = "as in the benchmark"
    return [
      Setting("Training instances", "\(instances)", origin: benchmark),
      Setting("Targets, held-out instances", "\(targets), \(heldOut)", origin: "ours"),
      Setting(
        "Grid", "\(rows)×\(columns) nodes, edges to the right and downwards", origin: benchmark),
      Setting("Features", "\(features)", origin: benchmark),
      Setting("Degree of the costs' polynomial", "\(degree)", origin: "1 to 6 in the benchmark"),
      Setting(
        "Half-width of the costs' noise", NumberFormat.chosen(noise),
        origin: "0 and 0.5 in the benchmark"),
      Setting(
        "Curvature γ of the utility", NumberFormat.chosen(curvature),
        origin: "ours; the benchmark's program is linear"),
      Setting(
        "Hidden units of the predictor", "\(hidden), tanh",
        origin: "ours; the benchmark's predictor is linear"),
      Setting(
        "Squared error over edges", QuadraticUtility.ErrorNorm.mean.rawValue, origin: benchmark),
    ]
  }

  /// The parameters of the decision problem and the nodes that each edge joins.
  public func arrays(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) -> [String: NamedArray] {
    let edges = GridNetwork(rows: rows, columns: columns).edges
    var arrays = (scenario.problem as? QuadraticUtility)?.arrays ?? [:]
    arrays["/problem/edge_tail"] = NamedArray(edges.map { Int64($0.tail) })
    arrays["/problem/edge_head"] = NamedArray(edges.map { Int64($0.head) })
    return arrays
  }

  /// Sizes and constants, for the page about data.
  public func facts(from sources: Sources, seeds: [UInt64]) -> Facts {
    let grid = GridNetwork(rows: rows, columns: columns)
    return [
      "instances": "\(instances)", "targets": "\(targets)", "heldOut": "\(heldOut)",
      "rows": "\(rows)", "columns": "\(columns)", "edges": "\(grid.edges.count)",
      "features": "\(features)", "degree": "\(degree)", "noise": .text(NumberFormat.exact(noise)),
      "lowestFactor": .text(NumberFormat.exact(1 - noise)),
      "highestFactor": .text(NumberFormat.exact(1 + noise)),
      "curvature": .text(NumberFormat.exact(curvature)),
      "split": .text(NumberFormat.exact(2 * curvature)),
      "excess": .text(NumberFormat.exact(0.5 * curvature * Double(rows + columns - 2))),
    ]
  }
}
