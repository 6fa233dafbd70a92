public import Learning
import Reproducibility

/// How many instances a domain has.
public struct DomainSize: Sendable, Hashable {
  /// The numbers of training instances, of targets, and of held-out instances.
  public var training: Int, targets: Int, heldOut: Int

  /// The given numbers.
  public init(training: Int, targets: Int, heldOut: Int) {
    (self.training, self.targets, self.heldOut) = (training, targets, heldOut)
  }
}

/// What a budget of a domain is measured in.
public struct BudgetUnit: Sendable, Hashable {
  /// What a budget is, as a chart's axis calls it.
  public var axis: String
  /// Whether budgets are shares, which are printed as percentages.
  ///
  /// The default is false.
  public var isShare: Bool

  /// A unit of the given name.
  public init(axis: String, isShare: Bool = false) { (self.axis, self.isShare) = (axis, isShare) }

  /// A budget as a page prints it: "0.5", or "1 %" where budgets are shares.
  public func label(of budget: Double) -> String {
    isShare
      ? NumberFormat.chosen((budget * 1e6).rounded() / 1e4) + "\u{a0}%"
      : NumberFormat.exact(budget)
  }
}

/// What a training step of a domain costs, relative to one on 250 synthetic instances.
public struct DomainCost: Sendable, Hashable {
  /// A step of a network that solves nothing.
  public var step: Double
  /// By what factor solving a decision problem per instance makes a step dearer.
  ///
  /// The default is 1.
  public var solving: Double

  /// The given costs.
  public init(step: Double, solving: Double = 1) { (self.step, self.solving) = (step, solving) }
}

/// What a domain says about its data on a page: names of a template with their values.
///
/// ```swift
/// let facts: Facts = ["papers": "2708", "isSimulated": false, "folds": [["seed": "0"]]]
/// ```
public typealias Facts = [String: Fact]

/// One thing that a domain says about its data.
public indirect enum Fact: Sendable, Equatable {
  /// A text, or a number as text.
  case text(String)
  /// Whether something is so.
  case flag(Bool)
  /// The rows of a table or a list.
  case rows([Facts])
}

extension Fact: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// A text.
  public init(stringLiteral text: String) { self = .text(text) }
}

extension Fact: ExpressibleByBooleanLiteral {
  /// Whether something is so.
  public init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension Fact: ExpressibleByArrayLiteral {
  /// Rows.
  public init(arrayLiteral rows: Facts...) { self = .rows(rows) }
}

extension BudgetUnit {
  /// A budget for features and labels as a page prints it: "0.5", "0.5, labels 0.25", "labels
  /// 0.25".
  public func label(of budget: Budget) -> String {
    var parts: [String] = []
    if budget.features > 0 || budget.labels == 0 { parts.append(label(of: budget.features)) }
    if budget.labels > 0 { parts.append("labels \(NumberFormat.exact(budget.labels))") }
    return parts.joined(separator: ", ")
  }
}
