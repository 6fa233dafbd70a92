public import Attacks
public import Learning

/// An attack on a problem of one's own, beside its controls and on all learners: experiments of the
/// laboratory that makes the report.
///
/// ```swift
/// let study = try await CustomStudy(contentsOf: url, seed: 0)
/// let attack = CustomAttack(
///   MetaGradientAttack(rule: .sign, stepSize: 0.1), on: TwoStage.self,
///   within: Budget(features: 0.5))
/// let outcome = try attack.run(on: study)
/// ```
public struct CustomAttack: Sendable {
  /// Whose utility is measured on clean and on poisoned data.
  public enum Evaluated: String, Sendable, CaseIterable {
    /// Nobody's: the poison alone is made.
    case none
    /// That of the learner that the attack is made for.
    case own
    /// That of every learner that can be trained on the problem.
    case all
  }

  /// The attack.
  public var attack: any Attack
  /// Whom it is made for.
  public var learner: any Learner.Type
  /// How far it may go.
  public var budget: Budget
  /// Whose utility is measured.
  ///
  /// The default is all learners'.
  public var evaluated: Evaluated
  /// How often each control is drawn, the mean of which is compared; 0 leaves controls out.
  ///
  /// The default is 3.
  public var draws: Int
  /// The poison of a smaller budget that it goes on from.
  ///
  /// The default is nil: it starts where the file says, or else anywhere.
  public var smaller: SmallerPoison?
  /// Whether, where no smaller poison is given, that of an earlier run counts of which a state is
  /// kept: one that was stopped at this budget after smaller ones.
  ///
  /// The default is false.
  public var takesUpSmaller = false

  /// Initial weights that no attack uses, for every victim.
  public static let freshWeights = 5

  /// An attack of the given parts.
  ///
  /// - Parameters:
  ///   - attack: the attack.
  ///   - learner: whom it is made for.
  ///   - budget: how far it may go.
  ///   - evaluated: whose utility is measured. The default is all learners'.
  ///   - draws: how often each control is drawn. The default is 3.
  public init(
    _ attack: any Attack, on learner: any Learner.Type, within budget: Budget,
    evaluating evaluated: Evaluated = .all, draws: Int = 3
  ) {
    (self.attack, self.learner, self.budget) = (attack, learner, budget)
    (self.evaluated, self.draws) = (evaluated, draws)
  }
}
