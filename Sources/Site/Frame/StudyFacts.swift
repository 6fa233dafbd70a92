import Data
import Paper

/// What templates ask of a study by name.
extension PaperStudy {
  /// Which domains it has.
  var domainNames: [String: Bool] {
    Dictionary(panels.map { ($0.panel.domain.name, true) }) { first, _ in first }
  }

  /// Which kinds of source files its domains read.
  var readKinds: [String: Bool] {
    Dictionary(uniqueKeysWithValues: sourceKinds.map { ($0.rawValue, true) })
  }

  /// Which of them a simulator wrote.
  var simulatedKinds: [String: Bool] {
    Dictionary(
      uniqueKeysWithValues: sourceKinds.compactMap { kind in
        sources[kind]?.isSimulated == true ? (kind.rawValue, true) : nil
      })
  }
}
