/// A place in which attacks run: a domain, one of the sizes of synthetic data, a graph, or a
/// variant of a domain.
struct Place {
  let label: String
  /// The panels of the attacks on the two-stage and the decision-focused learner, and of
  /// MetaPoison.
  let twoStage: String, direct: String, metaPoison: String

  static let small = Place(label: "small", twoStage: "5a", direct: "7a", metaPoison: "4a")
  static let large = Place(label: "large", twoStage: "5b", direct: "7b", metaPoison: "4b")
  static let portfolio = Place(label: "portfolio", twoStage: "8a", direct: "8b", metaPoison: "9a")
  static let matching = Place(label: "Cora", twoStage: "10a", direct: "10b", metaPoison: "9b")
  /// A second graph, at the reference budget.
  static let citeseer = matching.variant("citeseer", "Citeseer")
  /// Portfolios whose learners have no prior, whose decisions weigh returns as much as risk, and
  /// whose rows are mixed up ticker by ticker.
  static let noPrior = portfolio.variant("no-prior", "portfolio, κ = 1")
  static let returns = portfolio.variant("returns", "portfolio, λ = 0.03")
  static let tickerByTicker = portfolio.variant("tickers", "portfolio, rows ticker by ticker")

  static let synthetic = [small, large]
  /// One size of synthetic data, portfolios and Cora: the paper's three domains.
  static let domains = [small, portfolio, matching]
  static let all = synthetic + [portfolio, matching]

  /// What the panels of variants end with, in the order in which they are shown.
  static let variants = ["citeseer", "no-prior", "returns", "tickers"]

  private func variant(_ suffix: String, _ label: String) -> Place {
    Place(
      label: label, twoStage: "\(twoStage)-\(suffix)", direct: "\(direct)-\(suffix)",
      metaPoison: "\(metaPoison)-\(suffix)")
  }
}
