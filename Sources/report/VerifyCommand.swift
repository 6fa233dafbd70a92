import ArgumentParser
import Foundation
import Reproducibility
import Site

/// `report verify`: whether a site is what its manifest says, and what its records give.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a site, its records and its sources; nothing is changed.",
    discussion: """
      Hashes every file of the site; reads every record and data set whole and compares what they \
      hold with the digests in the manifest; computes every page and chart from the records anew \
      and compares the bytes. With --deep, records and data sets are written once more and the \
      files compared byte by byte; with --rerun, some experiments are run again and the numbers \
      compared. What is not there (records, source files) is named, counted and not checked; with \
      --strict that is a difference. With --pack, \
      packs of records are checked instead: every record in them by its digests and its key, and \
      against the manifest of the site, if there is one. The exit code is 0 if nothing differs and \
      1 otherwise.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @Option(
    help: ArgumentHelp(
      "The directory of the site. The default is site.", valueName: "directory"))
  var site: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Files that “report pack” has written, to be checked in place of the site.",
      valueName: "file"))
  var pack: [String] = []
  @Flag(help: "Compare records and data sets byte by byte with what this program would write.")
  var deep = false
  @Flag(help: "Fail also where something could not be checked.")
  var strict = false
  @Option(help: ArgumentHelp("How many experiments are run again.", valueName: "count"))
  var rerun = 0
  @Option(help: ArgumentHelp("The seed by which these are drawn.", valueName: "seed"))
  var rerunSeed: UInt64 = 0

  func validate() throws {
    if rerun < 0 { throw ValidationError("--rerun must be at least 0, it is \(rerun).") }
  }

  func run() async throws {
    if !pack.isEmpty { return try await checkPacks() }
    let root = try repository.directory()
    let folder =
      site.map { URL(filePath: $0, directoryHint: .isDirectory) }
      ?? root.appending(path: "site", directoryHint: .isDirectory)
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw Refusal(
        "“\(folder.path)” does not exist: give the directory of a site with --site.")
    }
    let deployed = DeployedSite(folder: folder.path)
    var checks = try deployed.listedFiles()
    if let format = deployed.otherFormat {
      checks.append(
        Verification.unrendered(
          """
          another version of this program wrote the site (format \(format)): verify it with \
          that one, or build it anew
          """))
    }
    if let manifest = deployed.manifest {
      checks += try await Verification(root: root, deployed: deployed, manifest: manifest).checks(
        sources: sources, isDeep: deep, rerun: rerun, seed: rerunSeed)
    }
    try report(checks)
  }

  private func report(_ checks: [Check]) throws {
    print(Check.table(of: checks))
    let differences = checks.count { $0.state.isDifference }
    let unchecked = checks.count { $0.state == .unchecked }
    let rest = unchecked == 0 ? "" : "; not checked: \(English.counted(unchecked, "thing"))"
    print(
      (differences == 0 ? "Nothing differs" : English.counted(differences, "difference"))
        + "\(rest).")
    if differences > 0 || strict && unchecked > 0 { throw ExitCode(1) }
  }

  /// The packs, each record of them, and these against the site's manifest.
  private func checkPacks() async throws {
    guard !deep, rerun == 0 else {
      throw Refusal(
        "A pack holds no data sets to run anything on: give --pack without --deep and --rerun.")
    }
    let manifest = try siteManifest()
    var checks: [Check] = []
    for path in pack {
      let url = URL(filePath: path)
      guard FileKind(at: path, following: true) == .regular else {
        throw Refusal("“\(path)” is not a file: give one that “report pack” has written.")
      }
      do {
        checks += try await PackCheck(url, against: manifest).checks
      } catch {
        throw Refusal("\(error): make it again with “report pack”.")
      }
    }
    try report(checks)
  }

  /// The manifest of the site that was named, or of the one that is there; nil without any.
  private func siteManifest() throws -> SiteManifest? {
    let folder: String
    if let site {
      folder = site
    } else {
      guard let root = try? repository.directory() else { return nil }
      folder = root.appending(path: "site").path
      guard FileKind(at: folder) == .directory else { return nil }
    }
    let deployed = DeployedSite(folder: folder)
    guard let manifest = deployed.manifest else {
      guard site == nil else {
        throw Refusal(
          "“\(folder)” has no manifest of this program: give the directory of a site.")
      }
      return nil
    }
    return manifest
  }
}
