/// Places of the ledger's cells in running text and as titles.
enum PlaceWording {
  /// "for portfolios", "on small synthetic data".
  static func phrase(_ place: String) -> String {
    switch place {
    case "small", "large": "on \(place) synthetic data"
    case "portfolio": "for portfolios"
    default: "on \(place)"
    }
  }

  /// "Portfolio", "Synthetic, small".
  static func title(_ place: String) -> String {
    switch place {
    case "small", "large": "Synthetic, \(place)"
    case "portfolio": "Portfolio"
    default: "Matching, \(place)"
    }
  }
}
