import ArgumentParser
import Data
import Experiments
import Foundation
import Paper
import Reproducibility
import Storage

/// `report pack`: the records of a figure in one file, for others to check; or all of them with the
/// site, for a repository of research data.
struct PackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Put the records of figures into one file each, for “report verify --pack”.",
    discussion: """
      Records are not in the repository. A pack is a tar file with a manifest and one HDF5 file \
      per record of the figure; data sets are named by key and digest, since source files may not \
      be passed on. The same records give the same bytes. Nothing is run: build what is missing \
      first. \
      Without a figure, everything is packed that belongs into a repository of research data: all \
      figures, the tables beside them, the site, the metadata that Zenodo reads, and the digests \
      of all these files.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @OptionGroup var options: PresetOptions
  @Argument(
    help: ArgumentHelp(
      "Figures, such as 5, or panels of them, such as 8a. The default is everything.",
      valueName: "figure"))
  var figures: [String] = []
  @Option(
    help: ArgumentHelp(
      "The directory that the packs are written to. The default is data/packs.",
      valueName: "directory"))
  var output: String?
  @Option(
    help: ArgumentHelp(
      "The site that goes with everything. The default is site.", valueName: "directory"))
  var site: String?

  func run() async throws {
    let root = try repository.directory()
    let folder = try directory(root: root)
    let grid = try options.grid(root: root)
    let asked = try grid.panels(answering: figures)
    let isAll = figures.isEmpty
    let data = try sources.load(root: root, for: asked.map(\.domain))
    let packer = try Packer(grid: grid, data: data, store: RecordStore(root: root), folder: folder)
    let deposit = try isAll ? Deposit(root: root, site: site, folder: folder) : nil
    var files: [URL] = []
    for figure in grid.figures {
      let panels = asked.filter { $0.figure == figure }
      if !panels.isEmpty { files.append(try await packer.pack(figure: figure, panels)) }
    }
    if let deposit {
      if let tables = try await packer.packTables() { files.append(tables) }
      try deposit.complete(files)
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

/// Writes packs of records into a folder.
private struct Packer {
  let grid: Grid
  let data: Sources
  let store: RecordStore
  let folder: URL
  private let calibration: Digest

  init(grid: Grid, data: Sources, store: RecordStore, folder: URL) throws {
    (self.grid, self.data, self.store, self.folder) = (grid, data, store, folder)
    calibration = Digest(of: try grid.calibration.text())
  }

  /// The records of some panels of a figure.
  func pack(figure: String, _ panels: [Panel]) async throws -> URL {
    let items = try Selection(grid, panels: panels, includesTables: false, on: data).items
    return try await pack(
      items, as: "figure-\(figure)", title: "Figure \(figure)", panels: panels.map(\.id),
      again: " --only \(panels.map(\.id).joined(separator: " "))")
  }

  /// The records of the tables beside the figures; nil where there are none.
  func packTables() async throws -> URL? {
    let items = try Selection(grid, panels: [], includesTables: true, on: data).items
    if items.isEmpty { return nil }
    return try await pack(items, as: "tables", title: "Tables", panels: [], again: "")
  }

  private func pack(
    _ items: [KeyedExperiment], as name: String, title: String, panels: [String], again: String
  ) async throws -> URL {
    let url = folder.appending(path: "\(name).tar")
    try OutputFile.refuseUnlessFile(url.path)
    let preset = grid.preset.rawValue
    do {
      let count = try await RecordPack.write(items, of: store, sources: data, to: url) {
        RecordPack.Manifest(
          title: title, preset: preset, panels: panels, calibration: calibration, records: $0)
      }
      let records = English.counted(count, "record")
      print("\(url.path): \(records), SHA-256 \(try Digest(ofFileAt: url))")
    } catch let error as RecordPackError {
      throw Refusal(
        "\(title) cannot be packed, \(error): make them with “report build --preset "
          + "\(preset)\(again)” first.")
    }
    return url
  }
}

/// What a repository of research data is given besides the packs.
private struct Deposit {
  /// What Zenodo reads a repository's metadata from.
  static let metadataName = ".zenodo.json"

  let metadata: Foundation.Data
  let site: URL
  let folder: URL

  /// - Throws: a `Refusal` where there is no site or no metadata.
  init(root: URL, site: String?, folder: URL) throws {
    self.folder = folder
    self.site =
      site.map { URL(filePath: $0, directoryHint: .isDirectory) }
      ?? root.appending(path: "site", directoryHint: .isDirectory)
    guard
      FileManager.default.fileExists(atPath: self.site.appending(path: "manifest.json").path)
    else {
      throw Refusal(
        "“\(self.site.path)” holds no site: build it first, or name one with --site.")
    }
    let url = root.appending(path: Deposit.metadataName)
    do {
      metadata = try Foundation.Data(contentsOf: url)
    } catch {
      throw Refusal("“\(url.path)” cannot be read: it holds what a deposit says of itself.")
    }
  }

  /// Adds the site, the metadata and the digests of all files.
  func complete(_ packs: [URL]) throws {
    let archive = folder.appending(path: "site.tar")
    try OutputFile.refuseUnlessFile(archive.path)
    let names = try siteFiles()
    try PartialFile.write(to: archive) { partial in
      let writer = try TapeArchive.Writer(partial)
      for name in names {
        try writer.add("site/\(name)", Foundation.Data(contentsOf: site.appending(path: name)))
      }
      try writer.close()
    }
    print("\(archive.path): \(English.counted(names.count, "file"))")
    let copy = folder.appending(path: Deposit.metadataName)
    try PartialFile.write(Array(metadata), to: copy)
    let sums = try (packs + [archive, copy]).map {
      "\(try Digest(ofFileAt: $0))  \($0.lastPathComponent)\n"
    }
    let list = folder.appending(path: "SHA256SUMS")
    try PartialFile.write(Array(sums.sorted().joined().utf8), to: list)
    print("\(list.path): the digests of \(English.counted(sums.count, "file"))")
  }

  /// The files that the site's own list of sums names, and that list, in the order of their names.
  private func siteFiles() throws -> [String] {
    let list = site.appending(path: "SHA256SUMS")
    let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
    return (lines.compactMap { $0.split(separator: " ").last.map(String.init) } + ["SHA256SUMS"])
      .sorted()
  }
}
