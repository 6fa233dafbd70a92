/// What an adversary wants at its targets; it minimises the mean of this over them (paper Eq. 1).
public enum AdversaryObjective: String, Sendable, Hashable, Encodable, CaseIterable {
  /// The learner's utility f(x, θ): harm.
  case utility
  /// ½‖x − x_d‖², the distance from the decisions that the scenario names as desired: control.
  case decision
}
