import Attacks
@testable import Paper

/// Portraits of poisons with numbers that can be checked in the head.
enum FabricatedGallery {
  static let attack = MetaGradientAttack.name

  /// Three domains; the portfolio lacks a unit.
  static var gallery: PoisonGallery {
    var gallery = PoisonGallery()
    gallery.portraits = [
      portrait(
        "5a", [0.5, 1], ("instance", "feature"), [20, 21, 22],
        .features(
          .init(
            edges: [-1, 0, 1], clean: [3, 1], poisoned: [[2, 2], [1, 3]], means: [0, 0.1, 0.2],
            deviations: [1, 1.02, 1.5]))),
      portrait(
        "8a", [0.01, 0.02], ("day", "stock"), [0, 1], missing: [2],
        .prices(
          .init(
            ticker: FabricatedPrices.hostileTicker,
            days: ["2010-01-04", "2010-01-05", "2010-01-06"], clean: [50, 51, 50],
            poisoned: [[50.5, 51, 50], [49, 51, 51]]))),
      portrait(
        "10a", [0.05, 0.25], ("paper", "word"), [0, 1, 2],
        .words(
          .init(
            paper: "31336", words: [3, 1176], clean: [1, 0],
            poisoned: [[0.95, 0.05], [1.25, -0.25]],
            neither: [0, 1, 1]))),
    ]
    return gallery
  }

  /// The attack is found with an area of 0.9 + 0.01 per unit on rows, noise with 0.5, signs with
  /// 0.99; all columns are rejected.
  private static func portrait(
    _ panel: String, _ budgets: [Double], _ nouns: (row: String, column: String),
    _ seeds: [UInt64], missing: [UInt64] = [], _ specimen: PoisonSpecimen
  ) -> PoisonPortrait {
    let areas = [attack: 0.91, "uniform-noise": 0.5, "random-signs": 0.98]
    return PoisonPortrait(
      panel: panel, budgets: budgets, seeds: seeds, missing: missing, row: nouns.row,
      column: nouns.column, rows: 50, columns: 10,
      detections: seeds.enumerated().flatMap { place, seed in
        areas.sorted { $0.key < $1.key }.flatMap { series, area in
          budgets.map { budget in
            .init(
              seed: seed, series: series, budget: budget, rows: area + 0.001 * Double(place),
              rejected: 1, columns: 1)
          }
        }
      }, falseAlarms: seeds.map { _ in 0 },
      spending: budgets.map { .init(budget: $0, mean: 0.5, atEdge: 0.25) }, specimen: specimen)
  }
}
