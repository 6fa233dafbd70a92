import Paper
import Reproducibility
import Statistics

/// What was found of a place, in sentences that the numbers choose.
struct CauseSentences {
  let place: CauseStudy.Place

  /// Every sentence, in the order of causes.
  var all: [String] { [kinks, noise, agreement, derivatives, largest].compactMap(\.self) }

  /// How near the next kink is, beside the length of a step.
  private var kinks: String? {
    let reaches = place.units.compactMap(\.reach)
    guard let farthest = reaches.max() else {
      return "Nothing in this training or these decisions has a kink."
    }
    if farthest == 0 { return "Even the smallest step leaves the branch of the exact gradient." }
    return farthest < 0.1
      ? """
      The exact gradient’s branch ends at \(Wording.short(farthest)) B at the farthest, \
      \(Wording.short(0.1 / farthest)) times closer than a step is long.
      """
      : "The exact gradient’s branch reaches \(Wording.short(farthest)) B, beyond a step."
  }

  /// What of a gradient's error is bias, and what is noise.
  private var noise: String? {
    let own = place.units.compactMap { $0.bias.entries.first { $0.smoothing == 1 } }
    guard let bias = own.map(\.meanCosine).mean, let both = own.map(\.cosine).mean else {
      return nil
    }
    let verdict =
      bias < 0.5
      ? "Even the mean of the exact gradient over many initial weights is a poor guide"
      : both < 0.8 * bias
        ? "The mean of the exact gradient is a good guide, that of one iteration’s models is not"
        : "The exact gradient is a good guide, that of one iteration’s models nearly as good"
    return """
      \(verdict): cosines of \(Wording.short(bias)) and \(Wording.short(both)) with what a step \
      does.
      """
  }

  /// Whether strength follows the cosine.
  private var agreement: String? {
    let pairs = place.agreement.map { ($0.cosine, $0.loss) }
    guard let found = Correlation(of: pairs) else { return nil }
    let verdict =
      found.value > 0.5
      ? "What an attack takes follows the cosine of its gradient"
      : found.value < -0.5
        ? "What an attack takes runs against the cosine of its gradient"
        : "What an attack takes does not follow the cosine of its gradient"
    return "\(verdict) (correlation \(Wording.short(found.value)), \(found.count) attacks)."
  }

  /// What exact second derivatives change.
  private var derivatives: String? {
    let settings = place.settings(of: .derivatives)
    func best(_ kind: String) -> Double? {
      settings.filter { $0.label.hasPrefix(kind) }.map(\.mean).filter(\.isFinite).max()
    }
    let cosines = place.units.compactMap(\.frozenCosine)
    guard let exact = best("exact"), let frozen = best("frozen"), !cosines.isEmpty else {
      return nil
    }
    return """
      The gradient with frozen factors has a cosine of \(Wording.shortRange(cosines, digits: 3)) \
      with the exact one; with the best of three steps each, the attack takes \
      \(Wording.short(frozen)) with frozen factors and \(Wording.short(exact)) with exact ones.
      """
  }

  /// Which factor decides most.
  private var largest: String? {
    let ranges = CauseStudy.Cause.allCases.compactMap { cause in
      place.range(of: cause).map { (cause, $0) }
    }
    guard let first = ranges.max(by: { $0.1 < $1.1 }) else { return nil }
    let means = place.settings(of: first.0).map(\.mean)
    return """
      What decides most of all is \(first.0.phrase): from \
      \(Wording.short(means.min())) to \(Wording.short(means.max())) of utility taken.
      """
  }
}
