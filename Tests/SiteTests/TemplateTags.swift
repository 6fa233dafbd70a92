import Foundation

@testable import Site

/// The tags of templates, walked over the content of pages as the renderer walks them.
///
/// The renderer prints nothing for a name that the content does not have; this finds such names.
struct TemplateTags {
  /// A tag of a template.
  struct Tag: Hashable, Comparable, CustomStringConvertible {
    let template: String
    let name: String

    var description: String { "\(name) in \(template).mustache" }

    static func < (left: Tag, right: Tag) -> Bool { left.description < right.description }
  }

  private indirect enum Node {
    case name(String)
    case section(String, isInverted: Bool, [Node])
    case partial(String, blocks: [String: [Node]])
    case block(String, [Node])
  }

  /// Content of a block with the template that it stands in.
  private struct Block {
    let template: String
    let nodes: [Node]
  }

  private let templates: [String: [Node]]
  /// All tags that name something.
  private(set) var all: Set<Tag> = []
  /// Those whose name some content had.
  private(set) var known: Set<Tag> = []
  /// Those whose name some content lacked, though it is of a type with fixed names.
  private(set) var unknown: Set<Tag> = []

  /// Reads every template of a directory.
  init(directory: URL) throws {
    var templates: [String: [Node]] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: directory.path)
    where file.hasSuffix(".mustache") {
      let text = try String(contentsOf: directory.appending(path: file), encoding: .utf8)
      templates[String(file.dropLast(".mustache".count))] = try TemplateTags.nodes(of: text)
    }
    self.templates = templates
    for (template, nodes) in templates { list(nodes, template) }
  }

  /// The names of the templates.
  var names: Set<String> { Set(templates.keys) }

  /// The tags that no content knew, or that some content did not know.
  var failing: [Tag] { all.subtracting(known).union(unknown).sorted() }

  // MARK: Reading

  private static func nodes(of text: String) throws -> [Node] {
    let tag = try Regex(
      "\\{\\{\\{?([#^/><$]?)\\s*([^}]*?)\\s*\\}?\\}\\}",
      as: (Substring, Substring, Substring).self)
    var open: [(sigil: Substring, name: String)] = []
    var levels: [[Node]] = [[]]
    for match in text.matches(of: tag) {
      let name = String(match.output.2)
      switch match.output.1 {
      case "": levels[levels.count - 1].append(.name(name))
      case ">": levels[levels.count - 1].append(.partial(name, blocks: [:]))
      case "/":
        let (sigil, _) = open.removeLast()
        let inner = levels.removeLast()
        levels[levels.count - 1].append(node(sigil, name, inner))
      default:
        open.append((match.output.1, name))
        levels.append([])
      }
    }
    return levels[0]
  }

  private static func node(_ sigil: Substring, _ name: String, _ inner: [Node]) -> Node {
    switch sigil {
    case "$": return .block(name, inner)
    case "<":
      var blocks: [String: [Node]] = [:]
      for case .block(let block, let nodes) in inner { blocks[block] = nodes }
      return .partial(name, blocks: blocks)
    default: return .section(name, isInverted: sigil == "^", inner)
    }
  }

  private mutating func list(_ nodes: [Node], _ template: String) {
    for node in nodes {
      switch node {
      case .name(let name): note(name, template)
      case .section(let name, _, let inner):
        note(name, template)
        list(inner, template)
      case .partial(_, let blocks): for inner in blocks.values { list(inner, template) }
      case .block(_, let inner): list(inner, template)
      }
    }
  }

  /// The current object and transforms of it, such as `last()`, name nothing.
  private static func namesNothing(_ name: String) -> Bool { name == "." || name.hasSuffix("()") }

  private mutating func note(_ name: String, _ template: String) {
    if !TemplateTags.namesNothing(name) { all.insert(Tag(template: template, name: name)) }
  }

  // MARK: Walking

  /// Walks a template over what fills it.
  mutating func walk(_ template: String, over content: Any) {
    walk(templates[template] ?? [], template, [PageContent.content(of: content) ?? content], [:])
  }

  private mutating func walk(
    _ nodes: [Node], _ template: String, _ stack: [Any], _ blocks: [String: Block]
  ) {
    for node in nodes {
      switch node {
      case .name(let name): _ = look(up: name, template, stack)
      case .section(let name, let isInverted, let inner):
        let value = look(up: name, template, stack)
        for frame in TemplateTags.frames(of: value, isInverted: isInverted) {
          walk(inner, template, stack + frame, blocks)
        }
      case .partial(let name, let own):
        let merged = blocks.merging(own.mapValues { Block(template: template, nodes: $0) }) { $1 }
        walk(templates[name] ?? [], name, stack, merged)
      case .block(let name, let usual):
        let block = blocks[name] ?? Block(template: template, nodes: usual)
        walk(block.nodes, block.template, stack, blocks)
      }
    }
  }

  /// What a section adds to the stack, once for each time that it is rendered; that of a flag adds
  /// nothing and is walked whatever the flag says.
  private static func frames(of value: Any?, isInverted: Bool) -> [[Any]] {
    if value is Bool { return [[]] }
    let times: [[Any]] =
      switch value {
      case nil: []
      case let list as [Any]: list.map { [$0] }
      case let value?: [[value]]
      }
    return isInverted ? (times.isEmpty ? [[]] : []) : times
  }

  private mutating func look(up name: String, _ template: String, _ stack: [Any]) -> Any? {
    if TemplateTags.namesNothing(name) { return name == "." ? stack.last : nil }
    let tag = Tag(template: template, name: name)
    let parts = name.split(separator: ".").map(String.init)
    var isOpen = stack.contains { $0 is [String: Any] }
    var isDeclared = false
    for frame in stack.reversed() {
      guard let found = TemplateTags.member(parts[0], of: frame) else { continue }
      isDeclared = true
      guard var value = found else { continue }
      for part in parts.dropFirst() {
        isOpen = isOpen || value is [String: Any]
        guard let member = TemplateTags.member(part, of: value) else {
          if !isOpen { unknown.insert(tag) }
          return nil
        }
        guard let next = member else {
          known.insert(tag)
          return nil
        }
        value = next
      }
      known.insert(tag)
      return value
    }
    if isDeclared { known.insert(tag) } else if !isOpen { unknown.insert(tag) }
    return nil
  }

  /// A member of an object: nil if it has none of that name, else its value, which may be nil.
  static func member(_ name: String, of object: Any) -> Any?? {
    if let dictionary = object as? [String: Any] {
      return dictionary[name].map { Optional.some($0) }
    }
    return (object as? PageContent ?? PageContent(object)).field(name)
  }
}
