/// What an adversary wants at its targets.
///
/// It minimises the mean of this over them (paper's first equation).
public enum AdversaryObjective: String, Sendable, Hashable, Encodable, CaseIterable {
  /// The learner's utility f(x, θ): harm.
  case utility
  /// ½‖x − x_d‖², the distance from the decisions that the scenario names as desired:
  /// control.
  case decision
}
