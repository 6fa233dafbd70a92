/// A claim of the paper in our words, or one of our own, with the rule that was fixed for it before
/// any result of its grid was seen.
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

    init(
      _ label: String, isDeciding: Bool = true,
      _ find: @escaping @Sendable (Evidence) throws(Gap) -> CellFinding
    ) {
      (self.label, self.isDeciding, self.find) = (label, isDeciding, find)
    }

    /// What the evidence says; a gap is a finding, too.
    func callAsFunction(_ evidence: Evidence) -> CellFinding {
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

  /// A claim of the paper.
  init(
    _ id: String, at place: String, _ text: String, supported: String, opposed: String? = nil,
    setting: String? = nil, panels: [String], allowsChoices: Bool = true, cells: [Cell]
  ) {
    (self.id, origin, self.text) = (id, .paper(place), text)
    (self.supported, self.opposed, self.setting) = (supported, opposed, setting)
    (self.panels, self.allowsChoices, self.cells) = (panels, allowsChoices, cells)
  }

  /// A claim of our own.
  init(
    own id: String, _ text: String, supported: String, opposed: String? = nil,
    setting: String? = nil, panels: [String], allowsChoices: Bool = true, cells: [Cell]
  ) {
    (self.id, origin, self.text) = (id, .own, text)
    (self.supported, self.opposed, self.setting) = (supported, opposed, setting)
    (self.panels, self.allowsChoices, self.cells) = (panels, allowsChoices, cells)
  }
}
