import Attacks
import Experiments
import Learning
import Paper
import Reproducibility

/// The content of the page of one attack.
struct AttackPage {
  let frame: PageFrame
  let title, heading, description: String
  /// What commands call it.
  let command: String
  let usage: [Usage]
  /// Its options in the figures; nil where no figure uses it.
  let options: AttackOptions?
  /// Charts of backward vectors.
  let sweeps: [(picture: Picture, sentences: [String])]
  /// Its backward vectors; nil where no figure has any.
  let norms: SweepTable?
  /// Adversaries with other aims; nil where none was run.
  let adversaries: AdversaryTable?
  /// Where their numbers come from.
  let provenance: Provenance?
  let usesCalibration: Bool
  let references: [Citation]

  init(_ attack: any Attack.Type, _ study: PaperStudy, _ results: [PanelValues]) throws {
    frame = PageFrame(of: study, page: SiteMap.attack(attack.id))
    (title, heading, command) = (attack.label, attack.label, attack.name)
    description =
      "\(title): its mathematics, options, backward vectors, where it is used, and references."
    let own = results.filter { $0.panel.attack.name == attack.name }
    usage = Usage.of(Exhibit.all(own))
    options = own.isEmpty ? nil : AttackOptions(own)
    sweeps = SweepChart.all(own).map { ($0.picture, $0.sentences) }
    norms = SweepTable(own)
    let cases = study.adversaries.filter { $0.panel.attack.name == attack.name }
    adversaries = AdversaryTable(cases)
    provenance = try cases.first.map { first in
      try Provenance(
        cases.flatMap { part in part.clean + part.series.flatMap { part.records(of: $0) } },
        clean: cases.flatMap { part in
          part.clean.map { (part.panel.cleanExperiment(seed: $0.seed), $0) }
        }, sources: study.sources, id: "adversaries", label: "Adversaries",
        unit: first.panel.domain.budgetUnit)
    }
    usesCalibration = study.grid.calibration.domains.values.contains { !$0.trials.isEmpty }
    references = Citation.all(of: [attack])
  }
}

/// The options of an attack, a row for each set of options that some panels share.
struct AttackOptions {
  let columns: [String]
  let rows: [(usage: [Usage], cells: [String])]

  init(_ results: [PanelValues]) {
    var (columns, found): ([String], [(cells: [String], exhibits: [Exhibit])]) = ([], [])
    for exhibit in Exhibit.all(results) {
      for series in exhibit.first.panel.series {
        guard case .attack(let attack, let learner) = series.treatment else { continue }
        let settings = attack.settings
        columns = ["Attacked learner"] + settings.map(\.name)
        let cells = [learner.phrase] + settings.map(\.value)
        if let index = found.firstIndex(where: { $0.cells == cells }) {
          found[index].exhibits.append(exhibit)
        } else {
          found.append((cells, [exhibit]))
        }
      }
    }
    self.columns = columns
    rows = found.map { (Usage.of($0.exhibits), $0.cells) }
  }
}
