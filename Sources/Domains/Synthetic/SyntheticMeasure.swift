public import Data
import Learning

extension SyntheticDomain {
  /// Standard deviations of a feature, over the training instances of the seeds.
  public func measures(from sources: Sources, seeds: [UInt64]) throws -> [BudgetMeasure] {
    let values = try seeds.flatMap { seed in
      (try scenario(from: sources, seed: seed).pipeline as? IdentityPipeline)?
        .clean.features.values ?? []
    }
    return [
      BudgetMeasure(
        "standard deviations of a feature", perBudget: 1 / BudgetMeasure.deviation(values))
    ].compactMap(\.self)
  }
}
