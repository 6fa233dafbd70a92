import Attacks
import Domains
import Learning
import Paper
import Reproducibility

/// What the attacker is taken to know, to want and to touch: one column per domain.
struct ThreatModel {
  /// A line of the table: a sentence for all domains, or one per domain.
  struct Line {
    let subject: String
    let common: String?
    let cells: [String]

    init(_ subject: String, _ common: String) {
      (self.subject, self.common, cells) = (subject, common, [])
    }

    init(_ subject: String, each cells: [String]) {
      (self.subject, common, self.cells) = (subject, nil, cells)
    }
  }

  /// The domains' names, and how many there are.
  let domains: [String]
  let count: Int
  let lines: [Line]

  /// The model of a study; nil without an attack by Algorithm 1.
  init?(_ study: PaperStudy) {
    let attacks = study.panels.filter { $0.panel.attack.name == MetaGradientAttack.name }
    let parts = attacks.uniqued { $0.panel.domain.name }
    guard !parts.isEmpty else { return nil }
    func each(_ text: (PanelRecords) -> String) -> [String] { parts.map(text) }
    domains = parts.map { English.capitalised($0.panel.domain.name) }
    count = parts.count
    lines = [
      Line(
        "Knows",
        """
        The learner: its network, its loss, and how it is trained; all training data; the targets \
        and their outcomes.
        """),
      Line("Training, T and rate", each: each(ThreatModel.training)),
      Line(
        "Does not know",
        """
        The victim’s initial weights (“shared” columns: knows them, too), and what else the \
        data will be used for: other learners, longer training, wider networks, Adam.
        """),
      Line(
        "Wants",
        each: each { part in
          """
          The lowest mean utility at \
          \(English.counted(part.panel.domain.size.targets, "target"))
          """
        }),
      Line(
        "May touch",
        each: each { part in
          let axis = part.panel.domain.budgetUnit.axis.split(separator: ", ").last ?? ""
          return """
            Every training row; B is the \(axis). \
            \(English.counted(part.panel.domain.size.training, "training instance")).
            """
        }),
      Line("Reference budget", each: each { ThreatModel.budget(of: $0, in: study) }),
      Line(
        "When",
        """
        Once, before training. Never outcomes of training, test features, or the learner itself; \
        the learner standardises what it receives.
        """),
    ]
  }

  private static func training(_ part: PanelRecords) -> String {
    part.panel.plan.victims.map { victim in
      "\(English.capitalised(victim.learner.phrase)): \(victim.learner.training.phrase)."
    }.joined(separator: " ")
  }

  /// The reference budget, and what it amounts to in the data of the units.
  private static func budget(of part: PanelRecords, in study: PaperStudy) -> String {
    let (domain, budget) = (part.panel.domain, part.panel.plan.referenceBudget)
    let head = "B = \(domain.budgetUnit.label(of: budget))"
    guard let measures = try? domain.measures(from: study.sources, seeds: part.seeds),
      !measures.isEmpty
    else { return "\(head); what that amounts to cannot be told without the source files" }
    return "\(head): \(English.joined(measures.map { $0.text(of: budget) }))"
  }
}
