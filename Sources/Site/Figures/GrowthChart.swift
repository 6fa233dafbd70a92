import Charts
import Experiments
import Foundation
import Learning
import Paper
import Reproducibility

/// The seconds of an attack iteration against one size at a time, both in logarithms.
struct GrowthChart {
  let study: GrowthStudy

  private var title: String { "Seconds of an attack iteration, one size varied at a time" }

  var picture: Picture {
    Picture(
      "growth", href: SiteMap.performance, title: title, alternative: chart.description,
      path: "performance", isStackable: false)
  }

  var chart: Chart {
    let sizes = study.curves.map(\.size).uniqued()
    let sentences = study.curves.map {
      "\($0.size), \($0.learner.phrase): exponent \(exponent($0))"
    }
    return Chart(
      title: title, plots: sizes.map(plot), sharesVerticalAxis: true,
      note: "Medians on one thread. Sizes double from mark to mark.",
      description: "Line chart with one panel for each size. Time grows as a power of the size: "
        + "\(sentences.joined(separator: "; ")).")
  }

  private func exponent(_ curve: GrowthStudy.Curve) -> String {
    NumberFormat.fixed(curve.exponent, decimals: 2, typographic: true)
  }

  private func plot(_ size: String) -> Plot {
    let curves = study.curves.filter { $0.size == size }
    return Plot(
      title: English.capitalised(size),
      horizontal: .linear(
        label: "\(size), logarithmic",
        ticks: (curves.first?.values ?? []).map {
          Tick(log2($0), label: NumberFormat.exact($0))
        }),
      vertical: VerticalAxis(label: "Seconds", scale: .logarithmic),
      series: curves.map { curve in
        Series(
          label: "\(English.capitalised(curve.learner.phrase)) learner", role: curve.learner.role,
          points: zip(curve.values, curve.seconds).map {
            Series.Point(x: log2($0), mean: $1, samples: [])
          })
      })
  }
}
