import Data
import Domains
import Learning

/// A domain without data.
struct FailingDomain: Domain {
  static let name = "failing"
  static let label = "Failing"
  static let summary = "Has no data."
  var title: String { "Failing" }
  var size: DomainSize { DomainSize(training: 0, targets: 0, heldOut: 0) }
  var budgetUnit: BudgetUnit { BudgetUnit(axis: "none") }
  var cost: DomainCost { DomainCost(step: 1) }

  struct NoData: Error, CustomStringConvertible {
    let description = "there are no data for this domain"
  }

  func scenario(from sources: Sources, seed: UInt64) throws -> Scenario { throw NoData() }
}
