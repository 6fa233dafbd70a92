import Data
import Foundation
import Reproducibility
import Site
import TestSupport
import Testing

struct SiteWriterTests {
  private static func modified(_ path: String, in folder: URL) throws -> Date {
    let attributes = try FileManager.default.attributesOfItem(
      atPath: folder.appending(path: path).path)
    return try #require(attributes[.modificationDate] as? Date)
  }

  private static func site(
    _ panels: [String], seeds: [UInt64] = [0, 1], sources: Sources = Sources()
  ) throws -> [SiteFile] {
    try BuiltSite.files(
      FabricatedStudy(preset: .quick, panels: panels, seeds: seeds, sources: sources))
  }

  @Test func writesEveryFile() throws {
    let directory = try TemporaryDirectory()
    let site = directory.url.appending(path: "deep/site")
    let files = try Self.site(["5a"])
    let outcome = try SiteWriter(folder: site).write(files)
    #expect(outcome.written == files.map(\.path).sorted() && outcome.unchanged.isEmpty)
    for file in files {
      #expect(try Data(contentsOf: site.appending(path: file.path)) == Data(file.bytes))
    }
    // Nothing else is left, no temporary file in particular.
    let names = try FileManager.default.subpathsOfDirectory(atPath: site.path)
    #expect(Set(names) == Set(files.map(\.path) + ["figures", "numbers", "tutorial"]))
  }

  @Test func leavesUnchangedFilesUntouched() throws {
    let directory = try TemporaryDirectory()
    let writer = SiteWriter(folder: directory.url)
    let files = try Self.site(["5a"])
    try writer.write(files)
    let past = Date(timeIntervalSince1970: 1_000_000)
    for file in files {
      try FileManager.default.setAttributes(
        [.modificationDate: past], ofItemAtPath: directory.url.appending(path: file.path).path)
    }
    let outcome = try writer.write(files)
    #expect(outcome.written.isEmpty && outcome.unchanged.count == files.count)
    for file in files { #expect(try Self.modified(file.path, in: directory.url) == past) }
    let changed = try writer.write(try Self.site(["5a"], seeds: [0, 1, 2]))
    #expect(changed.unchanged.contains("style.css") && changed.written.contains("index.html"))
    #expect(try Self.modified("style.css", in: directory.url) == past)
    #expect(try Self.modified("index.html", in: directory.url) > past)
  }

  @Test func removesWhatTheBuildBeforeWroteAndKeepsWhatItDidNot() throws {
    let directory = try TemporaryDirectory()
    let writer = SiteWriter(folder: directory.url)
    try writer.write(try Self.site(["5a", "5b"]))
    try Data("mine".utf8).write(to: directory.url.appending(path: "CNAME"))
    try Data("mine, too".utf8).write(to: directory.url.appending(path: "figures/notes.txt"))
    try Data("edited by hand".utf8).write(to: directory.url.appending(path: "figures/5b.csv"))
    let outcome = try writer.write(try Self.site(["5a"]))
    #expect(outcome.removed == ["figures/5b-narrow.svg", "figures/5b.pdf", "figures/5b.svg"])
    for (path, text) in [
      ("CNAME", "mine"), ("figures/notes.txt", "mine, too"), ("figures/5b.csv", "edited by hand"),
    ] {
      #expect(try Data(contentsOf: directory.url.appending(path: path)) == Data(text.utf8))
    }
  }

  @Test func removesFoldersThatBecomeEmpty() throws {
    let directory = try TemporaryDirectory()
    let writer = SiteWriter(folder: directory.url)
    let files = try Self.site(["5a"])
    try writer.write(files)
    let kept = files.filter { !$0.path.hasPrefix("figures/") }
    try writer.write(kept)
    #expect(!FileManager.default.fileExists(atPath: directory.url.appending(path: "figures").path))
  }

  @Test func refusesToReplaceASiteMadeFromOtherSources() throws {
    let directory = try TemporaryDirectory()
    let writer = SiteWriter(folder: directory.url)
    let genuine = Sources(Source(FabricatedPrices.history(digest: Digest(of: "genuine"))))
    let other = Sources(Source(FabricatedPrices.history(digest: Digest(of: "other"))))
    let first = try Self.site(["5a", "8a"], sources: genuine)
    let second = try Self.site(["5a", "8a"], sources: other)
    try writer.write(first)
    let error = #expect(throws: SiteError.self) { try writer.write(second) }
    guard case .otherSources(_, let there, let new) = error else {
      Issue.record("the error is \(String(describing: error))")
      return
    }
    #expect(there != new && there.hasPrefix("1 file"))
    let index = directory.url.appending(path: "provenance.html")
    let old = try #require(first.first { $0.path == "provenance.html" })
    #expect(try Data(contentsOf: index) == Data(old.bytes))
    try writer.write(second, force: true)
    #expect(try Data(contentsOf: index) != Data(old.bytes))
  }

  @Test func refusesToReplaceForeignFiles() throws {
    let directory = try TemporaryDirectory()
    let writer = SiteWriter(folder: directory.url)
    let files = try Self.site(["5a"])
    try Data("somebody's page".utf8).write(to: directory.url.appending(path: "index.html"))
    #expect(throws: SiteError.foreignFile(path: "index.html", folder: directory.url.path)) {
      try writer.write(files)
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.url.path) == ["index.html"])
    try writer.write(files, force: true)
    #expect(try writer.write(files).written.isEmpty)
  }

  @Test func refusesAManifestThatItCannotRead() throws {
    let directory = try TemporaryDirectory()
    let writer = SiteWriter(folder: directory.url)
    try Data("{\"files\":3}".utf8).write(to: directory.url.appending(path: "manifest.json"))
    let files = try Self.site(["5a"])
    #expect(throws: SiteError.self) { try writer.write(files) }
    try writer.write(files, force: true)
  }

  @Test func neverRemovesAFileOutsideItsFolder() throws {
    let directory = try TemporaryDirectory()
    let outside = directory.url.appending(path: "precious.txt")
    try Data("precious".utf8).write(to: outside)
    let site = directory.url.appending(path: "site")
    let writer = SiteWriter(folder: site)
    let files = try Self.site(["5a"])
    try writer.write(files)
    let path = site.appending(path: "manifest.json")
    let manifest = String(decoding: try Data(contentsOf: path), as: UTF8.self)
    let digest = Digest(of: "precious")
    let forged = manifest.replacing(
      "\"files\":{", with: "\"files\":{\"../precious.txt\":\"\(digest)\",")
    #expect(forged != manifest)
    try Data(forged.utf8).write(to: path)
    #expect(try writer.write(files).removed.isEmpty)
    #expect(FileManager.default.fileExists(atPath: outside.path))
  }
}
