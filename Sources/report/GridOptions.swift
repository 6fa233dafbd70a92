import ArgumentParser
import Domains
import Experiments
import Foundation
import Paper

/// Which grid.
struct PresetOptions: ParsableArguments {
  @Option(
    help: """
      Which experiments: quick is a small version of paper, full adds what the ledger needs besides.
      """)
  var preset: Preset = .paper
  @Flag(help: "Only the middle, the reference and the largest budget of each panel.")
  var coarse = false

  /// The grid, with the calibration of a repository.
  ///
  /// - Throws: what reading the calibration throws.
  func grid(root: URL) throws -> Grid {
    Grid(preset, try Calibration(root: root), isCoarse: coarse)
  }
}

/// Which experiments of which grid.
struct GridOptions: ParsableArguments {
  @OptionGroup var presetOptions: PresetOptions
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Only what these figures need, such as 5 or 8a. The default is all of them.",
      valueName: "figure"))
  var only: [String] = []

  /// The experiments, with their keys on what was read.
  ///
  /// - Throws: what reading the calibration or the sources throws, or a `ValidationError` for an
  ///   unknown figure.
  func selection(root: URL, _ sources: SourceOptions) throws -> Selection {
    let grid = try presetOptions.grid(root: root)
    let panels = try grid.panels(answering: only)
    let data = try sources.load(root: root, for: panels.map(\.domain))
    return try Selection(grid, panels: only.isEmpty ? nil : panels, on: data)
  }

  /// The same options for another command.
  var arguments: [String] {
    ["--preset", presetOptions.preset.rawValue] + (presetOptions.coarse ? ["--coarse"] : [])
      + (only.isEmpty ? [] : ["--only"] + only)
  }
}

extension Preset: ExpressibleByArgument {}

extension Grid {
  /// The panels asked for; all if none is named.
  func panels(answering names: [String]) throws -> [Panel] {
    if names.isEmpty { return panels }
    for name in names where !panels.contains(where: { $0.answers(to: name) }) {
      let known = (figures + panels.map(\.id)).joined(separator: ", ")
      throw ValidationError("there is no figure “\(name)”; known are \(known).")
    }
    return panels.filter { panel in names.contains { panel.answers(to: $0) } }
  }
}
