import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// The numbers of a panel as a table: a body for each victim, a row for each budget.
struct NumberTable {
  struct Cell {
    let mean: String
    let range: String?

    /// What there is to say where nothing is measured.
    static let none = Cell(mean: "–", range: nil)

    init(mean: String, range: String?) { (self.mean, self.range) = (mean, range) }

    /// The mean and interval of one value per seed; "not run" without any.
    init(_ values: [Double]?, _ wording: Wording) {
      guard let values, !values.isEmpty else {
        self.init(mean: "not run", range: nil)
        return
      }
      let interval = Interval(of: values)
      self.init(mean: wording.number(interval.mean), range: wording.range(interval))
    }
  }

  struct Row {
    let budget: String
    let cells: [Cell]
  }

  struct Body {
    let victim: String
    let role: String
    let rows: [Row]
  }

  struct Level {
    let name: String
    let cells: [Cell]
  }

  let columns: [String]
  let width: Int
  let bodies: [Body]
  let levels: [Level]

  init(_ results: PanelValues) {
    let wording = Wording(results)
    func cell(_ values: [Double]?) -> Cell { Cell(values, wording) }
    columns =
      ["Attack, targets", "Attack, held-out"]
      + results.controls.map { results.label(ofSeries: $0) + ", targets" }
      + ["Loss to the attack", "Loss beyond controls"]
    width = columns.count + 1
    bodies = results.victims.map { victim in
      Body(
        victim: results.heading(of: victim) + " learner",
        role: victim == results.attacked
          ? "the attack is made for it" : "the same poison, transferred",
        rows: ([0] + results.budgets).map { budget in
          var cells = PanelValues.Instances.allCases.map {
            cell(results.values(victim, results.attack, budget: budget, at: $0))
          }
          cells += results.controls.map { cell(results.values(victim, $0, budget: budget)) }
          if budget > 0 {
            cells.append(cell(results.losses(victim, results.attack, budget: budget)))
            cells.append(cell(results.lossesBeyondControls(victim, budget: budget)))
          } else {
            cells += [.none, .none]
          }
          let label = results.label(ofBudget: budget)
          return Row(budget: budget > 0 ? label : "\(label) (clean)", cells: cells)
        })
    }
    levels = results.levels.compactMap { name in
      guard let targets = results.level(name), let heldOut = results.level(name, at: .heldOut)
      else {
        return nil
      }
      return Level(
        name: English.capitalised(results.label(ofLevel: name)),
        cells: [cell(targets), cell(heldOut)])
    }
  }
}
