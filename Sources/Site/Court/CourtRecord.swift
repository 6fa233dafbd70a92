public import Paper
import Reproducibility

/// What the decision layers of several libraries answer to a suite of programs whose decisions and
/// derivatives are known: `data/court.json`, which the executable `court` below Tests writes.
public struct CourtRecord: MeasuredFile, Equatable {
  /// Where the file is, and what writes it.
  public static let path = "data/court.json", command = "court --python PYTHON"

  /// What a layer is asked for.
  public enum Stage: String, Sendable, Codable, CaseIterable {
    /// The decision x.
    case decision
    /// Derivatives of a function of x by p and Q.
    case first
    /// Derivatives of a combination of those, again by p and Q.
    case second
  }

  /// What a layer made of one program.
  public struct Answer: Sendable, Codable, Equatable {
    /// The program's name in the suite.
    public var instance: String
    /// What was asked for.
    public var stage: Stage
    /// The largest deviation from the exact values as a share of the largest of these; nil where
    /// nothing was answered.
    public private(set) var error: Double?
    /// Why nothing was answered, in the layer's own words; nil where something was.
    public private(set) var refusal: String?

    /// An answer with this deviation; one that is not finite answers nothing.
    public init(_ instance: String, _ stage: Stage, error: Double) {
      (self.instance, self.stage) = (instance, stage)
      if error.isFinite {
        self.error = error
      } else {
        refusal = "numbers that are not finite"
      }
    }

    /// A refusal for this reason.
    public init(_ instance: String, _ stage: Stage, refusal: String) {
      (self.instance, self.stage, self.refusal) = (instance, stage, refusal)
    }

    /// What is to be said of it.
    public var verdict: Verdict {
      guard let error else { return .refused }
      return error <= Verdict.rightLimit
        ? .right : error <= Verdict.roughLimit ? .rough : .wrong
    }
  }

  /// What is to be said of an answer, the worst last.
  public enum Verdict: String, Sendable, CaseIterable {
    /// Deviates by no more than 10⁻⁶.
    case right
    /// Deviates by no more than 10⁻².
    case rough
    /// Says that it has no answer, or gives numbers that are not finite.
    case refused
    /// Deviates by more than 10⁻² without a word.
    case wrong

    /// Up to which deviation an answer is right, and up to which it is rough.
    public static let rightLimit = 1e-6, roughLimit = 1e-2

    /// How bad it is.
    var rank: Int { Verdict.allCases.firstIndex(of: self) ?? 0 }
  }

  /// A layer, with what it answered.
  public struct Layer: Sendable, Codable, Equatable {
    /// Its name.
    public var name: String
    /// The packages that were used, with their versions.
    public var versions: [String]
    /// How it was set.
    public var setting: String
    /// What its documentation says of derivatives of derivatives.
    public var promise: String
    /// The answers.
    public var answers: [Answer]
    /// The processor, and the day (ISO 8601).
    public var machine: String, day: String

    /// A layer that was asked on this machine today.
    public init(
      name: String, versions: [String], setting: String, promise: String, answers: [Answer]
    ) {
      (self.name, self.versions, self.setting) = (name, versions, setting)
      (self.promise, self.answers) = (promise, answers)
      (machine, day) = (Machine.name, Machine.day)
    }

    /// The answers of a stage.
    public func answers(_ stage: Stage) -> [Answer] { answers.filter { $0.stage == stage } }

    /// The worst of the answers to programs of a kind; nil without any.
    public func worst(_ stage: Stage, of kind: CourtKind) -> Answer? {
      answers(stage).filter { kind.holds($0.instance) }.max {
        ($0.verdict.rank, $0.error ?? .infinity) < ($1.verdict.rank, $1.error ?? .infinity)
      }
    }
  }

  /// How many answers are right, rough, refused and wrong, in words.
  public static func counts(_ answers: [Answer]) -> String {
    let found = Verdict.allCases.compactMap { verdict -> String? in
      let count = answers.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    return found.isEmpty ? "–" : found.joined(separator: ", ")
  }

  /// The name of this program's layer.
  public static let own = "this program"

  /// The digest of the suite.
  public var suite: Digest
  /// The layers, this program's first.
  public private(set) var layers: [Layer]

  /// No layer's answers to that suite.
  public init(suite: Digest, layers: [Layer] = []) { (self.suite, self.layers) = (suite, layers) }

  /// Puts a layer in the stead of the one with its name, or behind all others.
  public mutating func put(_ layer: Layer) { layers.put([layer], by: \.name) }
}
