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
  static let causes = "causes.html"
  static let attribution = "attribution.html"
  static let field = "field.html"
  static let data = "data.html"
  static let methods = "methods.html"
  static let calibration = "calibration.html"
  static let provenance = "provenance.html"
  static let verify = "verify.html"
  static let artefact = "artefact.html"
  static let formats = "formats.html"
  static let tutorial = "tutorial.html"
  static let performance = "performance.html"
  static let performanceImage = "performance.svg"
  static let scale = "scale.html"
  static let court = "court.html"
  static let reliability = "reliability.html"
  static let changes = "changes.html"

  // MARK: Pages with an address of their own for each thing

  static func figure(_ number: some StringProtocol) -> String { "figure-\(number).html" }
  static func chart(_ id: String) -> String { "\(figure(id.prefix { $0.isNumber }))#panel-\(id)" }
  /// The page with the digests of everything that a figure was made from.
  static func records(_ figure: some StringProtocol) -> String { "records-\(figure).html" }
  static func records(ofPanel id: String) -> String {
    "\(records(id.prefix { $0.isNumber }))#provenance-\(id)"
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

  // MARK: The navigation

  /// Pages of one kind, under one name of the navigation.
  struct Group {
    let name: String
    var entries: [Entry]
  }

  /// A page in a group, and pages below it that the navigation does not name.
  struct Entry {
    let href, label: String
    var below: [String] = []
  }

  /// The groups in their order, with the pages about the program where the site is whole; a new
  /// page takes its place here.
  func groups(isWhole: Bool) -> [Group] {
    [
      Group(
        name: "Results",
        entries: figures.map {
          Entry(href: SiteMap.figure($0), label: "Figure \($0)", below: [SiteMap.records($0)])
        } + [
          Entry(href: SiteMap.poisons, label: "What a poison looks like"),
          Entry(href: SiteMap.causes, label: "Why direct attacks fail"),
          Entry(href: SiteMap.attribution, label: "What moved the decisions"),
          Entry(href: SiteMap.field, label: "The field’s learners"),
          Entry(href: SiteMap.ledger, label: "Ledger of claims"),
        ]),
      Group(
        name: "Method",
        entries: [
          Entry(
            href: SiteMap.components, label: "Learners and attacks", below: componentPages),
          Entry(href: SiteMap.data, label: "Data"),
          Entry(href: SiteMap.methods, label: "Methods"),
          Entry(href: SiteMap.calibration, label: "Calibration"),
          Entry(href: SiteMap.court, label: "Layers in court"),
        ]),
      Group(
        name: "Reproduce",
        entries: [
          Entry(href: SiteMap.verify, label: "Verify and cite"),
          Entry(href: SiteMap.artefact, label: "Artefact appendix"),
          Entry(href: SiteMap.provenance, label: "Provenance"),
          Entry(href: SiteMap.formats, label: "File formats"),
          Entry(href: SiteMap.tutorial, label: "Your own pipeline"),
        ]
          + (isWhole
            ? [
              Entry(href: SiteMap.performance, label: "Performance"),
              Entry(href: SiteMap.scale, label: "Beyond one machine"),
              Entry(href: SiteMap.reliability, label: "Reliability"),
            ] : []) + [Entry(href: SiteMap.changes, label: "Changes")]),
    ]
  }
}
