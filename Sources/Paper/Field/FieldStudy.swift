import Foundation
public import Learning
public import Reproducibility
import Statistics

/// What the field's learners and defences lose to poisons, on problems where all of them can be
/// trained: everybody against the same attacks, on the same units.
public struct FieldStudy: MeasuredFile, Equatable {
  /// Where the file is, and what writes it.
  public static let path = "data/field.json", command = "report field"

  /// What a cell was measured for.
  public enum Part: String, Sendable, Codable, CaseIterable {
    /// Every learner under the poison made for each.
    case learners
    /// Every defence under poisons of attackers that know it and that do not.
    case defences
    /// Poisons that touch a share of the rows.
    case shares
    /// The automatic attack beside all others, on calibration units.
    case attacks
  }

  /// One victim on one unit under one poison.
  public struct Cell: Sendable, Codable, Equatable {
    /// What it was measured for.
    public var part: Part
    /// What pages call the attack.
    public var attack: String
    /// Whom the poison was made for.
    public var madeFor: LearnerID
    /// Whether the attacker knows the victim's defence and differentiates through it.
    public var isAware: Bool
    /// The victim: its learner, and its defence.
    public var learner: LearnerID, defence: String?
    /// B, and the share of the rows that may be touched; nil for all.
    public var budget: Double, share: Double?
    /// The unit, and which of several poisons made alike it is.
    public var seed: UInt64, repetition: Int
    /// The mean utility at the targets over fresh initial weights, before and after.
    public var clean: Double, attacked: Double
    /// The standard error over initial weights of what it loses; nil of a single draw.
    public var error: Double?
    /// The same utility at held-out instances before: what the victim is worth.
    public var cleanHeldOut: Double?
    /// The key of the record that says so.
    public var record: Digest

    /// What it loses.
    public var loss: Double { clean - attacked }
  }

  /// The training of a learner, chosen on calibration units.
  public struct Choice: Sendable, Codable, Equatable {
    /// The learner.
    public var learner: LearnerID
    /// T, the rates that were tried, and the mean utility of held-out instances with each.
    ///
    /// A rate at which training fails has none. Without rates the choice is the calibration file's.
    public var steps: Int, rates: [Double], utilities: [Double?]
    /// The rate of the highest utility.
    public var rate: Double
  }

  /// How far a learner's predictions are from the labels on clean data.
  public struct Closeness: Sendable, Codable, Equatable {
    /// The learner, and a reported unit.
    public var learner: LearnerID, seed: UInt64
    /// The squared error of predictions at the targets as a share of that of the labels' mean, in
    /// mean over fresh initial weights.
    public var error: Double
  }

  /// A problem, with all its cells.
  public struct Place: Sendable, Codable, Equatable {
    /// Its name in the file, and what pages call it.
    public var id: String, label: String
    /// The budget that attacks have where nothing else is said.
    public var budget: Double
    /// Units that are reported, none where attacks alone are compared, and those that choices were
    /// made on.
    public var units: [UInt64], calibrationUnits: [UInt64]
    /// The trainings.
    public var choices: [Choice]
    /// The utility of the best decisions at the targets, and the mean magnitude of the best
    /// utilities, which is the scale of the field's regret; by reported unit.
    public var best: [Double], scale: [Double]
    /// How near predictions are to labels, by unit and learner.
    public var closeness: [Closeness]
    /// The cells, part by part.
    public var cells: [Cell]
    /// How many cells there would be if no attack and no victim had come to nothing.
    public var planned: Int

    /// How many attacks and victims came to nothing, and are in no cell.
    public var missing: Int { planned - cells.count }
  }

  /// What pages call the automatic attack.
  public static let automatic = "automatic"

  /// The places, in the order of measurement.
  public private(set) var places: [Place]

  /// What was measured.
  public init(places: [Place] = []) { self.places = places }

  /// Puts a place in the stead of the one with its name, or behind all others.
  public mutating func put(_ place: Place) { places.put([place], by: \.id) }
}

extension FieldStudy.Place {
  /// The cells of a part.
  public func cells(_ part: FieldStudy.Part) -> [FieldStudy.Cell] {
    cells.filter { $0.part == part }
  }

  /// The field's regret of a utility reached at the targets of a reported unit: what is missing to
  /// the best, as a share of the best's magnitude; nil for other units.
  ///
  /// - SeeAlso: Tang & Khalil, PyEPO (2024), eq. 14.
  public func regret(of utility: Double, seed: UInt64) -> Double? {
    guard let unit = units.firstIndex(of: seed), best.indices.contains(unit), scale[unit] > 0 else {
      return nil
    }
    return (best[unit] - utility) / scale[unit]
  }
}

extension FieldStudy.Place {
  /// Spearman's correlation over learners of how far predictions are from the labels and of what
  /// the poison made for each learner takes from it; one per unit with enough of them.
  ///
  /// - SeeAlso: Farhat (2023), who asks this of attacks on what a trained model is shown.
  public var closenessCorrelations: [Double] {
    units.compactMap { seed in
      let pairs = closeness.filter { $0.seed == seed }.compactMap { item in
        cells(.learners).first {
          $0.seed == seed && $0.learner == item.learner && $0.madeFor == item.learner
        }.map { (item.error, $0.loss) }
      }
      return Correlation(ofRanksOf: pairs)?.value
    }
  }
}
