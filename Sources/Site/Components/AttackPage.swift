import Attacks
import Experiments
import Reproducibility

/// The content of the page of one attack.
struct AttackPage {
  /// A chart of backward vectors.
  struct Sweep {
    let picture: Picture
    let sentences: [String]
    let csv: String
    let pdf: String
  }

  let frame: PageFrame
  let path: String
  let name: String
  let usage: [Usage]
  let options: AttackOptions
  let sweeps: [Sweep]
  let norms: SweepTable
  /// Adversaries with other aims; nil where none was run.
  let adversaries: AdversaryTable?
  /// Where their numbers come from.
  let provenance: Provenance?
  let usesCalibration: Bool
  let references: [Citation]

  init(attack name: String, _ study: Study, _ results: [PanelResults]) throws {
    path = AttackPage.path(of: name)
    self.name = Wording.label(ofTreatment: name)
    frame = PageFrame(
      of: study, page: path, title: self.name,
      heading: name == MetaGradientAttack.name
        ? "Algorithm 1: attack by meta-gradient" : "MetaPoison",
      description:
        "\(self.name): its mathematics, options, backward vectors, where it is used, and references."
    )
    let own = results.filter { $0.attack == name }
    usage = Usage.of(Exhibit.all(own))
    options = AttackOptions(own)
    sweeps = AttackPage.sweeps(results, of: name).map { chart in
      Sweep(
        picture: chart.picture, sentences: chart.sentences, csv: "figures/\(chart.name).csv",
        pdf: "figures/\(chart.name).pdf")
    }
    norms = SweepTable(own)
    let cases = study.adversaries.filter { type(of: $0.adversary.attack).name == name }
    adversaries = AdversaryTable(cases)
    provenance =
      cases.isEmpty
      ? nil
      : try Provenance(
        cases.flatMap { $0.clean + $0.attacked + $0.control },
        clean: cases.flatMap { part in
          part.clean.map { (part.adversary.cleanExperiment(seed: $0.seed), $0) }
        }, sources: study.sources, id: "adversaries", label: "Adversaries")
    usesCalibration = study.grid.calibration.domains.values.contains { !$0.trials.isEmpty }
    let components = own.map { $0.panel.attack as any Component }
    references = Citation.all(of: components + cases.map { $0.adversary.attack })
  }

  /// The charts of backward vectors: only Algorithm 1 sweeps through whole trainings.
  static func sweeps(_ results: [PanelResults], of attack: String = MetaGradientAttack.name)
    -> [SweepChart]
  {
    guard attack == MetaGradientAttack.name else { return [] }
    return results.map { type(of: $0.panel.domain).name }.uniqued()
      .compactMap { SweepChart(domain: $0, results) }
  }

  static func path(of attack: String) -> String { "attack-\(attack).html" }

  /// The attack in a sentence.
  static func summary(of attack: String) -> String {
    attack == MetaPoison.name
      ? "Differentiates few training steps of many models at staggered ages."
      : "Differentiates through the whole training of one model, anew in every iteration."
  }
}

/// The options of an attack, a row for each set of options that some panels share.
struct AttackOptions {
  /// One set of options.
  struct Row {
    let usage: [Usage]
    let cells: [String]
  }

  let columns: [String]
  let rows: [Row]

  init(_ results: [PanelResults]) {
    var (columns, found): ([String], [(cells: [String], exhibits: [Exhibit])]) = ([], [])
    for exhibit in Exhibit.all(results) {
      for series in exhibit.first.panel.series {
        guard case .attack(let attack, let learner) = series.treatment else { continue }
        let pairs =
          [("Attacked learner", Wording.learner(type(of: learner).name))]
          + AttackOptions.pairs(attack)
        columns = pairs.map(\.0)
        let cells = pairs.map(\.1)
        if let index = found.firstIndex(where: { $0.cells == cells }) {
          found[index].exhibits.append(exhibit)
        } else {
          found.append((cells, [exhibit]))
        }
      }
    }
    self.columns = columns
    rows = found.map { Row(usage: Usage.of($0.exhibits), cells: $0.cells) }
  }

  private static func pairs(_ attack: any Attack) -> [(String, String)] {
    let weights = attack.initialWeights == .fresh ? "fresh" : "one draw, shared"
    switch attack {
    case let attack as MetaGradientAttack:
      return [
        ("Step", SettingList.step(attack.rule)), ("Iterations", "\(attack.iterations)"),
        ("Restarts", "\(attack.rounds)"), ("Initial weights", weights),
        ("Entries checked", "\(attack.checkedEntries)"),
      ]
    case let attack as MetaPoison:
      return [
        ("Models", "\(attack.models)"), ("Craft steps", "\(attack.craftSteps)"),
        (
          "Unrolled steps", "\(attack.unrolledSteps), ε differentiated in \(attack.perturbedSteps)"
        ), ("Loss", attack.averagesSteps ? "mean over steps" : "after the last step"),
        ("Models advance on", attack.advance == .clean ? "clean data" : "poisoned data"),
        (
          "Adam rate",
          "\(SettingList.number(attack.rate))·B\(attack.decays ? ", ÷ 10 after each third" : "")"
        ), ("Initial weights", weights), ("Entries checked", "\(attack.checkedEntries)"),
      ]
    default: return [("Initial weights", weights)]
    }
  }
}
