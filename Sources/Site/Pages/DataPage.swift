import Data
import Domains
import Experiments
import Paper
import Reproducibility

/// The content of the page about data: a section per domain and its source files; the domain says
/// itself what it has.
struct DataPage {
  /// What the template of a domain is given.
  struct Section {
    /// The template, such as `data-portfolio`.
    let template: String
    let facts: [String: Any]
  }

  /// What a section is about: one domain on files of the same kinds.
  private struct Subject: Hashable {
    let name: String
    let sources: [SourceKind]

    init(_ domain: any Domain) { (name, sources) = (domain.name, domain.sources) }
  }

  let frame: PageFrame
  /// The sections as they stand on the page.
  let sections: [String]

  /// The page with its sections rendered, in the order in which panels first use the domains; those
  /// that no figure uses come last.
  init(_ study: PaperStudy, rendering render: (Section) throws -> String) throws {
    frame = PageFrame(of: study, page: SiteMap.data)
    sections = try DataPage.sections(of: study).map(render)
  }

  /// The domains' facts; scalar facts of each panel's own domain stand in the list `panels`, and
  /// those of the default options where a domain is in no figure.
  static func sections(of study: PaperStudy) throws -> [Section] {
    let used = try study.panels.map { Subject($0.panel.domain) }.uniqued().map { subject in
      let own = study.panels.filter { Subject($0.panel.domain) == subject }
      var facts: Facts = [:]
      var panels: [Facts] = []
      for records in own {
        let found = try records.panel.domain.facts(from: study.sources, seeds: records.seeds)
        if facts.isEmpty { facts = found }
        var row = found.filter { if case .text = $0.value { true } else { false } }
        row["id"] = .text(records.panel.id)
        row["seeds"] = .text(records.seeds.map { "\($0)" }.joined(separator: ", "))
        panels.append(row)
      }
      facts["panels"] = .rows(panels)
      facts["remarks"] = .rows(
        own.first.map { DataPage.remarks(on: study.sources, of: $0.panel.domain) } ?? [])
      return Section(template: "data-\(subject.name)", facts: facts.mapValues(\.templateValue))
    }
    let planned = Set(study.grid.panels.map(\.domain.name))
    // What is read from source files has them only where a figure asks for them.
    let unused = DomainCatalog.all.filter {
      !planned.contains($0.name) && $0.sources.isEmpty
    }
    return try used
      + unused.map { domain in
        var facts = try domain.facts(from: study.sources, seeds: [])
        let row: Facts = ["id": "in no figure", "seeds": "–"]
        facts["panels"] = .rows([facts.merging(row) { _, new in new }])
        return Section(template: "data-\(domain.name)", facts: facts.mapValues(\.templateValue))
      }
  }
}

extension DataPage {
  /// The most rows of a list that stand on the page.
  private static let mostRows = 200

  /// What was looked for in the source files of a domain, and what was found.
  private static func remarks(on sources: Sources, of domain: any Domain) -> [Facts] {
    let found = domain.sources.flatMap { kind in
      let remarks = sources[kind].map { SourceFormats.format(of: kind)?.remarks(on: $0) ?? [] }
      return (remarks ?? []).enumerated().map { (id: "\(kind)-remark-\($0)", remark: $1) }
    }
    return found.map { id, remark in
      [
        "id": .text(id), "title": .text(remark.title), "text": .text(remark.text),
        "isList": .flag(!remark.columns.isEmpty), "isEmpty": .flag(remark.rows.isEmpty),
        "count": .text(English.counted(remark.rows.count, "entry", "entries")),
        "columns": .rows(remark.columns.map { ["name": .text($0)] }),
        "rows": .rows(
          remark.rows.prefix(mostRows).map { row in
            ["cells": .rows(row.map { ["text": .text($0)] })]
          }),
        "more": remark.rows.count > mostRows
          ? .text(NumberFormat.grouped(remark.rows.count - mostRows)) : false,
      ]
    }
  }
}

extension Fact {
  /// The fact as templates read it.
  fileprivate var templateValue: Any {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag
    case .rows(let rows): rows.map { $0.mapValues(\.templateValue) }
    }
  }
}
