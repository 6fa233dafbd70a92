/// A place in which the paper runs all attacks: a domain, or one of the sizes of synthetic data.
struct Place {
  let label: String
  /// The panels of the attacks on the two-stage and the decision-focused learner, and of
  /// MetaPoison.
  let twoStage: String, direct: String, metaPoison: String

  static let small = Place(label: "small", twoStage: "5a", direct: "7a", metaPoison: "4a")
  static let large = Place(label: "large", twoStage: "5b", direct: "7b", metaPoison: "4b")
  static let portfolio = Place(label: "portfolio", twoStage: "8a", direct: "8b", metaPoison: "9a")
  static let matching = Place(label: "matching", twoStage: "10a", direct: "10b", metaPoison: "9b")
  static let synthetic = [small, large]
  static let all = [small, large, portfolio, matching]
}
