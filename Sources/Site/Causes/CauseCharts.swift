import Charts
import Paper
import Reproducibility

/// The charts of the page about why direct attacks fail.
struct CauseCharts {
  static let profileName = "cause-profile", smoothingName = "cause-smoothing"

  let study: CauseStudy

  // MARK: L_adv along a line

  var profile: Chart {
    Chart(
      title: CauseCharts.profileTitle,
      subtitle: "From the start of the attack against the sign of its exact gradient",
      plots: study.places.map(profilePlot),
      note: """
        One training from the same initial weights at each point. A step of the attack is a tenth \
        of B.
        """,
      description: """
        Line chart with one panel for each domain: the adversary's loss against the distance from \
        the start, on the victims' own layer and on a smoother one, with the line that the exact \
        gradient promises.
        """)
  }

  private static let profileTitle = "What a gradient promises, and what a step finds"

  var profilePicture: Picture {
    Picture(
      CauseCharts.profileName, href: "\(SiteMap.causes)#profile", title: CauseCharts.profileTitle,
      alternative: profile.description)
  }

  private func profilePlot(_ place: CauseStudy.Place) -> Plot {
    let profile = place.profile
    let x = profile.distances.map { $0 / place.budget }
    func series(_ label: String, _ role: Series.Role, _ y: [Double], light: Bool = false) -> Series
    {
      Series(
        label: label, role: role, emphasis: light ? .light : .strong,
        points: zip(x, y).map { Series.Point(x: $0, mean: $1) })
    }
    let start = profile.distances.firstIndex { $0 >= 0 } ?? 0
    // No longer than the picture is high, so that a steep promise does not flatten all else.
    let values = profile.own + profile.smooth
    let (least, most) = (values.min() ?? 0, values.max() ?? 1)
    let promised = profile.distances.map { profile.own[start] + profile.ownSlope * $0 }
    let shown = zip(x, promised).filter { $0.1 >= least && $0.1 <= most }
    return Plot(
      title: place.label,
      horizontal: .linear(label: "Distance from the start, in units of B"),
      vertical: VerticalAxis(label: "L_adv"),
      series: [
        series("Victims’ layer", .attack(1), profile.own),
        series(
          "Layer of \(NumberFormat.chosen(profile.smoothing)) times the curvature", .attack(2),
          profile.smooth),
        Series(
          label: "Promise of the exact gradient", role: .level, emphasis: .light,
          points: [shown.first, shown.last].compactMap(\.self).uniqued(by: \.0).map {
            Series.Point(x: $0.0, mean: $0.1)
          }),
      ])
  }

  /// The numbers behind the first chart.
  var profileTable: String {
    SeedTable.text(
      of: [["place", "distance", "own", "smooth", "own_slope", "smooth_slope"]]
        + study.places.flatMap { place in
          let profile = place.profile
          return profile.distances.indices.map { index in
            [
              place.id, NumberFormat.exact(profile.distances[index]),
              NumberFormat.exact(profile.own[index]), NumberFormat.exact(profile.smooth[index]),
              NumberFormat.exact(profile.ownSlope), NumberFormat.exact(profile.smoothSlope),
            ]
          }
        })
  }

  // MARK: Cosine and strength against smoothing

  var smoothing: Chart {
    Chart(
      title: CauseCharts.smoothingTitle,
      subtitle: "Calibration units, the decision-focused learner, the reference budget",
      plots: study.places.flatMap { [cosinePlot($0), strengthPlot($0)] },
      note: "Thin lines: single units. Thick lines: means.",
      description: """
        Line charts, two for each domain, against the smoothing of the attacker's layer: the \
        cosine of promised and measured slopes, and the utility that the attack takes.
        """)
  }

  private static let smoothingTitle = "How true a smoothed gradient is, and how strong the attack"

  var smoothingPicture: Picture {
    Picture(
      CauseCharts.smoothingName, href: "\(SiteMap.causes)#kinks",
      title: CauseCharts.smoothingTitle, alternative: smoothing.description)
  }

  private func axis(_ values: [Double]) -> HorizontalAxis {
    .even(
      label: "Smoothing s",
      ticks: values.enumerated().map {
        Tick(Double($0.offset), label: NumberFormat.chosen($0.element))
      })
  }

  private func cosinePlot(_ place: CauseStudy.Place) -> Plot {
    let values = place.units.first?.bias.entries.map(\.smoothing) ?? []
    return Plot(
      title: "\(place.label): cosine", horizontal: axis(values),
      vertical: VerticalAxis(label: "Cosine, promised and measured"),
      series: [
        Series(
          label: "Gradient of an iteration’s models: bias and noise", role: .attack(2),
          points: values.indices.map { index in
            point(index, place.units.map { $0.bias.entries[index].cosine })
          }),
        Series(
          label: "Mean gradient: bias", role: .level, emphasis: .light,
          points: values.indices.map { index in
            point(index, place.units.map { $0.bias.entries[index].meanCosine })
          }),
      ])
  }

  private func strengthPlot(_ place: CauseStudy.Place) -> Plot {
    let settings = place.settings(of: .kinks)
    return Plot(
      title: "\(place.label): strength", horizontal: axis(settings.compactMap(\.value)),
      vertical: VerticalAxis(label: "Utility taken"),
      series: [
        Series(
          label: "Attack", role: .attack(1),
          points: settings.enumerated().compactMap { index, setting in
            setting.losses.allSatisfy(\.isFinite) ? point(index, setting.losses) : nil
          })
      ])
  }

  private func point(_ index: Int, _ values: [Double]) -> Series.Point {
    Series.Point(x: Double(index), mean: values.mean ?? 0, samples: values)
  }

  /// The numbers behind the second chart.
  var smoothingTable: String {
    SeedTable.text(
      of: [
        [
          "place", "unit", "smoothing", "cosine", "mean_cosine", "promised", "measured",
          "utility_taken",
        ]
      ]
        + study.places.flatMap { place in
          place.units.enumerated().flatMap { index, unit in
            unit.bias.entries.map { entry in
              let taken = place.settings(of: .kinks).first { $0.value == entry.smoothing }
              return [
                place.id, "\(unit.seed)", NumberFormat.exact(entry.smoothing),
                NumberFormat.exact(entry.cosine), NumberFormat.exact(entry.meanCosine),
                NumberFormat.exact(entry.promised),
                NumberFormat.exact(entry.measured),
                taken.map { NumberFormat.exact($0.losses[index]) } ?? "",
              ]
            }
          }
        })
  }
}
