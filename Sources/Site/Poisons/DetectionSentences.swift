import Paper
import Reproducibility
import Statistics

/// What was found about how easily the poisons of one domain are found, in sentences that the
/// numbers choose.
struct DetectionSentences {
  let view: PoisonView

  var all: [String] { [rows, columns, comparison].compactMap(\.self) }

  private var budget: Double? { view.displayed }

  private func found(
    _ value: (PoisonPortrait.Detection) -> Double, of series: String
  ) -> Interval? {
    budget.flatMap { view.interval(value, series: series, budget: $0) }
  }

  /// How easily rows of the attack are found; nil where it was not looked at.
  var findability: Findability? { found(\.rows, of: view.attack).map { Findability($0) } }

  private var rows: String? {
    guard let interval = found(\.rows, of: view.attack), let budget else { return nil }
    return DetectionSentences.rows(
      Findability(interval), "\(view.portrait.row)s", at: view.label(of: budget),
      PoisonView.text(interval), units: view.portrait.seeds.count)
  }

  static func rows(
    _ outcome: Findability, _ rows: String, at budget: String, _ area: String, units: Int
  ) -> String {
    let numbers = "area under the curve \(area)"
    return switch outcome {
    case .easily:
      "At \(budget) the outlier score finds poisoned \(rows) easily: \(numbers)."
    case .partly:
      "At \(budget) the outlier score tells poisoned \(rows) from clean ones clearly better than "
        + "chance, but not reliably: \(numbers)."
    case .hardly:
      "At \(budget) the outlier score finds poisoned \(rows) hardly better than chance: "
        + "\(numbers)."
    case .notAtAll:
      "At \(budget) the outlier score does no better than chance with poisoned \(rows): \(numbers)."
    case .inverted:
      "At \(budget) poisoned \(rows) look more ordinary to the outlier score than clean ones: "
        + "\(numbers)."
    case .open:
      "Whether the outlier score finds poisoned \(rows) at \(budget) cannot be told from "
        + "\(English.counted(units, "unit")): \(numbers)."
    }
  }

  private var columns: String? {
    guard let interval = found(\.columns, of: view.attack),
      let rejected = found(\.rejected, of: view.attack)
    else { return nil }
    return DetectionSentences.columns(
      Findability(interval), "\(view.portrait.column)s", PoisonView.text(interval),
      rejected: NumberFormat.percent(rejected.mean),
      falseAlarms: NumberFormat.percent(view.interval(view.portrait.falseAlarms).mean),
      units: view.portrait.seeds.count)
  }

  static func columns(
    _ outcome: Findability, _ columns: String, _ area: String, rejected: String,
    falseAlarms: String, units: Int
  ) -> String {
    let tests =
      "The two-sample test rejects \(rejected) of all \(columns) (\(falseAlarms) in clean data)"
    let numbers = "area under the curve \(area)"
    return switch outcome {
    case .easily: "\(tests), and its statistic tells poisoned from clean ones easily: \(numbers)."
    case .partly:
      "\(tests); its statistic tells poisoned from clean ones clearly better than chance, but not "
        + "reliably: \(numbers)."
    case .hardly:
      "\(tests); its statistic tells poisoned from clean ones hardly better than chance: "
        + "\(numbers)."
    case .notAtAll:
      "\(tests); its statistic tells poisoned from clean ones no better than chance: \(numbers)."
    case .inverted:
      "\(tests); by its statistic poisoned ones look closer to the reference than clean ones: "
        + "\(numbers)."
    case .open:
      "\(tests); whether its statistic tells poisoned from clean ones cannot be told from "
        + "\(English.counted(units, "unit")): \(numbers)."
    }
  }

  private var comparison: String? {
    guard let budget,
      let signs = view.results.controls.last,
      let attack = view.portrait.values(\.rows, series: view.attack, budget: budget),
      let control = view.portrait.values(\.rows, series: signs, budget: budget)
    else { return nil }
    let difference = view.interval(attack.minus(control))
    return DetectionSentences.comparison(
      AreaComparison(difference), with: view.label(of: signs).lowercased(),
      PoisonView.difference(difference), units: view.portrait.seeds.count)
  }

  static func comparison(
    _ outcome: AreaComparison, with control: String, _ difference: String, units: Int
  ) -> String {
    let numbers = "difference of the areas on rows"
    return switch outcome {
    case .larger:
      "The attack is easier to find than \(control) of the same budget: \(numbers) \(difference)."
    case .smaller:
      "The attack is harder to find than \(control) of the same budget: \(numbers) \(difference)."
    case .same:
      "The attack is about as easy to find as \(control) of the same budget: \(numbers) "
        + "\(difference)."
    case .open:
      "Whether the attack is easier or harder to find than \(control) of the same budget cannot be "
        + "told from \(English.counted(units, "unit")): \(numbers) \(difference)."
    }
  }

  /// One sentence about all domains; nil where none was looked at.
  static func summary(_ views: [PoisonView]) -> String? {
    summary(views.map { ($0.place, DetectionSentences(view: $0).findability) })
  }

  static func summary(_ found: [(place: String, outcome: Findability?)]) -> String? {
    func places(_ outcome: Findability) -> String? {
      let places = found.filter { $0.outcome == outcome }.map { $0.place }
      return places.isEmpty ? nil : English.joined(places)
    }
    let parts = Findability.allCases.compactMap { outcome in
      places(outcome).flatMap { places -> String? in
        switch outcome {
        case .easily: "easily in \(places)"
        case .partly: "clearly better than chance in \(places)"
        case .hardly: "hardly better than chance in \(places)"
        case .notAtAll: "no better than chance in \(places)"
        case .inverted: "less often than by chance in \(places)"
        case .open: nil
        }
      }
    }
    let what =
      "an outlier score that knows clean data finds the rows of the two-stage attack’s poison"
    let open = places(.open)
    guard !parts.isEmpty else {
      return open.map { "Whether \(what) at the reference budgets cannot be told in \($0)." }
    }
    return "At the reference budgets \(what) \(parts.joined(separator: ", "))"
      + (open.map { "; in \($0) that cannot be told." } ?? ".")
  }
}
