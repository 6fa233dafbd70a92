public import Attacks
import Foundation
public import Learning
public import Reproducibility
import Statistics

/// What was measured of the causes that may make attacks through a decision layer fail: one factor
/// at a time, on calibration units, against the decision-focused learner.
public struct CauseStudy: MeasuredFile, Equatable {
  /// A cause that an attack can be freed from.
  public enum Cause: String, Sendable, Codable, CaseIterable {
    /// Kinks: the curvature of the surrogate's layer.
    case kinks
    /// Second derivatives through decisions: exact or frozen.
    case derivatives
    /// The rule that makes steps of gradients.
    case rule
    /// How far a step goes, of the budget.
    case step
    /// The initial weights that the attack trains from.
    case weights

    /// What pages call it.
    public var label: String {
      switch self {
      case .kinks: "Kinks"
      case .derivatives: "Second derivatives"
      case .rule: "Step rule"
      case .step: "Length of a step"
      case .weights: "Initial weights"
      }
    }

    /// In running text.
    public var phrase: String {
      switch self {
      case .kinks: "the smoothing of kinks"
      case .derivatives: "how second derivatives are taken, and the step with them"
      case .rule: "the step rule"
      case .step: "the length of a step"
      case .weights: "the choice of initial weights"
      }
    }
  }

  /// An attack in which one factor was set, and what it takes of each unit.
  public struct Setting: Sendable, Codable, Equatable {
    /// Which cause it belongs to.
    public var cause: Cause
    /// The factor, as pages print it: "s = 10", "frozen".
    public var label: String
    /// The factor as a number, where it is one.
    public var value: Double?
    /// By how much the mean utility of fresh victims falls at the targets, one number per unit.
    public var losses: [Double]

    /// The mean over units.
    public var mean: Double { losses.mean ?? .nan }
  }

  /// One calibration unit, at the attack's start and the reference budget.
  public struct Unit: Sendable, Codable, Equatable {
    /// Its seed.
    public var seed: UInt64
    /// How far the exact gradient's branch reaches along its own direction, a share of B; nil where
    /// there are no branches.
    public var reach: Double?
    /// The cosine of the gradient with frozen factors and the exact one; nil where either is zero.
    public var frozenCosine: Double?
    /// What gradients of smoother layers promise and keep over a step's length.
    public var bias: PathwiseBias
  }

  /// A domain, or a variant of one.
  public struct Place: Sendable, Codable, Equatable {
    /// Under which it stands in the calibration, and what pages call it.
    public var id: String, label: String
    /// The learner, with its training in words.
    public var learner: LearnerID, training: String
    /// The budget B, and the iterations of every attack.
    public var budget: Double, iterations: Int
    /// The units.
    public var units: [Unit]
    /// The attacks, by cause.
    public var settings: [Setting]
    /// L_adv along the first unit's line.
    public var profile: LossProfile

    /// The settings of one cause, in order.
    public func settings(of cause: Cause) -> [Setting] { settings.filter { $0.cause == cause } }

    /// How far the means of one cause's settings lie apart; nil where there is one or none.
    public func range(of cause: Cause) -> Double? {
      let means = settings(of: cause).map(\.mean).filter(\.isFinite)
      guard means.count > 1, let least = means.min(), let most = means.max() else { return nil }
      return most - least
    }

    /// Pairs of a cosine and of what the attack of that smoothing takes, of every unit.
    public var agreement: [(smoothing: Double, cosine: Double, loss: Double)] {
      settings(of: .kinks).flatMap { setting in
        units.enumerated().compactMap { place, unit in
          guard let entry = unit.bias.entries.first(where: { $0.smoothing == setting.value }),
            setting.losses.indices.contains(place)
          else { return nil }
          return (entry.smoothing, entry.cosine, setting.losses[place])
        }
      }
    }
  }

  /// The places, in the order of measurement.
  public var places: [Place]

  /// What was measured.
  public init(places: [Place]) { self.places = places }

  /// Puts a place in the stead of the one with its identifier, or behind all others.
  public mutating func put(_ place: Place) { places.put([place], by: \.id) }

  /// Where the file is, and what writes it.
  public static let path = "data/causes.json", command = "report causes"
}
