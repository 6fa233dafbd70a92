public import Reproducibility

/// How an iterate x moves against a gradient g: x ← x − length·d, with a direction d that the
/// rule makes of g and of what it remembers.
///
/// One rule serves weights in training, where the length is the learning rate δ, and perturbations
/// in an attack, where `length(_:within:)` says what a size means beside a budget. A rule is a
/// value; what it remembers of a run, its *moments*, lies in buffers that the caller owns (see
/// `Stepper` for matrices), so that a training can keep them of every step and differentiate
/// through them.
///
/// ```swift
/// var stepper = Stepper(SignStep())
/// let next = stepper.step(ε, along: gradient, length: 0.1)  // every entry moves by 0.1
/// ```
public protocol StepRule: Component, Hashable {
  /// Whether d stays the same when all gradients are multiplied by one positive number.
  ///
  /// Then the length alone says how far entries go, else it is a factor of the gradient.
  static var isScaleFree: Bool { get }

  /// How many numbers the rule remembers of every entry.
  var moments: Int { get }

  /// Makes a step: moves `x` and updates the moments, both in place.
  ///
  /// - Parameters:
  ///   - x: `step.count` entries.
  ///   - step: gradient, length, and the moments before the step; all zero before the first one.
  func move(_ x: UnsafeMutablePointer<Double>, by step: StepBuffers)

  /// Pulls cotangents back through a step x′, m′ = S(x, m, g).
  ///
  /// The cotangent of the gradient is factor·p for a direction p: with a = dg(x + τp)/dτ at τ =
  /// 0, the cotangent of x is x̄′ + factor·a. Where the rule is piecewise constant the factor
  /// is 0.
  /// - Parameters:
  ///   - cotangent: x̄′, `step.count` entries.
  ///   - momentCotangents: m̄′, replaced by m̄.
  ///   - direction: where p goes, `step.count` entries.
  ///   - step: as it was made, but with the moments after it.
  /// - Returns: the factor.
  func pullBack(
    _ cotangent: UnsafePointer<Double>, moments momentCotangents: UnsafeMutablePointer<Double>,
    to direction: UnsafeMutablePointer<Double>, through step: StepBuffers
  ) -> Double

  /// The steps of an attack in a few words, for a given size: "sign steps of 0.1·B".
  func phrase(size: Double) -> String
}

/// The numbers of one step, in buffers of the caller's.
public struct StepBuffers {
  /// The number of entries that move.
  public let count: Int
  /// g, `count` entries.
  public let gradient: UnsafePointer<Double>
  /// The moments one after the other, `count` entries each.
  public let moments: UnsafeMutablePointer<Double>
  /// How many steps were made before this one.
  public let index: Int
  /// The factor of the direction.
  public let length: Double

  /// A step of the given numbers.
  public init(
    count: Int, gradient: UnsafePointer<Double>, moments: UnsafeMutablePointer<Double>, index: Int,
    length: Double
  ) {
    (self.count, self.gradient, self.moments) = (count, gradient, moments)
    (self.index, self.length) = (index, length)
  }
}

extension StepRule {
  /// The length of a step of the given size within the budget B: a share of B for rules that are
  /// scale-free, else the size itself.
  public func length(_ size: Double, within budget: Double) -> Double {
    Self.isScaleFree ? size * budget : size
  }
}

/// A step rule as an option of something that enters keys: coded by its description.
@propertyWrapper
public struct StepRuleOption: Sendable, Hashable, Encodable {
  /// The rule.
  public var wrappedValue: any StepRule

  /// An option of the given value.
  public init(wrappedValue: any StepRule) { self.wrappedValue = wrappedValue }

  /// Whether the rules are of one kind and have equal options.
  public static func == (left: StepRuleOption, right: StepRuleOption) -> Bool {
    AnyHashable(left.wrappedValue) == AnyHashable(right.wrappedValue)
  }

  /// Hashes kind and options.
  public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(wrappedValue)) }

  /// Writes name, revision and options.
  public func encode(to encoder: any Encoder) throws {
    try ComponentDescription(wrappedValue).encode(to: encoder)
  }
}
