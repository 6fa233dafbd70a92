import Charts
import Experiments
import Paper
import Reproducibility

/// What one chart shows: a panel, or all panels of a figure that differ in the number of
/// constraints only.
struct Exhibit {
  /// "5a", or "6" for the panels "6-3" to "6-11".
  let id: String
  let members: [PanelValues]

  static func all(_ results: [PanelValues]) -> [Exhibit] {
    results.map(\.panel.chart).uniqued().map { id in
      Exhibit(id: id, members: results.filter { $0.panel.chart == id })
    }
  }

  /// Whether several panels stand in one chart.
  var isFamily: Bool { members.contains { $0.panel.variation != nil } }

  /// The panel whose learners, seeds and budgets are those of all.
  var first: PanelValues { members[0] }

  var figure: String { first.panel.figure }

  var title: String {
    guard isFamily else { return first.panel.title }
    let noun = first.panel.variation?.noun ?? ""
    let size = Exhibit.common(members.map(\.panel.title), withoutFirst: true) ?? ""
    return "Attack on the \(first.phrase(of: first.attacked)) learner by number of \(noun), \(size)"
  }

  /// The parts that titles have in common, with or without those of the first one's beginning.
  static func common(_ titles: [String], withoutFirst: Bool = false) -> String? {
    let parts = titles.map { $0.split(separator: ", ").map(String.init) }
    let shared = (parts.first ?? []).dropFirst(withoutFirst ? 1 : 0)
      .filter { part in parts.allSatisfy { $0.contains(part) } }
    return shared.isEmpty ? nil : shared.joined(separator: ", ")
  }

  var chart: Chart {
    isFamily ? ConstraintChart(results: members).chart : FigureChart(results: first).chart
  }

  var sentences: [String] {
    isFamily ? ConstraintChart(results: members).sentences : Finding.all(first).map(\.sentence)
  }

  /// The picture with its link and its text alternative.
  var picture: Picture {
    Picture(
      id, href: SiteMap.chart(id), title: "Figure \(id): \(title)", alternative: alternative)
  }

  /// What kind of chart it is and of what; what it shows stands beside it in sentences, which are
  /// not said twice.
  private var alternative: String {
    let seeds = English.counted(first.seeds.count, "seed")
    let along =
      isFamily
      ? "the number of \(first.panel.variation?.noun ?? "")"
      : """
      the attack’s budget, \(first.label(ofBudget: 0)) to \
      \(first.label(ofBudget: first.budgets.last ?? 0))
      """
    return """
      Line chart with one panel for each learner: mean utility over \(seeds) against \(along), and \
      below it what is lost; the sentences and tables after it tell the numbers.
      """
  }
}

/// A chart's image as pages show it, and what can be downloaded with it.
struct Picture {
  let id, href, title, alternative: String
  let image, pdf, csv: String
  /// The form for narrow screens; nil where there is none.
  let narrow: String?

  /// A picture in the files of a path, by default those named by its identifier; stackable where
  /// there is a form for narrow screens, as of charts.
  init(
    _ id: String, href: String, title: String, alternative: String, path: String? = nil,
    isStackable: Bool = true
  ) {
    (self.id, self.href, self.title, self.alternative) = (id, href, title, alternative)
    let path = path ?? SiteMap.image(id)
    narrow = isStackable ? "\(path)\(Picture.narrowSuffix).svg" : nil
    (image, pdf, csv) = ("\(path).svg", "\(path).pdf", "\(path).csv")
  }

  /// What the name of the form for narrow screens ends with.
  static let narrowSuffix = "-narrow"
}
