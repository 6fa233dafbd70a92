import Reproducibility

/// All defences that studies, commands and the conformance suite know.
public enum DefenceCatalog {
  /// The defences, each made by `init()` with its default options.
  public static let all: [any Defence.Type] = [
    TrimmedLoss.self, SmoothedTraining.self, HuberisedFeatures.self, NeighbourOutcomes.self,
    EarlyStopping.self, Bagging.self,
  ]

  /// The defence of the given name with its default options; nil if there is none.
  public static func defence(named name: String) -> (any Defence)? {
    all.first { $0.name == name }?.init()
  }
}
