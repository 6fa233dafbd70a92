public import Foundation
import Reproducibility

/// Hyperparameters chosen on calibration seeds by rules fixed in advance, with everything that was tried.
///
/// It is kept in `data/calibration.json`, which presets read. `report calibrate` writes it; nothing in it was chosen on what is
/// reported.
public struct Calibration: Sendable, Codable, Equatable {
  /// What was chosen for one learner.
  public struct LearnerChoice: Sendable, Codable, Equatable {
    /// T.
    public var steps: Int
    /// δ.
    public var rate: Double
    /// The plain step of Algorithm 1 against this learner (synthetic: at n = 250); nil where it is not attacked with plain steps.
    public var plainStep: Double?

    /// The given choices.
    public init(steps: Int, rate: Double, plainStep: Double? = nil) {
      (self.steps, self.rate, self.plainStep) = (steps, rate, plainStep)
    }
  }

  /// One setting that was tried, and what came of it.
  public struct Trial: Sendable, Codable, Equatable {
    /// What was varied: "training", "plain-step", "budget".
    public var kind: String
    /// The learner's name.
    public var learner: String
    /// T of a training trial.
    public var steps: Int?
    /// The learning rate, the step size or the budget.
    public var setting: Double
    /// What came of it, nil where training or a decision failed or did not stay finite.
    ///
    /// Training: mean clean utility at validation instances. Plain step: mean attacked utility at the targets. Budget: the share
    /// of the gain that the attack costs.
    public var outcome: Double?
    /// The mean training loss of a training trial; nil where it is not finite, and for other trials.
    public var loss: Double?
    /// Whether it was chosen.
    public var isChosen: Bool

    /// A trial of the given parts.
    public init(
      kind: String, learner: String, steps: Int? = nil, setting: Double, outcome: Double?,
      loss: Double? = nil, isChosen: Bool = false
    ) {
      (self.kind, self.learner, self.steps, self.setting) = (kind, learner, steps, setting)
      (self.outcome, self.loss, self.isChosen) = (outcome, loss, isChosen)
    }
  }

  /// What was chosen for one domain.
  public struct DomainChoice: Sendable, Codable, Equatable {
    /// By the learner's name.
    public var learners: [String: LearnerChoice]
    /// B*, the smallest grid budget at which plain Algorithm 1 costs the two-stage victim a quarter of its gain; nil if none does.
    public var referenceBudget: Double?
    /// On what the choices were made, in words.
    public var setting: String
    /// All that was tried, in order.
    public var trials: [Trial]

    /// The given choices.
    public init(
      learners: [String: LearnerChoice], referenceBudget: Double? = nil, setting: String = "",
      trials: [Trial] = []
    ) {
      (self.learners, self.referenceBudget) = (learners, referenceBudget)
      (self.setting, self.trials) = (setting, trials)
    }

    /// The choice for a learner.
    public func choice(_ learner: String) -> LearnerChoice {
      guard let choice = learners[learner] else {
        preconditionFailure("no calibrated choice for the \(learner) learner")
      }
      return choice
    }
  }

  /// By the domain's name.
  public var domains: [String: DomainChoice]

  /// Choices for the given domains.
  public init(domains: [String: DomainChoice]) { self.domains = domains }

  /// The choices for a domain.
  public func domain(_ name: String) -> DomainChoice {
    guard let choice = domains[name] else {
      preconditionFailure("no calibrated choice for the \(name) domain")
    }
    return choice
  }

  /// Where the file is, below a repository's root.
  public static let path = "data/calibration.json"

  /// Reads the file of a repository.
  ///
  /// - Throws: `CalibrationError` that names the file where it is missing, malformed or lacks a domain or learner.
  public init(root: URL) throws {
    let url = root.appending(path: Calibration.path)
    guard let present = try Calibration.ifPresent(root: root) else {
      throw CalibrationError.missing(url.path)
    }
    self = present
    for (domain, learners) in Calibration.needed {
      guard let choice = domains[domain] else {
        throw CalibrationError.lacks(url.path, "the domain \(domain)")
      }
      for learner in learners where choice.learners[learner] == nil {
        throw CalibrationError.lacks(url.path, "the \(learner) learner of the domain \(domain)")
      }
    }
  }

  /// Reads the file of a repository, whatever domains are in it; nil if there is no file.
  ///
  /// - Throws: `CalibrationError.malformed`.
  public static func ifPresent(root: URL) throws -> Calibration? {
    let url = root.appending(path: path)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do {
      return try JSONDecoder().decode(Calibration.self, from: try Data(contentsOf: url))
    } catch { throw CalibrationError.malformed(url.path, "\(error)") }
  }

  /// The learners that the grid trains in each domain.
  static let needed: [(domain: String, learners: [String])] = [
    ("synthetic", ["two-stage", "decision-focused", "simple-joint", "decision-regression"]),
    ("portfolio", ["two-stage", "decision-focused", "simple-joint"]),
    ("matching", ["two-stage", "decision-focused", "simple-joint"]),
    (pairName, ["two-stage", "decision-focused", "simple-joint"]),
  ]

  /// The name under which the matching domain with the pair network stands in the file.
  static let pairName = "matching-pair"

  /// The file's text: canonical JSON, the same for the same choices.
  public func text() throws -> String { try JSONValue(encoding: self).canonicalText + "\n" }
}

/// Why there is no calibration.
public enum CalibrationError: Error, Equatable, CustomStringConvertible {
  /// The file is not there.
  case missing(String)
  /// The file is no calibration.
  case malformed(String, String)
  /// Something that the grid needs is not in it.
  case lacks(String, String)
  /// No learning rate that was tried gives a finite result.
  case untrainable(String)
  /// There is no such domain.
  case unknownDomain(String)

  /// One sentence.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path) is missing: take it from the repository or make it anew with “report calibrate”"
    case .malformed(let path, let reason):
      "\(path) is not a calibration (\(reason)): take it from the repository or make it anew with “report calibrate”"
    case .lacks(let path, let what):
      "\(path) lacks \(what): make it anew with “report calibrate”"
    case .untrainable(let learner):
      "no learning rate that was tried trains the \(learner) learner: look at its data"
    case .unknownDomain(let name):
      "there is no domain “\(name)” to calibrate; known are \(Calibrator.domainNames.joined(separator: ", "))"
    }
  }
}
