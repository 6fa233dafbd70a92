import ArgumentParser
import Experiments
import Foundation
import Paper
import Reproducibility

/// `report pack`: the records of a figure in one file, for others to check.
struct PackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Put the records of figures into one file each, for “report verify --pack”.",
    discussion: """
      Records are not in the repository. A pack is a tar file with a manifest and one HDF5 file \
      per record of the figure; data sets are named by key and digest, since source files may not \
      be passed on. The same records give the same bytes. Nothing is run: build what is missing \
      first.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @Argument(
    help: ArgumentHelp("Figures, such as 5, or panels of them, such as 8a.", valueName: "figure"))
  var figures: [String]
  @Option(help: "Of which preset.")
  var preset: Preset = .paper
  @Option(
    help: ArgumentHelp(
      "The directory that the packs are written to. The default is data/packs.",
      valueName: "directory"))
  var output: String?
  @Flag(help: "Of the coarse grid: the reference and the largest budget of each panel only.")
  var coarse = false

  func run() async throws {
    let root = try repository.directory()
    let folder = try directory(root: root)
    let calibration = try Calibration(root: root)
    let grid = Grid(preset, calibration, isCoarse: coarse)
    let asked = try grid.panels(answering: figures)
    let data = try sources.load(root: root, for: asked.map(\.domain))
    let store = RecordStore(root: root)
    let digest = Digest(of: try calibration.text())
    for figure in grid.figures {
      let panels = asked.filter { $0.figure == figure }
      guard !panels.isEmpty else { continue }
      let url = folder.appending(path: "figure-\(figure).tar")
      try OutputFile.refuseUnlessFile(url.path)
      let items = try Selection(grid, panels: panels, includesTables: false, on: data).items
      do {
        let count = try await RecordPack.write(items, of: store, sources: data, to: url) {
          RecordPack.Manifest(
            title: "Figure \(figure)", preset: preset.rawValue, panels: panels.map(\.id),
            calibration: digest, records: $0)
        }
        let records = English.counted(count, "record")
        print("\(url.path): \(records), SHA-256 \(try Digest(ofFileAt: url))")
      } catch let error as RecordPackError {
        throw Refusal(
          "Figure \(figure) cannot be packed, \(error): make them with “report build --preset "
            + "\(preset.rawValue) --only \(panels.map(\.id).joined(separator: " "))” first.")
      }
    }
  }

  /// The directory of the packs, made if it is not there.
  private func directory(root: URL) throws -> URL {
    let folder =
      output.map { URL(filePath: $0, directoryHint: .isDirectory) }
      ?? root.appending(path: "data/packs", directoryHint: .isDirectory)
    if let output, output.isEmpty { throw Refusal("--output is empty: give a directory.") }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw Refusal(
        "“\(folder.path)” is no directory and cannot be made one: give another with --output.")
    }
    return folder
  }
}
