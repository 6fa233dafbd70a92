import ArgumentParser
import Foundation
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
      compared. What is not there (records, source files) is named and not checked. The exit code \
      is 0 if nothing differs and 1 otherwise.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @Option(
    help: ArgumentHelp(
      "The directory of the site. The default is site.", valueName: "directory"))
  var site: String?
  @Flag(help: "Compare records and data sets byte by byte with what this program would write.")
  var deep = false
  @Option(help: ArgumentHelp("How many experiments are run again.", valueName: "count"))
  var rerun = 0
  @Option(help: ArgumentHelp("The seed by which these are drawn.", valueName: "seed"))
  var rerunSeed: UInt64 = 0

  func validate() throws {
    if rerun < 0 { throw ValidationError("--rerun must be at least 0, it is \(rerun).") }
  }

  func run() async throws {
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
    print(Check.table(of: checks))
    let differences = checks.count { $0.state.isDifference }
    print(
      differences == 0
        ? "Nothing differs." : "\(differences) \(differences == 1 ? "difference" : "differences").")
    if differences > 0 { throw ExitCode(1) }
  }
}
