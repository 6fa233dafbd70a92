import Attacks
import Learning
import Paper

/// Where every page of a site is, and which pages there are.
///
/// Pages link to each other through this value alone: no page knows another.
struct SiteMap: Sendable {
  // MARK: Pages that every site has

  static let front = "index.html"
  static let ledger = "ledger.html"
  static let components = "learners-and-attacks.html"
  static let controls = "controls.html"
  static let poisons = "poisons.html"
  static let data = "data.html"
  static let methods = "methods.html"
  static let calibration = "calibration.html"
  static let provenance = "provenance.html"
  static let verify = "verify.html"
  static let formats = "formats.html"
  static let tutorial = "tutorial.html"
  static let performance = "performance.html"
  static let performanceImage = "performance.svg"

  // MARK: Pages with an address of their own for each thing

  static func figure(_ number: some StringProtocol) -> String { "figure-\(number).html" }
  static func chart(_ id: String) -> String { "\(figure(id.prefix { $0.isNumber }))#panel-\(id)" }
  static func records(ofPanel id: String) -> String {
    "\(figure(id.prefix { $0.isNumber }))#provenance-\(id)"
  }
  static func learner(_ id: LearnerID) -> String { "learner-\(id).html" }
  static func attack(_ id: AttackID) -> String { "attack-\(id).html" }
  static func defence(_ name: String) -> String { "defence-\(name).html" }

  /// A chart's image without its ending.
  static func image(_ name: String) -> String { "figures/\(name)" }

  /// The numbers of the study's figures, once each, in order.
  let figures: [String]
  /// The learners, attacks and defences that the program offers, controls apart.
  let learners: [any Learner.Type]
  let attacks: [any Attack.Type]
  let defences: [any Defence.Type]

  init(_ study: PaperStudy) {
    figures = study.panels.map(\.panel.figure).uniqued()
    learners = LearnerCatalog.all
    attacks = AttackCatalog.all.filter { !$0.isControl }
    defences = DefenceCatalog.all
  }

  /// The pages below the one that lists learners and attacks.
  var componentPages: [String] {
    learners.map { SiteMap.learner($0.id) } + attacks.map { SiteMap.attack($0.id) }
      + defences.map { SiteMap.defence($0.name) } + [SiteMap.controls]
  }
}
