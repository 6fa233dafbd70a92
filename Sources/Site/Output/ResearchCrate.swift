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
  ///
  /// - Throws: what the encoding of a record's digests throws.
  func file() throws -> SiteFile {
    let (inputs, libraries) = (inputs, libraries)
    let entities =
      [descriptor, root, profile, licence, author] + action(on: inputs, with: libraries)
      + libraries + inputs + outputs
    let document = JSONValue.object([
      "@context": .array([
        .string("\(ResearchCrate.crate)/context"),
        .object(["sha256": .string("\(ResearchCrate.terms)sha256")]),
      ]), "@graph": .array(entities.map(JSONValue.object)),
    ])
    return SiteFile(path: ResearchCrate.path, text: document.canonicalText + "\n")
  }

  private typealias Entity = [String: JSONValue]

  private static func reference(_ id: String) -> JSONValue { .object(["@id": .string(id)]) }

  private static func references(_ ids: [String]) -> JSONValue { .array(ids.map(reference)) }

  // MARK: The crate

  private var descriptor: Entity {
    [
      "@id": .string(ResearchCrate.path), "@type": .string("CreativeWork"),
      "about": ResearchCrate.reference("./"),
      "conformsTo": ResearchCrate.reference(ResearchCrate.crate),
    ]
  }

  private var root: Entity {
    [
      "@id": .string("./"), "@type": .string("Dataset"),
      "name": .string("Poisoning attacks on data-based decisions: a reproducible report"),
      "description": .string(
        "Figures, numbers, a ledger of claims and provenance, computed with the preset "
          + "\(study.preset.rawValue)."
      ), "datePublished": .string(Release.date),
      "license": ResearchCrate.reference("#licence"),
      "author": ResearchCrate.reference("#authors"),
      "publisher": ResearchCrate.reference("#authors"),
      "conformsTo": ResearchCrate.reference(ResearchCrate.profile),
      "hasPart": ResearchCrate.references(files.map(\.path)),
      "mentions": ResearchCrate.reference("#build"),
    ]
  }

  private var profile: Entity {
    [
      "@id": .string(ResearchCrate.profile), "@type": .string("CreativeWork"),
      "name": .string("Process Run Crate"), "version": .string("0.5"),
    ]
  }

  private var licence: Entity {
    [
      "@id": .string("#licence"), "@type": .string("CreativeWork"),
      "name": .string("No licence stated"),
      "description": .string(
        "The repository states no licence. Source files of prices and citations belong to their "
          + "publishers and are not part of this crate."
      ),
    ]
  }

  private var author: Entity {
    [
      "@id": .string("#authors"), "@type": .string("Organization"),
      "name": .string("The authors of \(Release.name)"),
      "url": .string("#authors"),
    ]
  }

  // MARK: What happened

  private func action(on inputs: [Entity], with libraries: [Entity]) -> [Entity] {
    [
      [
        "@id": .string("#build"), "@type": .string("CreateAction"),
        "name": .string("\(Release.name) build --preset \(study.preset.rawValue)"),
        "description": .string(
          """
          Experiments were run or read from their records; charts and pages were made from these.
          """),
        "instrument": ResearchCrate.reference("#report"),
        "agent": ResearchCrate.reference("#authors"),
        "object": ResearchCrate.references(inputs.compactMap { $0["@id"]?.string }),
        "result": ResearchCrate.references(files.map(\.path)),
        "actionStatus": .string("http://schema.org/CompletedActionStatus"),
      ],
      [
        "@id": .string("#report"), "@type": .string("SoftwareApplication"),
        "name": .string(Release.name), "softwareVersion": .string(Release.version),
        "description": .string("Poisoning attacks on data-based decision making."),
        "softwareRequirements": ResearchCrate.references(
          libraries.compactMap { $0["@id"]?.string }),
      ],
    ]
  }

  private var libraries: [Entity] {
    toolchain.entries.filter { $0.name != Release.name }.map { entry in
      [
        "@id": .string(ResearchCrate.home(of: entry.name)),
        "@type": .string("SoftwareApplication"), "name": .string(entry.name),
        "softwareVersion": .string(entry.version),
      ]
    }
  }

  /// Where a library is at home, which names it for everybody.
  private static func home(of library: String) -> String {
    switch library {
    case "OpenBLAS": "https://www.openblas.net/"
    case "HDF5": "https://www.hdfgroup.org/solutions/hdf5/"
    case "Cairo": "https://www.cairographics.org/"
    case "Swift compiler": "https://www.swift.org/"
    default: "#library-\(library.lowercased().replacing(" ", with: "-"))"
    }
  }

  private var inputs: [Entity] {
    var entities: [Entity] = study.sources.files.enumerated().map { number, file in
      [
        "@id": .string("#source-\(number + 1)"), "@type": .string("CreativeWork"),
        "name": .string(file.name), "sha256": .string("\(file.digest)"),
        "description": .string("A source file of \(file.bytes) bytes, not part of this crate."),
      ]
    }
    let lines = study.records.sorted { $0.key < $1.key }.map { record in
      "\(record.contentDigest.map { "\($0)" } ?? "-")  \(record.key)\n"
    }
    entities.append([
      "@id": .string("#records"), "@type": .string("CreativeWork"),
      "name": .string("\(lines.count) records of experiments"),
      "sha256": .string("\(Digest(of: lines.joined()))"),
      "description": .string(
        """
        The digest is that of the lines “content, two spaces, key” of all records in the order of \
        their keys; manifest.json lists them, and the figures’ pages give the options of each.
        """
      ),
    ])
    return entities
  }

  private var outputs: [Entity] {
    files.map { file in
      let ending = String(file.path.split(separator: ".").last ?? "")
      return [
        "@id": .string(file.path), "@type": .string("File"), "name": .string(file.path),
        "encodingFormat": .string(ResearchCrate.formats[ending] ?? "application/octet-stream"),
        "contentSize": .string("\(file.bytes.count)"), "sha256": .string("\(file.digest)"),
      ]
    }
  }

  private static let formats = [
    "html": "text/html", "css": "text/css", "svg": "image/svg+xml", "pdf": "application/pdf",
    "csv": "text/csv", "py": "text/x-python",
  ]
}
