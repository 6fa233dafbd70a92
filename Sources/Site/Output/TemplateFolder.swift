import Foundation
import Mustache
import Reproducibility

/// The templates of a site: every file of a folder whose name ends in `.mustache`, and beside them
/// the style sheet, the scripts that pages show, and texts that are published as they are.
struct TemplateFolder: Sendable {
  static let styleSheet = "style.css"

  let style: [UInt8]
  /// Every file whose name ends in `.py`, `.smk` or `.md`, by its name.
  let scripts: [String: String]
  /// What is told of every page before it is rendered: its template, and what fills it, by name.
  ///
  /// The default is nobody.
  var observer: (@Sendable (_ template: String, _ content: Any) -> Void)?
  /// The digest of all files in it.
  let digest: Digest
  private let library: MustacheLibrary
  private let folder: String

  /// Reads the folder.
  ///
  /// - Throws: `SiteError.unreadable` or `.malformed`, naming the file.
  init(contentsOf folder: URL) throws {
    var templates: [String: MustacheTemplate] = [:]
    var digests: [String] = []
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    } catch {
      throw SiteError.unreadable(file: folder.path, reason: "the folder is missing or closed")
    }
    for name in names where name.hasSuffix(".mustache") {
      let text = String(decoding: try TemplateFolder.read(name, in: folder), as: UTF8.self)
      digests.append("\(name) \(Digest(of: text))")
      do {
        templates[String(name.dropLast(".mustache".count))] = try MustacheTemplate(string: text)
      } catch let error as MustacheTemplate.ParserError {
        throw SiteError.malformed(
          template: name, line: error.context.lineNumber, reason: "\(error.error)")
      }
    }
    let listed = names.filter { name in
      [".py", ".smk", ".md"].contains { name.hasSuffix($0) }
    }
    scripts = try listed.reduce(into: [:]) { scripts, name in
      scripts[name] = String(decoding: try TemplateFolder.read(name, in: folder), as: UTF8.self)
    }
    style = try TemplateFolder.read(TemplateFolder.styleSheet, in: folder)
    digests += scripts.sorted { $0.key < $1.key }.map { "\($0.key) \(Digest(of: $0.value))" }
    digest = Digest(of: (digests + ["\(Digest(ofBytes: style))"]).joined(separator: "\n"))
    library = MustacheLibrary(templates: templates)
    self.folder = folder.path
  }

  func file(_ path: String, _ template: String, _ content: Any) throws -> SiteFile {
    SiteFile(path: path, text: try page(template, content))
  }

  /// A page made from its template; texts are escaped for HTML.
  func page(_ name: String, _ content: Any) throws -> String {
    let fields = PageContent.content(of: content) ?? content
    observer?(name, fields)
    guard let text = library.render(fields, withTemplate: name) else {
      throw SiteError.unreadable(file: "\(folder)/\(name).mustache", reason: "it is missing")
    }
    return text
  }

  /// A script, or a text, as it is.
  ///
  /// - Throws: `SiteError.unreadable` if there is none of that name.
  func script(_ name: String) throws -> String {
    guard let text = scripts[name] else {
      throw SiteError.unreadable(file: "\(folder)/\(name)", reason: "it is missing")
    }
    return text
  }

  private static func read(_ name: String, in folder: URL) throws -> [UInt8] {
    let file = folder.appending(path: name)
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      throw SiteError.unreadable(file: file.path, reason: "it is missing or closed")
    }
  }
}
