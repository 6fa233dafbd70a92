import Charts
import Paper
import Reproducibility

/// The words of one paper whose values change most.
struct WordPlate {
  let view: PoisonView
  let words: PoisonSpecimen.Words

  private var budgets: [Double] { view.portrait.budgets }
  private var title: String { "Words of paper \(words.paper), clean and poisoned" }

  /// A mark per word; categories between the words keep them from being joined by lines.
  private func series(_ label: String, _ isPoisoned: Bool, _ values: [Double]) -> Series {
    Series(
      label: label, role: isPoisoned ? view.role(of: view.attack) : .level,
      emphasis: isPoisoned ? .strong : .light,
      points: values.enumerated().map { place, value in
        // A bar leads from the poisoned value to the clean one.
        let clean = words.clean[place]
        return Series.Point(
          x: Double(2 * place), mean: value, lower: min(value, clean), upper: max(value, clean))
      })
  }

  private var half: Int { words.clean.count { $0 == 0 } }

  private var axis: HorizontalAxis {
    let places = 0..<max(1, 2 * words.words.count - 1)
    return .even(
      label: "Number of the word",
      ticks: places.map { place in
        Tick(
          Double(place), label: place.isMultiple(of: 2) ? "\(words.words[place / 2] + 1)" : "")
      })
  }

  /// What gives values away that are neither 0 nor 1, if there are any.
  static func remark(clean: Double, poisoned: Double, budget: Double) -> String {
    func share(_ x: Double) -> String {
      x > 0.995 && x < 1 ? "more than 99.5\u{a0}%" : NumberFormat.percent(x)
    }
    let rounding = budget < 0.5 ? " Rounding every value takes this poison away." : ""
    if clean > 0 {
      return """
        in clean data \(share(clean)) of all values are neither 0 nor 1, in poisoned data \
        \(share(poisoned)).
        """
    }
    return poisoned > 0
      ? """
      in clean data every value is 0 or 1, since a paper has a word or lacks it; in poisoned data \
      \(share(poisoned)) of all values are neither, which tells anybody who looks at \
      values.\(rounding)
      """
      : "all values are 0 or 1, in clean and in poisoned data."
  }

  var sentences: [String] {
    guard let budget = view.displayed, let place = budgets.firstIndex(of: budget) else {
      return []
    }
    return [
      "At \(view.label(of: budget)): "
        + WordPlate.remark(
          clean: words.neither[0], poisoned: words.neither[place + 1], budget: budget)
    ]
  }

  private func number(_ x: Double) -> String {
    NumberFormat.fixed(x, decimals: 3, typographic: true)
  }

  private var table: Table {
    let rows = words.words.indices.map { place in
      Table.Row(
        label: "\(words.words[place] + 1)",
        cells: [Table.Cell(number(words.clean[place]))]
          + words.poisoned.map { Table.Cell(number($0[place])) })
    }
    return Table(
      columns: ["Clean"] + budgets.map { "Poisoned, \(view.label(of: $0))" },
      bodies: [Table.Body(rows: rows)])
  }

  var plate: PoisonPlate {
    PoisonPlate(
      name: "poison-words", title: title,
      caption: """
        What the attack changes are the words of papers, each 1 where the paper has the word and \
        else 0: a value w becomes w + ε with ε between −B and B. Of the first \
        unit’s training papers this is the one with the largest Σε² at \
        \(view.label(of: view.results.displayedBudget)); shown are, of the words that it has \
        and of those that it lacks, \(half) each that change most there. \
        The files name no words: these are their numbers, from 1.
        """,
      chart: Chart(
        title: title, subtitle: "Words that it has and words that it lacks, those that change most",
        plots: budgets.indices.map { place in
          Plot(
            title: view.label(of: budgets[place]), horizontal: axis,
            vertical: VerticalAxis(label: "Value of the word"),
            series: [
              series("Clean", false, words.clean),
              series("Poisoned, with a bar from the clean value", true, words.poisoned[place]),
            ])
        }, sharesVerticalAxis: true,
        description: """
          Chart with one panel for each budget: the clean and the poisoned values of \
          \(words.words.count) words of paper \(words.paper); the table below has the numbers.
          """), sentences: sentences, table: table, rowHead: "Word", csv: csv)
  }

  private var csv: String {
    var rows = [["panel", "seed", "paper", "word", "budget", "value"]]
    let seed = "\(view.portrait.seeds.first ?? 0)"
    for (budget, values) in zip([0] + budgets, [words.clean] + words.poisoned) {
      for (place, value) in values.enumerated() {
        rows.append([
          view.portrait.panel, seed, words.paper, "\(words.words[place] + 1)",
          NumberFormat.exact(budget), NumberFormat.exact(value),
        ])
      }
    }
    return SeedTable.text(of: rows)
  }
}
