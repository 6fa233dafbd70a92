import Foundation
import Reproducibility
import Testing

/// Releases, and what a repository of research data is told of the current one.
struct ReleaseTests {
  @Test func listsTheLatestFirst() {
    let versions = Release.all.map { $0.version.split(separator: ".").compactMap { Int($0) } }
    #expect(versions.allSatisfy { $0.count == 3 })
    for (later, earlier) in zip(versions, versions.dropFirst()) {
      #expect(earlier.lexicographicallyPrecedes(later))
    }
    #expect(Release.all.map(\.date) == Release.all.map(\.date).sorted(by: >))
    #expect(Set(Release.all.map(\.version)).count == Release.all.count)
  }

  @Test func tellsZenodoOfTheSameRelease() throws {
    struct Metadata: Decodable {
      let version: String, publication_date: String
    }
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let metadata = try JSONDecoder().decode(
      Metadata.self, from: Data(contentsOf: root.appending(path: ".zenodo.json")))
    #expect(metadata.version == Release.version)
    #expect(metadata.publication_date == Release.date)
  }
}
