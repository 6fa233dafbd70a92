import Attacks
import Data
public import Domains
public import Foundation
public import Learning
import LinearAlgebra
public import Optimization
public import Reproducibility
import Storage

/// What is done with a problem of one's own: its learners, its laboratory, and where they start.
public struct CustomStudy: Sendable {
  /// The problem.
  public let problem: CustomProblem
  /// The digest of the file's contents.
  public let dataset: Digest
  /// Where everything random comes from.
  public let seed: UInt64
  /// What the problem is called: its file's title, or else the file's name without its ending.
  public let title: String
  /// The file's name, for errors.
  let file: String
  let laboratory: Laboratory
  let domain: CustomDomain

  /// Reads the problem of a file.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - seed: where everything random comes from.
  /// - Throws: one sentence that names the array and the rule, where the file is not such a
  ///   problem.
  public init(contentsOf url: URL, seed: UInt64) async throws {
    let contents: ArrayFile
    (problem, contents) = try await ProblemFile.read(url)
    (dataset, self.seed, file) = (contents.contentDigest, seed, url.lastPathComponent)
    title =
      contents.rootAttributes["title"]?.string ?? url.deletingPathExtension().lastPathComponent
    let size = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    let source = Source(
      kind: .problem, files: [SourceFile(name: file, bytes: size, digest: dataset)],
      content: problem)
    laboratory = Laboratory(sources: Sources(source))
    domain = CustomDomain(problem)
  }

  /// The problem's scenario, whose given weights are those of a learner's network.
  func scenario(for learner: any Learner) throws -> Scenario {
    try CustomDomain(problem, for: type(of: learner)).scenario(from: laboratory.sources, seed: seed)
  }

  /// The learners that can be trained on the problem, in the order in which commands list them.
  public var learners: [any Learner] {
    LearnerCatalog.all.filter { problem.obstacle(toTraining: $0) == nil }.map(learner)
  }

  /// A learner of the given kind, trained as the file says.
  public func learner(_ type: any Learner.Type) -> any Learner {
    type.init(training: problem.fitting.training(of: type.id))
  }

  /// Whether learners that decide directly have a decision to shrink others towards.
  public var hasInterior: Bool { problem.hasInterior }

  /// Refuses what the problem does not provide for.
  ///
  /// - Throws: `ProblemFileError`.
  public func check(_ learner: any Learner.Type, objective: AdversaryObjective) throws {
    if let obstacle = problem.obstacle(toAttacking: learner) {
      throw ProblemFileError.constraints(file: file, obstacle)
    }
    if objective == .decision, problem.desiredDecisions == nil {
      throw ProblemFileError.missing(
        file: file, object: "/target/desired_decisions", .forObjective)
    }
  }

  /// The meta-gradient at given perturbations, from the initial weights, and its check.
  ///
  /// - Parameters:
  ///   - learner: whose training is differentiated.
  ///   - objective: what the adversary minimises at the targets.
  ///   - ε: the perturbation of features.
  ///   - α: that of labels; zero where nil.
  ///   - budget: how far perturbations may go: what may be touched is checked.
  /// - Returns: the gradient with what belongs to it, and its checks.
  /// - Throws: `TrainingFailure` where the training does not stay finite or decisions leave their
  ///   constraints.
  func metaGradient(
    _ learner: any Learner, objective: AdversaryObjective, at ε: Matrix, labels α: Matrix?,
    within budget: Budget
  ) throws -> (value: MetaGradient.Value, certificates: CustomCertificates) {
    let scenario = try scenario(for: learner)
    let gradient = try MetaGradient(scenario, against: learner, objective: objective)
    let weights = problem.initialWeights(of: learner, seed: seed)
    let value = try guarding(learner) {
      try gradient.value(at: ε, labels: α, from: [weights]).value
    }
    if let step = value.trainingLosses.firstIndex(where: { !$0.isFinite }) {
      throw TrainingFailure.diverged(learner: learner.id, step: step)
    }
    guard value.perturbation.isFinite, value.labels.isFinite, value.adversaryLoss.isFinite else {
      throw TrainingFailure.unboundedGradient(learner: learner.id)
    }
    let violation = OptimalityResidual(problem).violation(of: value.decisions)
    guard violation <= OptimalityResidual.tolerance else {
      throw TrainingFailure.infeasibleDecisions(learner: learner.id)
    }
    var random = SeededGenerator(seed: seed, stream: "check/\(learner.name)")
    var certificates = CustomCertificates()
    try guarding(learner) {
      // Labels first: the reach of the other check trains anew, on branches of its own.
      if budget.labels > 0 {
        certificates.labels = try gradient.labelCertificate(
          of: value, at: ε, labels: α, from: weights, entries: CustomStudy.checkedEntries,
          budget: scenario.labelWidth(of: budget.labels), using: &random)
      }
      if budget.features > 0 {
        certificates.features = try gradient.certificate(
          of: value, at: ε, labels: α, from: weights, entries: CustomStudy.checkedEntries,
          budget: scenario.width(of: budget.features), using: &random)
      }
    }
    return (value, certificates)
  }

  /// Entries of a meta-gradient that are checked.
  public static let checkedEntries = 4

  /// Says whose training it was when a decision has no answer.
  func guarding<Value>(_ learner: any Learner, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as SolverError {
      throw TrainingFailure.unsolved(learner: learner.id, error)
    }
  }

  /// What a learner trained on the clean data reaches from its initial weights, beside the best
  /// decision without features: at held-out instances, or at the targets where there are none.
  func cleanUtility(of learner: any Learner, levels: [Record.Level]) throws -> CleanUtility? {
    guard let uninformed = levels.first(where: { $0.id == .uninformed }) else { return nil }
    let scenario = try scenario(for: learner)
    let samples = try scenario.cleanSamples()
    let utility = try guarding(learner) {
      try VictimTrainer(Victim(learner), in: scenario, samples: samples).utility(
        trainedOn: samples, from: [problem.initialWeights(of: learner, seed: seed)])
    }
    if let heldOut = uninformed.heldOut, let reached = utility.heldOut.first {
      return CleanUtility(place: "held-out instances", learner: reached, uninformed: heldOut)
    }
    return utility.targets.first.map {
      CleanUtility(place: "the targets", learner: $0, uninformed: uninformed.targets)
    }
  }
}

/// The checks of a meta-gradient by what may be touched; nil where it may not.
struct CustomCertificates: Sendable, Equatable, Codable {
  var features, labels: Poison.Certificate?

  var all: [Poison.Certificate] { [features, labels].compactMap(\.self) }

  /// Puts the checks into a file, that of labels under the second path.
  func write(under path: String, labels labelPath: String, to file: inout ArrayFile) {
    if let features { RecordFile.write(features, under: path, to: &file) }
    if let labels { RecordFile.write(labels, under: labelPath, to: &file) }
  }
}

/// Why a training comes to nothing.
public enum TrainingFailure: Error, Equatable, CustomStringConvertible {
  /// The loss is no longer finite before this step.
  case diverged(learner: LearnerID, step: Int)
  /// The training is finite, the gradient through it is not.
  case unboundedGradient(learner: LearnerID)
  /// Predictions are so large that decisions have lost all digits.
  case infeasibleDecisions(learner: LearnerID)
  /// A trained victim's utility is not finite.
  case unboundedUtility(learner: LearnerID)
  /// The boxes and masks leave nothing to touch.
  case nothingTouchable
  /// A decision of the learner has no answer that holds.
  case unsolved(learner: LearnerID, SolverError)

  /// One sentence: what happened, and what to do.
  public var description: String {
    let remedy = "lower learning_rate or steps, or scale features and labels down"
    return switch self {
    case .diverged(let learner, let step):
      "The training of the \(learner) learner diverges, its loss is not finite at step \(step): "
        + "\(remedy)."
    case .unboundedGradient(let learner):
      "The gradient through the training of the \(learner) learner is not finite: \(remedy)."
    case .infeasibleDecisions(let learner):
      "The \(learner) learner ends with predictions too large to decide by: \(remedy)."
    case .unboundedUtility(let learner):
      "The training of the \(learner) learner diverges, its utility at the end is not finite: "
        + "\(remedy)."
    case .nothingTouchable:
      "Nothing may be touched: the boxes and masks of /perturbation leave no entry any room within "
        + "the budget; widen them, or give another budget."
    case .unsolved(let learner, let error):
      "A decision of the \(learner) learner has no answer that holds: \(error). If predictions "
        + "have become too large to decide by, \(remedy)."
    }
  }
}

extension Matrix {
  var isFinite: Bool { values.allSatisfy(\.isFinite) }
}
