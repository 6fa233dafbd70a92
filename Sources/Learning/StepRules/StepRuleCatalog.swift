/// All step rules, each with its default options.
public enum StepRuleCatalog {
  /// The rules, in the order in which commands list them.
  public static let all: [any StepRule] = [PlainStep(), SignStep(), AdamStep(), MomentumStep()]

  /// The rules by which weights may be trained so that a training can be differentiated: not that
  /// of signs, through which no derivative passes.
  public static let trainable: [any StepRule] = [PlainStep(), MomentumStep(), AdamStep()]

  /// The rule of the given name; nil if there is none.
  public static func rule(named name: String) -> (any StepRule)? { all.first { $0.name == name } }
}
