import Charts
import Domains
import Experiments
import Foundation
import Learning
import Paper
import Reproducibility

/// Attacked utility against the size of Algorithm 1's plain step on calibration seeds, one plot per
/// attacked learner.
struct StepChart {
  let domain: DomainID
  private let choice: Calibration.DomainChoice
  /// The learners with the trials of plain steps that came to an end, by ascending size.
  let parts: [(learner: LearnerID, trials: [Calibration.Trial])]

  /// The chart of a domain; nil where no step was tried.
  init?(domain: DomainID, _ choice: Calibration.DomainChoice) {
    self.domain = domain
    self.choice = choice
    let trials = choice.trials.filter {
      $0.kind == .step && $0.attack == .plain && $0.outcome != nil && $0.setting > 0
    }
    parts = trials.map(\.learner).uniqued().map { learner in
      let own = trials.filter { $0.learner == learner }.uniqued(by: \.setting)
      return (learner, own.sorted { $0.setting < $1.setting })
    }
    if parts.isEmpty { return nil }
  }

  /// The choices of the domains that a study used, with the first panel's domain of each name.
  static func choices(of study: PaperStudy) -> [(any Domain, Calibration.DomainChoice)] {
    study.panels.map(\.panel.domain.name).uniqued().compactMap { name in
      let domain = study.panels.first { $0.panel.domain.name == name }?.panel.domain
      return domain.flatMap { domain in
        study.grid.calibration.domains[DomainID(name)].map { (domain, $0) }
      }
    }
  }

  var name: String { "calibration-\(domain)" }

  private var title: String { "Plain steps of Algorithm 1, \(domain) data, calibration seeds" }

  var picture: Picture {
    Picture(
      name, href: "\(SiteMap.calibration)#\(domain)", title: title, alternative: chart.description)
  }

  var chart: Chart {
    let chosen = parts.compactMap { part in
      choice.learners[part.learner]?.attacks[.plain].map { (part.learner, $0.step) }
    }
    let sentence = chosen.map { "\($0.0.phrase) \(Wording.short($0.1, digits: 3))" }
      .joined(separator: ", ")
    return Chart(
      title: title, subtitle: chosen.isEmpty ? nil : "Chosen: \(sentence)", plots: parts.map(plot),
      sharesVerticalAxis: true,
      note: """
        Every point is a mean over calibration units and initial weights, after half of the \
        iterations, at the reference budget. Sizes at which training or a decision failed are left \
        out.
        """,
      description: """
        Line chart with one panel for each attacked learner: mean attacked utility against the \
        size of the plain step on a logarithmic scale. Chosen sizes, those of lowest utility: \
        \(sentence.isEmpty ? "none" : sentence).
        """)
  }

  private func plot(of part: (learner: LearnerID, trials: [Calibration.Trial])) -> Plot {
    let name = English.capitalised(part.learner.phrase)
    func points(_ trials: [Calibration.Trial]) -> [Series.Point] {
      trials.compactMap { trial in
        trial.outcome.map { Series.Point(x: log10(trial.setting), mean: $0) }
      }
    }
    let sizes = part.trials.map { log10($0.setting) }
    let (least, most) = (sizes.min() ?? 0, sizes.max() ?? 1)
    let ticks = (Int(least.rounded(.down))...Int(most.rounded(.up))).map { exponent in
      Tick(Double(exponent), label: NumberFormat.powerOfTen(exponent))
    }
    return Plot(
      title: "\(name) learner", horizontal: .linear(label: "Size of the plain step", ticks: ticks),
      vertical: VerticalAxis(label: "Attacked utility (higher is better for the learner)"),
      series: [
        Series(
          label: "\(name), chosen", role: part.learner.role,
          points: points(
            part.trials.filter {
              $0.setting == choice.learners[part.learner]?.attacks[.plain]?.step
            })),
        Series(
          label: "\(name), tried", role: part.learner.role, emphasis: .light,
          points: points(part.trials)),
      ])
  }

  /// The numbers behind the chart as comma-separated values; failed trials have no utility.
  func table(_ choice: Calibration.DomainChoice) -> String {
    var rows = [
      ["domain", "learner", "attack", "trial", "setting", "mean_attacked_utility", "chosen"]
    ]
    for trial in choice.trials where trial.attack != nil {
      rows.append([
        domain.text, trial.learner.text, trial.attack?.rawValue ?? "", trial.kind.rawValue,
        NumberFormat.exact(trial.setting),
        trial.outcome.map { NumberFormat.exact($0) } ?? "", trial.isChosen ? "yes" : "no",
      ])
    }
    return SeedTable.text(of: rows)
  }
}
