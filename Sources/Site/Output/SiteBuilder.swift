import Attacks
import Charts
import Domains
public import Foundation
import Learning
public import Paper
import Reproducibility

/// Computes a site from the records of a study; writes nothing.
///
/// The same study, templates and toolchain give the same bytes: there is no clock, host name or
/// absolute path in them.
public struct SiteBuilder: Sendable {
  /// What the site is made from.
  public let study: PaperStudy
  /// The folder with the templates and the style sheet.
  public let templates: URL
  /// What pages say that the program was built with.
  public let toolchain: Toolchain
  /// Files that take the place of computed ones with the same path, for a comparison with a site
  /// that other libraries made.
  ///
  /// The default is none.
  public var kept: [SiteFile] = []

  /// What poisons look like, which is made from their files beforehand.
  ///
  /// The default is nothing: the page says so.
  public var poisons = PoisonGallery()

  /// What was measured or tried apart from all records.
  ///
  /// The default is nothing: the pages say so.
  public var measurements = Measurements()

  /// Where parts are found that need not be computed again; the default is nowhere.
  public var cache: PartCache?

  /// A builder.
  ///
  /// - Parameters:
  ///   - study: the records, of any panels.
  ///   - templates: the folder `Templates` of the repository.
  ///   - toolchain: library versions to print. Default those in use.
  public init(study: PaperStudy, templates: URL, toolchain: Toolchain = .current) {
    (self.study, self.templates, self.toolchain) = (study, templates, toolchain)
  }

  /// All files of the site in the order of their paths.
  ///
  /// Figures, pages, then the page that lists these with their digests, the research crate, the
  /// manifest of all, and the list of sums.
  /// - Throws: `SiteError` where a template is missing or malformed, `ChartError` where a chart
  ///   cannot be drawn.
  public func files() throws -> [SiteFile] {
    try files(with: TemplateFolder(contentsOf: templates))
  }

  /// The same with templates that were read before.
  func files(with templates: TemplateFolder) throws -> [SiteFile] {
    let results = study.panels.map { PanelValues($0) }
    let style = SiteFile(path: TemplateFolder.styleSheet, bytes: templates.style)
    let inputs = try PartInputs(study, templates: templates, toolchain: toolchain)
    let parts =
      charts(results, inputs) + pages(results, templates, inputs) + numbers(templates, inputs)
      + [try poisons(results, templates, inputs), tutorial(templates, inputs)]
    var files =
      try [style]
      + parts.mapInParallel { part in
        try cache?.files(madeFrom: part.inputs, make: part.make) ?? part.make()
      }.flatMap { $0 }
    for file in kept {
      if let place = files.firstIndex(where: { $0.path == file.path }) { files[place] = file }
    }
    let listed = SiteBuilder.sorted(files)
    let provenance = try ProvenancePage(study, results, files: listed, toolchain: toolchain)
    files.append(try templates.file(SiteMap.provenance, "provenance", provenance))
    files.append(
      ResearchCrate(study: study, files: SiteBuilder.sorted(files), toolchain: toolchain).file())
    files.append(
      try SiteManifest(
        study, files: files, toolchain: toolchain, measurements: measurements
      )
      .file())
    files.append(SiteBuilder.sums(of: SiteBuilder.sorted(files)))
    return SiteBuilder.sorted(files)
  }

  /// The pages that depend on no other file, without the charts of figures and what lists files.
  func pages(with templates: TemplateFolder) throws -> [SiteFile] {
    let results = study.panels.map { PanelValues($0) }
    let inputs = try PartInputs(study, templates: templates, toolchain: toolchain)
    let parts = pages(results, templates, inputs) + [try poisons(results, templates, inputs)]
    return try parts.mapInParallel { try $0.make() }.flatMap { $0 }
  }

  /// Some files of a site, which depend on no others.
  private struct Part: Sendable {
    /// Which part it is and what it depends on besides the program; nil where that is not known.
    let inputs: [String]?
    let make: @Sendable () throws -> [SiteFile]

    init(_ name: String, _ inputs: [String]?, make: @escaping @Sendable () throws -> [SiteFile]) {
      (self.inputs, self.make) = (inputs.map { [name] + $0 }, make)
    }
  }

  private func charts(_ results: [PanelValues], _ inputs: PartInputs) -> [Part] {
    var parts: [Part] = []
    func add(
      _ name: String, of inputs: [String]?,
      _ drawing: @autoclosure @escaping @Sendable () -> any Drawing,
      table: @autoclosure @escaping @Sendable () -> String? = nil
    ) {
      parts.append(
        Part("chart \(name)", inputs) {
          try SiteFile.drawn(of: drawing(), at: SiteMap.image(name), table: table())
        })
    }
    for exhibit in Exhibit.all(results) {
      add(
        exhibit.id, of: inputs.chart(of: exhibit.members), exhibit.chart,
        table: SeedTable(exhibit.members).text)
    }
    for learner in LearnerDiagram.all { add(learner.id, of: inputs.frame, learner.diagram) }
    for (domain, choice) in StepChart.choices(of: study) {
      guard let chart = StepChart(domain: domain.id, choice) else { continue }
      add(chart.name, of: inputs.study, chart.chart, table: chart.table(choice))
    }
    for sweep in SweepChart.all(results) {
      add(sweep.name, of: inputs.study, sweep.chart, table: sweep.table)
    }
    return parts
  }

  /// Every page but the one that lists the others' digests.
  private func pages(
    _ results: [PanelValues], _ templates: TemplateFolder, _ inputs: PartInputs
  ) -> [Part] {
    let (study, toolchain) = (study, toolchain)
    let map = SiteMap(study)
    var parts: [Part] = []
    func add(_ path: String, _ template: String, _ content: @escaping @Sendable () throws -> Any) {
      parts.append(
        Part("page \(path)", inputs.study) { [try templates.file(path, template, content())] })
    }
    parts.append(
      Part("what the ledger says", inputs.study) {
        let ledger = Ledger(study)
        let (chart, map) = (ClaimChart(ledger), DamageMap(study))
        let rules = try templates.script(ProtocolText.name)
        let page = LedgerPage(study, ledger, chart, ProtocolText(rules))
        var files = [
          try templates.file(
            SiteMap.front, "index", FrontPage(study, results, ledger, map, chart)),
          try templates.file(SiteMap.ledger, "ledger", page),
          try templates.file(
            SiteMap.artefact, "artefact", ArtefactPage(study, ledger, toolchain: toolchain)),
          SiteFile(path: ProtocolText.name, text: rules),
          SiteFile(
            path: PublishedNumbers.ledger, text: try LedgerFile(study.panels, ledger).text()),
        ]
        if let map {
          files += try SiteFile.drawn(
            of: map.drawing, at: SiteMap.image(DamageMap.name), table: map.table)
        }
        if let chart {
          files += try SiteFile.drawn(
            of: chart.drawing, at: SiteMap.image(ClaimChart.name), table: chart.table)
        }
        if let small = chart?.smallDrawing {
          files.append(
            SiteFile(
              path: "\(SiteMap.image(ClaimChart.smallName)).svg",
              bytes: try small.bytes(as: .svg)))
        }
        return files
      })
    for figure in map.figures {
      add(SiteMap.figure(figure), "figure") {
        try FigurePage(
          figure: figure, study: study, results: results, rendering: templates.page)
      }
      add(SiteMap.records(figure), "figure-records") {
        try RecordsPage(figure: figure, study: study, results: results)
      }
    }
    add(SiteMap.components, "learners-and-attacks") { ComponentsPage(study) }
    for learner in map.learners {
      add(SiteMap.learner(learner.id), "learner-\(learner.name)") {
        try LearnerPage(learner, study, results)
      }
    }
    for attack in map.attacks {
      add(SiteMap.attack(attack.id), "attack-\(attack.name)") {
        try AttackPage(attack, study, results)
      }
    }
    for defence in map.defences {
      add(SiteMap.defence(defence.name), "defence-\(defence.name)") {
        DefencePage(defence, study)
      }
    }
    let measured = measurements
    func add(
      _ name: String, of file: (any MeasuredFile)?,
      make: @escaping @Sendable () throws -> [SiteFile]
    ) {
      parts.append(
        Part(name, inputs.study.map { $0 + [Measurements.label(file)] }, make: make))
    }
    add("causes", of: measured.causes) { try CausesPage.files(study, measured.causes, templates) }
    add("attribution", of: measured.attribution) {
      try AttributionPage.files(study, measured.attribution, templates)
    }
    add("field", of: measured.field) { try FieldPage.files(study, measured.field, templates) }
    add("court", of: measured.court) {
      [try templates.file(SiteMap.court, "court", CourtPage(study, measured.court))]
    }
    add(SiteMap.controls, "controls") { ControlsPage(study, results) }
    add(SiteMap.calibration, "calibration") { CalibrationPage(study) }
    add(SiteMap.data, "data") {
      try DataPage(study) { try templates.page($0.template, $0.facts) }
    }
    add(SiteMap.methods, "methods") { MethodsPage(study, results) }
    add(SiteMap.formats, "formats") { FormatsPage(study) }
    add(SiteMap.verify, "verify") {
      VerifyPage(study, workflow: try templates.script(VerifyPage.workflowName))
    }
    add(SiteMap.changes, "changes") { ChangesPage(study) }
    // An unfinished site does not link to them.
    if study.progress == nil {
      add("performance", of: measured.scale) {
        try PerformancePage.files(study, measured.scale, templates)
      }
      add("scale", of: measured.scale) {
        [try templates.file(SiteMap.scale, "scale", ScalePage(study, measured.scale))]
      }
      add("reliability", of: measured.campaigns) {
        [
          try templates.file(
            SiteMap.reliability, "reliability", ReliabilityPage(study, measured.campaigns))
        ]
      }
    }
    return parts
  }

  /// The tables from which everything can be computed again, and the Python that does.
  private func numbers(_ templates: TemplateFolder, _ inputs: PartInputs) -> [Part] {
    let study = study
    return PublishedNumbers.names(of: study).map { name in
      Part("evaluations \(name)", inputs.study) {
        [PublishedNumbers.evaluations(of: study, name)]
      }
    } + [
      Part("traces", inputs.study) {
        [
          PublishedNumbers.traces(of: study),
          SiteFile(
            path: PublishedNumbers.scriptPath,
            text: try templates.script(PublishedNumbers.script)),
        ]
      }
    ]
  }

  /// Whether a file's numbers are computed by the build itself, beyond what records say.
  static func isComputed(_ path: String) -> Bool {
    path == SiteMap.tutorial || path.hasPrefix("\(SiteMap.image(TutorialPage.chartName)).")
      || path == SiteMap.poisons || path.hasPrefix(SiteMap.image("poison-"))
  }

  /// The tutorial with its chart, its table and its Python; its attack is run here.
  private func tutorial(_ templates: TemplateFolder, _ inputs: PartInputs) -> Part {
    let study = study
    return Part("tutorial", inputs.study) {
      let run = try TutorialRun.shared.get()
      let scripts = try TutorialPage.scripts.map { name in
        SiteFile(path: TutorialPage.path(name), text: try templates.script(name))
      }
      let page = try TutorialPage(study, run, scripts: templates.scripts)
      let chart = ProblemChart(results: try ProblemResults(run.sweepRecords))
      return try SiteFile.drawn(
        of: chart.chart, at: SiteMap.image(TutorialPage.chartName), table: chart.table)
        + scripts + [
          SiteFile(path: TutorialProblem.path, text: run.problem.table),
          try templates.file(SiteMap.tutorial, "tutorial", page),
        ]
    }
  }

  /// The page about what poisons look like, with its charts and their numbers.
  private func poisons(
    _ results: [PanelValues], _ templates: TemplateFolder, _ inputs: PartInputs
  ) throws -> Part {
    let (study, views) = (study, PoisonView.all(poisons, results))
    let digest = try poisons.digest
    return Part("poisons", inputs.study.map { $0 + ["portraits \(digest)"] }) {
      var files = try views.flatMap(PoisonPlate.all).flatMap { plate in
        try SiteFile.drawn(of: plate.chart, at: SiteMap.image(plate.name), table: plate.csv)
      }
      if !views.isEmpty {
        let plate = DetectionPlate(views: views)
        files += try SiteFile.drawn(
          of: plate.chart, at: SiteMap.image(DetectionPlate.name), table: plate.csv)
      }
      return files + [
        try templates.file(SiteMap.poisons, "poisons", PoisonPage(study, views))
      ]
    }
  }

  /// The digests of files in the form that `sha256sum -c` reads.
  static func sums(of files: [SiteFile]) -> SiteFile {
    SiteFile(
      path: SiteManifest.sumsPath, text: files.map { "\($0.digest)  \($0.path)\n" }.joined())
  }

  /// Files in the order of their paths.
  static func sorted(_ files: [SiteFile]) -> [SiteFile] {
    files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}
