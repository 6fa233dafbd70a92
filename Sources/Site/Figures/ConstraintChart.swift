import Charts
import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// The figure that varies the number of constraints: utility at the reference budget against that
/// number, one plot per victim.
struct ConstraintChart {
  /// One panel per number of constraints, ascending.
  let results: [PanelValues]

  private var first: PanelValues { results[0] }
  private var budget: Double { first.displayedBudget }
  private var figure: String { first.panel.figure }

  var chart: Chart {
    Chart(
      title: """
        Figure \(figure). Attack on the \(first.phrase(of: first.attacked)) learner by number of \
        constraints
        """,
      subtitle: "All at B = \(first.label(ofBudget: budget)); victims with fresh initial weights",
      plots: first.victims.map(plot) + first.victims.map(lossPlot), sharesVerticalAxis: true,
      note: note,
      description: description)
  }

  /// What the attack costs each victim as the number of constraints grows, made from the means.
  var sentences: [String] {
    first.victims.compactMap { victim in
      let found = results.compactMap { result in
        result.lossesBeyondControls(victim, budget: budget).map {
          (count: result.variation, loss: result.interval($0))
        }
      }
      guard let least = found.min(by: { $0.loss.mean < $1.loss.mean }),
        let most = found.max(by: { $0.loss.mean < $1.loss.mean }), found.count > 1
      else { return nil }
      let clear = found.count { $0.loss.lies(above: 0) }
      let wording = Wording(first)
      let steps = zip(found, found.dropFirst()).map { $1.loss.mean - $0.loss.mean }
      let trend =
        steps.allSatisfy { $0 > 0 }
        ? "The means rise with every further constraint shown."
        : steps.allSatisfy { $0 < 0 }
          ? "The means fall with every further constraint shown."
          : "The means go up and down as constraints are added."
      return """
        The \(first.phrase(of: victim)) learner \
        (\(victim == first.attacked ? "attacked" : "transfer")) loses between \
        \(wording.number(least.loss.mean)) (at \(least.count) constraints) and \
        \(wording.number(most.loss.mean)) (at \(most.count)) beyond controls; this is clearly \
        more than 0 at \(clear) of \(found.count) counts. \(trend)
        """
    }
  }

  private var description: String {
    let counts = results.map { "\($0.variation)" }
    return """
      Line chart with one panel for each learner: mean utility over \
      \(English.counted(first.seeds.count, "seed")) against the number of constraints, \
      \(English.joined(counts)), at a budget of \(first.label(ofBudget: budget)). \
      \(sentences.joined(separator: " "))
      """
  }

  private var note: String {
    let plan = first.panel.plan
    return """
      Lines: means over \(English.counted(first.seeds.count, "seed")), each of \
      \(plan.freshWeights) initial weights. Bands and thin lines: 95 % t-intervals and single \
      seeds, at the targets. Controls: means over \(plan.draws) draws. \
      Each seed's constraints are nested: a larger number extends the same list. Below: clean \
      minus treated utility at the targets, paired by seed.
      """
  }

  private var axis: HorizontalAxis {
    .linear(
      label: first.panel.variation?.label ?? "", ticks: results.map { Tick(Double($0.variation)) })
  }

  private func series(of victim: VictimID) -> VictimSeries {
    VictimSeries(
      victim: victim, panel: first, places: results.map { (Double($0.variation), $0, budget) })
  }

  private func lossPlot(of victim: VictimID) -> Plot { series(of: victim).lossPlot(along: axis) }

  private func plot(of victim: VictimID) -> Plot {
    let series = series(of: victim)
    let clean = series.utilities("Clean data", .level, .strong) { results, _ in
      results.clean(victim)
    }
    let uninformed = series.utilities("Uninformed decision", .level, .light) { results, _ in
      results.level(.uninformed)
    }
    return series.plot(
      along: axis, series.attacked + [clean] + series.controls + [uninformed])
  }
}
