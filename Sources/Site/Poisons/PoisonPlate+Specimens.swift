import Paper

extension PoisonPlate {
  /// The plates of a domain.
  static func all(_ view: PoisonView) -> [PoisonPlate] {
    switch view.portrait.specimen {
    case .prices(let prices):
      let drawn = PricePlates(view: view, prices: prices)
      return [drawn.pricePlate, drawn.returnPlate]
    case .features(let features): return [FeaturePlate(view: view, features: features).plate]
    case .words(let words): return [WordPlate(view: view, words: words).plate]
    case nil: return []
    }
  }
}
