import Learning
import Reproducibility
import Statistics

extension FieldStudy.Place {
  /// What came of comparing the automatic attack with all others.
  public struct Contest: Sendable, Equatable {
    /// How many cells (unit, budget, victim) there are, and in how many the automatic attack made
    /// for the victim takes at least as much as any other attack, whoever that was made for.
    public var cells: Int, won: Int
    /// How many steps from one budget to the next there are, and in how many it takes less than
    /// before.
    public var steps: Int, falls: Int

    /// The share that is won; nil without cells.
    public var share: Double? { cells > 0 ? Double(won) / Double(cells) : nil }
  }

  /// The automatic attack against all others on calibration units, within twice the standard error
  /// of a difference.
  ///
  /// An attack counts with the mean over its repetitions. Two of them differ by initial weights of
  /// the victims and by what the attacks themselves drew; the variance of the latter is that
  /// between repetitions, pooled over all attacks of a budget on a victim, as few repetitions say
  /// little of one attack alone.
  public var contest: Contest {
    var contest = Contest(cells: 0, won: 0, steps: 0, falls: 0)
    let cells = cells(.attacks)
    for learner in cells.map(\.learner).uniqued() {
      let own = cells.filter { $0.learner == learner }
      let budgets = Set(own.map(\.budget)).sorted()
      let series = budgets.map { budget in Series.all(in: own.filter { $0.budget == budget }) }
      for (index, found) in series.enumerated() {
        for automatic in found where automatic.isAutomatic(for: learner) {
          let rivals = found.filter { $0.seed == automatic.seed && !$0.isAutomatic }
          contest.cells += 1
          if rivals.allSatisfy({ !automatic.isWeaker(than: $0) }) { contest.won += 1 }
          guard index > 0,
            let before = series[index - 1].first(where: {
              $0.seed == automatic.seed && $0.isAutomatic(for: learner)
            })
          else { continue }
          contest.steps += 1
          if automatic.isWeaker(than: before) { contest.falls += 1 }
        }
      }
    }
    return contest
  }

  /// The repetitions of one attack on one victim of one unit.
  private struct Series {
    let first: FieldStudy.Cell
    let losses: [Double]
    /// The variance of the mean loss.
    var variance = 0.0

    var seed: UInt64 { first.seed }
    var isAutomatic: Bool { first.attack == FieldStudy.automatic }
    var mean: Double { losses.mean ?? 0 }

    func isAutomatic(for learner: LearnerID) -> Bool { isAutomatic && first.madeFor == learner }

    func isWeaker(than other: Series) -> Bool {
      mean < other.mean - 2 * (variance + other.variance).squareRoot()
    }

    /// The series of one budget and victim, with the variance that is pooled over them.
    static func all(in cells: [FieldStudy.Cell]) -> [Series] {
      // The first that is there: a repetition that came to nothing takes no other with it.
      var found: [Series] = []
      for cell in cells.sorted(by: { $0.repetition < $1.repetition })
      where !found.contains(where: { $0.first.isLike(cell) }) {
        found.append(Series(first: cell, losses: cells.filter(cell.isLike).map(\.loss)))
      }
      let deviations = found.flatMap { series in series.losses.map { $0 - series.mean } }
      let freedom = deviations.count - found.count
      let pooled =
        freedom > 0 ? deviations.reduce(0) { $0 + $1 * $1 } / Double(freedom) : 0
      for index in found.indices {
        let error = found[index].first.error ?? 0
        found[index].variance = error * error + pooled / Double(found[index].losses.count)
      }
      return found
    }
  }
}

extension FieldStudy.Cell {
  /// Whether both are repetitions of one attack on one victim of one unit.
  fileprivate func isLike(_ other: FieldStudy.Cell) -> Bool {
    attack == other.attack && madeFor == other.madeFor && seed == other.seed
  }
}
