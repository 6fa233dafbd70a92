import Data
import Experiments
import Paper
import Reproducibility

/// What a site is and what made it, for programs that collect research objects:
/// `ro-crate-metadata.json`.
///
/// RO-Crate 1.1 with the Process Run Crate profile 0.5: one action, this program's build, with its
/// inputs, its outputs and the libraries that it ran with. Times and the machine are left out, as
/// they would change the bytes.
struct ResearchCrate {
  static let path = "ro-crate-metadata.json"
  private static let crate = "https://w3id.org/ro/crate/1.1"
  private static let profile = "https://w3id.org/ro/wfrun/process/0.5"
  private static let terms = "https://w3id.org/ro/terms/workflow-run#"

  let study: PaperStudy
  /// All other files but the manifest and the list of sums, which name this one.
  let files: [SiteFile]
  let toolchain: Toolchain

  /// The file.
  func file() -> SiteFile {
    let (inputs, libraries) = (inputs, libraries)
    let entities =
      [descriptor, root, profile, licence, author] + action(on: inputs, with: libraries)
      + libraries + inputs + outputs
    let document = JSONValue.object([
      "@context": .array([
        .string("\(ResearchCrate.crate)/context"),
        .object(["sha256": .string("\(ResearchCrate.terms)sha256")]),
      ]), "@graph": .array(entities.map(\.document)),
    ])
    return SiteFile(path: ResearchCrate.path, text: document.canonicalText + "\n")
  }

  /// A thing of the crate: its texts, and other things that it refers to, one or a list of them.
  private struct Entity {
    let id: String, type: String
    var texts: [String: String] = [:], links: [String: String] = [:],
      lists: [String: [String]] = [:]

    var document: JSONValue {
      func reference(_ id: String) -> JSONValue { .object(["@id": .string(id)]) }
      let parts = [
        ["@id": .string(id), "@type": .string(type)], texts.mapValues { .string($0) },
        links.mapValues(reference), lists.mapValues { .array($0.map(reference)) },
      ]
      return .object(parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } })
    }
  }

  // MARK: The crate

  private var descriptor: Entity {
    Entity(
      id: ResearchCrate.path, type: "CreativeWork",
      links: ["about": "./", "conformsTo": ResearchCrate.crate])
  }

  private var root: Entity {
    Entity(
      id: "./", type: "Dataset",
      texts: [
        "name": "Poisoning attacks on data-based decisions: a reproducible report",
        "description": """
        Figures, numbers, a ledger of claims and provenance, computed with the preset \
        \(study.preset.rawValue).
        """,
        "datePublished": Release.date,
      ],
      links: [
        "license": "#licence", "author": "#authors", "publisher": "#authors",
        "conformsTo": ResearchCrate.profile, "mentions": "#build",
      ],
      lists: ["hasPart": files.map(\.path)])
  }

  private var profile: Entity {
    Entity(
      id: ResearchCrate.profile, type: "CreativeWork",
      texts: ["name": "Process Run Crate", "version": "0.5"])
  }

  private var licence: Entity {
    Entity(
      id: "#licence", type: "CreativeWork",
      texts: [
        "name": "No licence stated",
        "description": """
        The repository states no licence. Source files of prices and citations belong to their \
        publishers and are not part of this crate.
        """,
      ])
  }

  private var author: Entity {
    Entity(
      id: "#authors", type: "Organization",
      texts: ["name": "The authors of \(Release.name)", "url": "#authors"])
  }

  // MARK: What happened

  private func action(on inputs: [Entity], with libraries: [Entity]) -> [Entity] {
    [
      Entity(
        id: "#build", type: "CreateAction",
        texts: [
          "name": "\(Release.name) build --preset \(study.preset.rawValue)",
          "description": """
          Experiments were run or read from their records; charts and pages were made from these.
          """,
          "actionStatus": "http://schema.org/CompletedActionStatus",
        ], links: ["instrument": "#report", "agent": "#authors"],
        lists: ["object": inputs.map(\.id), "result": files.map(\.path)]),
      Entity(
        id: "#report", type: "SoftwareApplication",
        texts: [
          "name": Release.name, "softwareVersion": Release.version,
          "description": "Poisoning attacks on data-based decision making.",
        ], lists: ["softwareRequirements": libraries.map(\.id)]),
    ]
  }

  private var libraries: [Entity] {
    toolchain.entries.filter { $0.name != Release.name }.map {
      Entity(
        id: ResearchCrate.home(of: $0.name), type: "SoftwareApplication",
        texts: ["name": $0.name, "softwareVersion": $0.version])
    }
  }

  /// Where a library is at home, which names it for everybody.
  private static func home(of library: String) -> String {
    switch library {
    case "HDF5": "https://www.hdfgroup.org/solutions/hdf5/"
    case "Cairo": "https://www.cairographics.org/"
    case "Swift compiler": "https://www.swift.org/"
    default: "#library-\(library.lowercased().replacing(" ", with: "-"))"
    }
  }

  private var inputs: [Entity] {
    let sources = study.sources.files.enumerated().map { number, file in
      Entity(
        id: "#source-\(number + 1)", type: "CreativeWork",
        texts: [
          "name": file.name, "sha256": "\(file.digest)",
          "description": "A source file of \(file.bytes) bytes, not part of this crate.",
        ])
    }
    let lines = study.records.sorted { $0.key < $1.key }.map { record in
      "\(record.contentDigest.map { "\($0)" } ?? "-")  \(record.key)\n"
    }
    let records = Entity(
      id: "#records", type: "CreativeWork",
      texts: [
        "name": "\(lines.count) records of experiments",
        "sha256": "\(Digest(of: lines.joined()))",
        "description": """
        The digest is that of the lines “content, two spaces, key” of all records in the order \
        of their keys; manifest.json lists them, and the figures’ pages give the options of each.
        """,
      ])
    return sources + [records]
  }

  private var outputs: [Entity] {
    files.map { file in
      let ending = String(file.path.split(separator: ".").last ?? "")
      return Entity(
        id: file.path, type: "File",
        texts: [
          "name": file.path, "contentSize": "\(file.bytes.count)", "sha256": "\(file.digest)",
          "encodingFormat": ResearchCrate.formats[ending] ?? "application/octet-stream",
        ])
    }
  }

  private static let formats = [
    "html": "text/html", "css": "text/css", "svg": "image/svg+xml", "pdf": "application/pdf",
    "csv": "text/csv", "py": "text/x-python", "json": "application/json", "md": "text/markdown",
  ]
}
