public import Domains
import Learning

/// A problem on which the field's learners are compared.
///
/// A further problem is one further element of `all`.
public struct FieldTask: Sendable {
  /// Under which name it stands in the file.
  public let id: String
  /// The problem.
  public let domain: any Domain
  /// B.
  let budget: Double
  /// T of all learners, and the rates that are tried for each.
  let steps: Int, rates: [Double]
  /// Units that are reported, and those that choices are made on.
  let units: [UInt64], calibrationUnits: [UInt64]

  /// All of them, in the order of measurement.
  public static let all = [
    FieldTask(
      id: "synthetic", domain: SyntheticDomain(), budget: 0.5, steps: 60,
      rates: [0.02, 0.06, 0.2, 0.6, 2], units: Array(0..<5), calibrationUnits: [100, 101, 102]),
    path(1), path(8),
  ]

  private static func path(_ degree: Int) -> FieldTask {
    var domain = StandardPathDomain(degree: degree)
    domain.heldOut = 200
    return FieldTask(
      id: "path-\(degree)", domain: domain, budget: 0.5, steps: 60,
      rates: [0.002, 0.006, 0.02, 0.06, 0.2, 0.6], units: Array(135..<140),
      calibrationUnits: [100, 101, 102])
  }
}
