/// A kind of programs in the suite; instances are called by its name and a number.
///
/// A further kind is a maker in `Tests/Court/suite.py` and a case here.
public enum CourtKind: String, Sendable, CaseIterable {
  /// With inequalities, and with equalities besides.
  case dense, equalities
  /// Bounds on every variable; shares of a portfolio; a doubly stochastic matrix.
  case box, simplex, matching
  /// Rows that follow from others.
  case dependentInequalities = "dependent-inequalities", dependentEqualities =
    "dependent-equalities"
  /// A row that is hardly active beside one that hardly is not.
  case smallMargin = "small-margin"
  /// Q without full rank.
  case semidefinite
  /// Variables and rows of very different sizes.
  case scaled

  /// What it is, for a table's row.
  var label: String {
    switch self {
    case .dense: "Inequalities"
    case .equalities: "Inequalities and equalities"
    case .box: "Box"
    case .simplex: "Simplex, as of portfolios"
    case .matching: "Doubly stochastic matrix, one equality superfluous"
    case .dependentInequalities: "Active inequalities that are there twice"
    case .dependentEqualities: "An equality that follows from two others"
    case .smallMargin: "A multiplier and a slack of 10⁻⁵"
    case .semidefinite: "Q without full rank"
    case .scaled: "Sizes from 10⁻² to 10²"
    }
  }

  /// Whether an instance of that name is of this kind.
  public func holds(_ instance: String) -> Bool {
    guard let dash = instance.lastIndex(of: "-") else { return false }
    return instance[..<dash] == rawValue
  }
}
