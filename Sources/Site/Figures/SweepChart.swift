import Attacks
import Charts
import Domains
import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// The size of the backward vector along training, in the first iteration of attacks by Algorithm
/// 1: one plot per attacked learner.
///
/// Norms are relative to ‖v_T‖, where the sweep begins, and stand on a logarithmic scale; means
/// are geometric.
struct SweepChart {
  struct Part {
    let results: PanelValues
    /// ‖v_t‖ for t = 0…T, one per seed, at the reference budget.
    let sweeps: [(seed: UInt64, norms: [Double])]
  }

  let domain: DomainID
  let parts: [Part]

  /// The chart of a domain: the first panel of each learner that Algorithm 1 attacks; nil if there
  /// is none.
  init?(domain: DomainID, _ results: [PanelValues]) {
    let own = results.filter {
      $0.panel.domain.id == domain && type(of: $0.panel.attack).sweepsWholeTraining
    }
    let learners = own.map(\.attacked).uniqued()
    self.domain = domain
    parts = learners.compactMap { learner in
      guard let first = own.first(where: { $0.attacked == learner }) else { return nil }
      let records = first.seeds.compactMap {
        first.records.record(seed: $0, series: first.attack, budget: first.displayedBudget)
      }
      // A norm of 0 has no place on a logarithmic scale.
      let sweeps = records.compactMap { record in
        record.trace.map { (seed: record.seed, norms: $0.firstSweep) }
      }.filter { $0.norms.count > 1 && $0.norms.allSatisfy { $0 > 0 } }
      return sweeps.isEmpty ? nil : Part(results: first, sweeps: sweeps)
    }
    if parts.isEmpty { return nil }
  }

  /// The charts of some panels, one per domain with an attack that sweeps through whole trainings.
  static func all(_ results: [PanelValues]) -> [SweepChart] {
    results.map { $0.panel.domain.id }.uniqued()
      .compactMap { SweepChart(domain: $0, results) }
  }

  var name: String { "sweep-\(domain)" }

  var picture: Picture {
    Picture(
      name, href: "\(SiteMap.attack(parts[0].results.panel.attack.id))#\(name)",
      title: title,
      alternative: """
        Line chart on a logarithmic scale with one panel for each attacked learner: the norm of \
        the backward vector against the number of steps back from the end of training.
        """)
  }

  private var title: String { "Size of the backward vector along training, \(domain) data" }

  var chart: Chart {
    Chart(
      title: title,
      subtitle: """
        First iteration of Algorithm 1 at B = \
        \(parts[0].results.label(ofBudget: parts[0].results.displayedBudget)), relative to the \
        end of training
        """,
      plots: parts.map(plot), sharesVerticalAxis: true,
      note:
        "Thin lines: single seeds. Thick lines: geometric means. The sweep goes from the end of "
        + "training back to its start, from left to right.",
      description: """
        Line chart on a logarithmic scale with one panel for each attacked learner: the norm of \
        the backward vector against the number of training steps that the sweep has gone back. \
        \(sentences.joined(separator: " "))
        """)
  }

  /// How much the vector grows or shrinks on its way, for each learner.
  var sentences: [String] {
    parts.map { part in
      let ratios = part.sweeps.map { $0.norms[0] / ($0.norms.last ?? 1) }
      let mean = ratios.geometricMean ?? 1
      let kind = mean > 10 ? "explodes" : mean < 0.1 ? "vanishes" : "keeps its order of magnitude"
      return """
        Against the \(part.results.phrase(of: part.results.attacked)) learner (figure \
        \(part.results.panel.id)) the vector \(kind): back at the start of training its norm is \
        \(Wording.short(mean)) times that at the end (geometric mean; single seeds from \
        \(Wording.short(ratios.min())) to \(Wording.short(ratios.max()))).
        """
    }
  }

  private func plot(of part: Part) -> Plot {
    let steps = part.sweeps.map { $0.norms.count - 1 }.min() ?? 0
    let relative = part.sweeps.map { sweep in
      (0...steps).map { back in
        sweep.norms[sweep.norms.count - 1 - back] / sweep.norms[sweep.norms.count - 1]
      }
    }
    let points = (0...steps).map { back in
      let values = relative.map { $0[back] }
      return Series.Point(x: Double(back), mean: values.geometricMean ?? 1, samples: values)
    }
    let name = part.results.heading(of: part.results.attacked)
    return Plot(
      title: "\(name) learner (figure \(part.results.panel.id))",
      horizontal: .linear(
        label: "Steps back from the end of training, T − t", ticks: SweepChart.ticks(steps)),
      vertical: VerticalAxis(label: "‖v‖ relative to the end of training", scale: .logarithmic),
      series: [
        Series(
          label: "\(name), attacked", role: part.results.role(of: part.results.attacked),
          points: points)
      ])
  }

  /// At most seven whole numbers from 0 on.
  private static func ticks(_ steps: Int) -> [Tick] {
    let sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    let size = sizes.first { steps / $0 <= 6 } ?? max(1, steps / 6)
    return stride(from: 0, through: steps, by: size).map { Tick(Double($0)) }
  }

  /// The numbers behind the chart as comma-separated values.
  var table: String {
    var rows = [["panel", "learner", "budget", "seed", "step", "norm"]]
    for part in parts {
      for sweep in part.sweeps {
        for (step, norm) in sweep.norms.enumerated() {
          rows.append([
            part.results.panel.id, part.results.attacked.text,
            NumberFormat.exact(part.results.displayedBudget), "\(sweep.seed)", "\(step)",
            NumberFormat.exact(norm),
          ])
        }
      }
    }
    return SeedTable.text(of: rows)
  }
}
