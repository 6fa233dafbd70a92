import Data
import Domains
import Experiments
import Foundation
import Paper
import Reproducibility
import Site

/// The checks that need more than the site itself: records, sources, templates.
struct Verification {
  let rootPath: String
  let deployed: DeployedSite
  let manifest: SiteManifest

  init(root: URL, deployed: DeployedSite, manifest: SiteManifest) {
    (rootPath, self.deployed, self.manifest) = (root.path, deployed, manifest)
  }

  private var root: URL { URL(filePath: rootPath, directoryHint: .isDirectory) }

  func checks(
    sources: SourceOptions, isDeep: Bool, rerun: Int, seed: UInt64
  ) async throws -> [Check] {
    var checks: [Check] = []
    let store = RecordStore(root: root)
    let hasRecords = manifest.inputs.records.contains { store.contains($0.key) }
    if hasRecords {
      checks += try await recordChecks(store, isDeep: isDeep)
    } else {
      checks.append(
        manifest.inputs.records.isEmpty
          ? Check(
            "records", "the manifest's list", .changed,
            note: "it names no record, from which every number of a site comes")
          : Check(
            "records", "\(manifest.inputs.records.count) records", .unchecked,
            note: "none is here"))
    }
    guard let preset = manifest.preset, let extent = manifest.extent else {
      let reason = "it is the site of another study, “\(manifest.study ?? "")”"
      return checks + [Verification.unrendered("\(reason), which its own program makes again")]
    }
    let calibration = try Calibration(root: root)
    let isSame = Digest(of: try calibration.text()) == manifest.inputs.calibration
    checks.append(
      Check(
        "inputs", Calibration.path, isSame ? .same : .changed,
        note: isSame ? "" : "the site was made with other choices"))
    let inputs = [
      (GrowthStudy.path, manifest.inputs.performance),
      (CampaignRecord.path, manifest.inputs.reliability),
      (CauseStudy.path, manifest.inputs.causes),
      (AttributionStudy.path, manifest.inputs.attribution),
      (FieldStudy.path, manifest.inputs.field), (ScaleStudy.path, manifest.inputs.scale),
      (CourtRecord.path, manifest.inputs.court),
    ]
    let hasInputs = try inputs.map { try check($0, against: $1, &checks) }.allSatisfy(\.self)
    let grid = Grid(preset, calibration, isCoarse: extent.isCoarse)
    guard let data = try load(sources, for: grid.panels.map(\.domain), &checks) else {
      checks.append(Verification.unrendered("the source files are not here"))
      return checks
    }
    guard hasRecords else {
      checks.append(Verification.unrendered("the records are not here"))
      return checks
    }
    if let progress = manifest.progress {
      let reason = "the site is unfinished, \(progress.text); build it to the end"
      return checks + [Verification.unrendered(reason)]
    }
    guard isSame else {
      return checks + [Verification.unrendered("the calibration is another one")]
    }
    guard hasInputs else {
      return checks + [Verification.unrendered("what was measured is not here")]
    }
    let selection = try Selection(
      grid, panels: grid.panels.filter { extent.panels.contains($0.id) },
      includesTables: extent.includesTables, on: data)
    let runner = Runner(
      store: store, laboratory: Laboratory(sources: data),
      jobs: ProcessInfo.processInfo.activeProcessorCount, progress: nil)
    let needed = Set(selection.items.map(\.key))
    let unnamed = needed.subtracting(manifest.inputs.records.map(\.key)).count
    if unnamed > 0 {
      checks.append(
        Check(
          "records", "the manifest's list", .changed,
          note: "it does not name \(unnamed) of the \(needed.count) records that its figures need"))
    }
    do {
      guard let study = try await runner.recorded(selection.items) else {
        return checks + [Verification.unrendered("a record is missing")]
      }
      // The versions are those that the site names: pages can be compared on another machine.
      let plain = try PaperStudy(selection, study).withExpense(in: store, root: root)
      let paper =
        manifest.inputs.performance == nil ? plain : try plain.withMeasuredCosts(root: root)
      var builder = SiteBuilder(
        study: paper,
        templates: root.appending(path: "Templates"),
        toolchain: manifest.toolchain)
      builder.measurements = try Measurements(root: root).restricted(to: manifest.inputs)
      builder.poisons = try await PoisonGallery(of: paper, in: store, jobs: min(2, runner.jobs))
      if !manifest.toolchain.computesLike(.current) { builder.kept = try deployed.computedFiles() }
      checks += try deployed.renderedFiles(builder.files(), except: builder.kept)
    } catch {
      return checks + [Verification.unrendered("\(error)")]
    }
    let hasSameLibraries = manifest.toolchain.computesLike(.current)
    if !hasSameLibraries {
      checks.append(
        Check(
          "inputs", "libraries", .unchecked,
          note: "the site was made with other versions than these; last bits may differ"))
    }
    for result in try await runner.rerun(rerun, of: selection.items, seed: seed) {
      checks.append(check(result, toTheLastBit: hasSameLibraries))
    }
    return checks
  }

  /// Whether a file with measurements is the one that the site was made with, if it was made with
  /// one.
  private func check(
    _ path: String, against wanted: Digest?, _ checks: inout [Check]
  ) throws -> Bool {
    guard let wanted else { return true }
    let url = root.appending(path: path)
    guard FileKind(at: url.path, following: true) == .regular else {
      checks.append(Check("inputs", path, .unchecked, note: "it is not here"))
      return false
    }
    let isSame = try Digest(ofFileAt: url) == wanted
    checks.append(
      Check(
        "inputs", path, isSame ? .same : .changed,
        note: isSame ? "" : "the site was made with other measurements"))
    return isSame
  }

  /// With the libraries that the site was made with a record must come out to the last bit; with
  /// others its utilities, nearly.
  private func check(_ result: Rerun, toTheLastBit: Bool) -> Check {
    let isClose = result.difference <= Verification.tolerance
    let isSame = toTheLastBit ? result.hasSameContents : isClose
    var note = ""
    if !isSame {
      note =
        result.place.isEmpty
        ? "its attributes differ" : "\(result.place) differs by up to \(result.difference)"
      note += ": another state of the program made it; remove it and build again"
    }
    return Check("experiments, run again", result.label, isSame ? .same : .changed, note: note)
  }

  /// Last bits may differ between C libraries (logarithms, powers); over a whole attack that grows,
  /// but not to this.
  private static let tolerance = 1e-6

  static func unrendered(_ reason: String) -> Check {
    Check("files, rendered anew", "all files", .unchecked, note: reason)
  }

  private func recordChecks(_ store: RecordStore, isDeep: Bool) async throws -> [Check] {
    var contents: [Digest: Digest?] = [:]
    for entry in manifest.inputs.records { contents.updateValue(entry.content, forKey: entry.key) }
    let records = await store.audit(contents, isDeep: isDeep)
    let datasets = try await store.auditDatasets(
      Set(manifest.inputs.records.map(\.dataset)), isDeep: isDeep)
    return records.map { check("records", $0) } + datasets.map { check("data sets", $0) }
  }

  private func check(_ kind: String, _ entry: AuditEntry) -> Check {
    let state: Check.State =
      !entry.isThere ? .missing : entry.reason.isEmpty ? .same : .changed
    return Check(kind, entry.name, state, note: entry.reason)
  }

  /// The options that give the files that the site was made from.
  private var commandOptions: [String] {
    manifest.inputs.sources.compactMap { SourceFormats.format(of: $0.kind)?.commandOption }
  }

  /// The sources, compared with the manifest; nil if they are not here.
  private func load(
    _ options: SourceOptions, for domains: [any Domain], _ checks: inout [Check]
  ) throws -> Sources? {
    guard !manifest.inputs.sources.isEmpty else { return [:] }
    let files = manifest.inputs.sources.flatMap(\.files)
    guard
      options.areHere(
        root: root,
        isSimulated: Dictionary(
          uniqueKeysWithValues: manifest.inputs.sources.map {
            ($0.kind, $0.isSimulated)
          }))
    else {
      checks.append(
        Check(
          "inputs", "\(files.count) source files", .unchecked,
          note: "give them with \(English.joined(commandOptions))"))
      return nil
    }
    let data: Sources
    do {
      data = try options.load(root: root, for: domains, writing: false)
    } catch let error as SourceFileError {
      checks.append(Check("inputs", error.path, .changed, note: "\(error)"))
      return nil
    }
    let there = Set(data.files.map(\.digest))
    var isSame = true
    for source in files {
      let isThere = there.contains(source.digest)
      isSame = isSame && isThere
      checks.append(
        Check(
          "inputs", source.name, isThere ? .same : .changed,
          note: isThere ? "" : "no source file here has the digest of the one that was used"))
    }
    return isSame ? data : nil
  }
}
