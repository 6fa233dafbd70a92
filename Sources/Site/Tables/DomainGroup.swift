import Experiments
import Paper

/// Panels that share their data and their untreated victims.
struct DomainGroup {
  /// The data in a few words: "Synthetic, 250 instances, 7 constraints".
  let label: String
  let members: [PanelValues]

  /// The panel whose untreated records stand for all.
  var first: PanelValues { members[0] }

  var usage: [Usage] { Usage.of(Exhibit.all(members)) }

  /// The groups of some panels, in order of first appearance.
  static func all(_ results: [PanelValues]) -> [DomainGroup] {
    let keys = results.map { $0.records.clean.map(\.key) }
    return keys.uniqued().map { key in
      let members = zip(results, keys).filter { $0.1 == key }.map(\.0)
      return DomainGroup(label: members[0].panel.domain.title, members: members)
    }
  }
}
