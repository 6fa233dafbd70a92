/// A claim of the paper in our words, or one of our own, with the rule that was fixed for it before
/// any result of its grid was seen.
///
/// ```swift
/// let claim = Claim(
///   own: "C1", "The attack costs the two-stage learner more than chance does.",
///   supported: "W > 0.05 G on the two-stage learner", panels: ["1a"],
///   cells: [
///     Claim.Cell("battery") { evidence throws(Gap) in
///       let effect = try evidence.effect("1a", on: .twoStage)
///       return CellFinding(effect.share("two-stage"), above: 0.05, unit: effect.unit)
///     }
///   ])
/// ```
public struct Claim: Sendable {
  /// Whose claim it is.
  public enum Origin: Sendable {
    /// The paper's, at the place named.
    case paper(String)
    /// Ours, registered together with the rules.
    case own
  }

  /// Where a claim is put to the test.
  public struct Cell: Sendable {
    /// The place, in a few words.
    public let label: String
    /// Whether the verdict follows from it; others are shown beside.
    public let isDeciding: Bool
    let find: @Sendable (Evidence) throws(Gap) -> CellFinding

    /// A cell whose rule is a function of the evidence.
    ///
    /// - Parameters:
    ///   - label: the place, in a few words.
    ///   - isDeciding: whether the verdict follows from it. The default is true.
    ///   - find: the rule, which compares an interval over units with a threshold. Where records
    ///     are missing it throws a `Gap`, as the evidence does.
    public init(
      _ label: String, isDeciding: Bool = true,
      _ find: @escaping @Sendable (Evidence) throws(Gap) -> CellFinding
    ) {
      (self.label, self.isDeciding, self.find) = (label, isDeciding, find)
    }

    /// What the evidence says; a gap is a finding, too.
    public func callAsFunction(_ evidence: Evidence) -> CellFinding {
      do { return try find(evidence) } catch {
        switch error {
        case .missing(let what): return CellFinding(.missing, remarks: [what])
        case .unjudgeable(let why, let numbers):
          return CellFinding(.unjudgeable, nil, numbers, remarks: [why])
        }
      }
    }
  }

  /// "A1" for the paper's, "B1" for our own.
  public let id: String
  /// Whose it is.
  public let origin: Origin
  /// What it says, in our words.
  public let text: String
  /// When a cell is for it, and when against; nil where the other side of one threshold is meant.
  public let supported: String, opposed: String?
  /// What is read into the rule, or what differs from the paper's setting; nil where there is
  /// nothing to say.
  public var setting: String?
  /// The panels that it is about.
  public let panels: [String]
  /// Whether other budgets, step rules, weights and victims can be chosen.
  public var allowsChoices = true
  /// Its cells.
  public let cells: [Cell]

  /// A claim of a paper.
  ///
  /// - Parameters:
  ///   - id: what it is called by; unique in its study.
  ///   - place: where the paper says it.
  ///   - text: what it says, in our words.
  ///   - supported: when a cell is for it, a clause.
  ///   - opposed: when a cell is against it. The default is nil: on the other side of the rule.
  ///   - setting: what is read into the rule. The default is nothing.
  ///   - panels: the panels that it is about.
  ///   - allowsChoices: whether other budgets, weights and victims are shown beside. The default is
  ///     true.
  ///   - cells: its cells.
  public init(
    _ id: String, at place: String, _ text: String, supported: String, opposed: String? = nil,
    setting: String? = nil, panels: [String], allowsChoices: Bool = true, cells: [Cell]
  ) {
    (self.id, origin, self.text) = (id, .paper(place), text)
    (self.supported, self.opposed, self.setting) = (supported, opposed, setting)
    (self.panels, self.allowsChoices, self.cells) = (panels, allowsChoices, cells)
  }

  /// A claim of one's own.
  ///
  /// - Parameters:
  ///   - id: what it is called by; unique in its study.
  ///   - text: what it says.
  ///   - supported: when a cell is for it, a clause.
  ///   - opposed: when a cell is against it. The default is nil: on the other side of the rule.
  ///   - setting: what is read into the rule. The default is nothing.
  ///   - panels: the panels that it is about.
  ///   - allowsChoices: whether other budgets, weights and victims are shown beside. The default is
  ///     true.
  ///   - cells: its cells.
  public init(
    own id: String, _ text: String, supported: String, opposed: String? = nil,
    setting: String? = nil, panels: [String], allowsChoices: Bool = true, cells: [Cell]
  ) {
    (self.id, origin, self.text) = (id, .own, text)
    (self.supported, self.opposed, self.setting) = (supported, opposed, setting)
    (self.panels, self.allowsChoices, self.cells) = (panels, allowsChoices, cells)
  }
}
