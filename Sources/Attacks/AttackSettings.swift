import Learning
import Reproducibility

extension InitialWeights {
  /// As pages list it.
  func setting(origin: String) -> Setting {
    Setting(
      "Initial weights",
      self == .fresh ? "fresh whenever a model is trained anew" : "one draw, shared",
      origin: origin)
  }
}

extension AdversaryObjective {
  /// As pages list it.
  var setting: Setting {
    Setting("Adversary wants", self == .utility ? "low utility" : "a given decision")
  }
}
