import Attacks
import Differentiation
import Learning
import LinearAlgebra
import Reproducibility

/// What can be believed of a result on a problem of one's own: questions, each answered in a
/// sentence.
///
/// A number that stands in a file is a result only if none of them is answered with no.
public struct ProblemVerdict: Sendable, Equatable {
  /// What is asked.
  public enum Question: String, Sendable, CaseIterable {
    /// Do entries of the gradient agree with differences of the replayed training?
    case check
    /// Did the loss fall, and does the learner beat a decision without features?
    case training
    /// Does the gradient say anything at all?
    case gradient
    /// Does the attack cost more than chance within the same budget?
    case controls

    /// The exit code of a command whose answer is no: 3, 4, 5 and 6.
    public var exitCode: Int32 {
      switch self {
      case .check: 3
      case .training: 4
      case .gradient: 5
      case .controls: 6
      }
    }

    /// The question in words.
    public var label: String {
      switch self {
      case .check: "Check passed?"
      case .training: "Trained?"
      case .gradient: "Gradient alive?"
      case .controls: "Better than chance?"
      }
    }
  }

  /// What is answered.
  public enum Answer: String, Sendable {
    /// As it should be.
    case yes
    /// Not a result.
    case no
    /// Nothing was measured that could answer it.
    case open = "not asked"
  }

  /// A question with its answer, and the answer in a sentence with its numbers.
  public struct Finding: Sendable, Equatable {
    /// What was asked.
    public var question: Question
    /// The answer.
    public var answer: Answer
    /// The answer in words.
    public var sentence: String

    /// A finding of the given parts.
    public init(_ question: Question, _ answer: Answer, _ sentence: String) {
      (self.question, self.answer, self.sentence) = (question, answer, sentence)
    }
  }

  /// The findings in the order in which they were made.
  public private(set) var findings: [Finding] = []

  /// Nothing asked yet.
  public init() {}

  /// The smallest exit code of a question that was answered with no; 0 without one.
  public var exitCode: Int32 {
    findings.filter { $0.answer == .no }.map(\.question.exitCode).min() ?? 0
  }

  /// Adds an answer.
  public mutating func add(_ question: Question, _ answer: Answer, _ sentence: String) {
    findings.append(Finding(question, answer, sentence))
  }
}

extension ProblemVerdict {
  /// A loss or utility has moved if it did by more than this share of it.
  static let movedBeyond = 1e-6

  /// Whether the loss fell, and whether a learner trained on clean data beats one decision for all.
  ///
  /// - Parameters:
  ///   - losses: L(w₀) … L(w_T) of the training whose gradient is taken, with ε and α added.
  ///   - reached: the clean learner's mean utility, where it was measured, and that of the best
  ///     decision without features there.
  mutating func judgeTraining(losses: [Double], reached: CleanUtility?) {
    guard let first = losses.first, let last = losses.last, losses.count > 1 else {
      add(.training, .open, "no training: steps is 0, so that no data count")
      return
    }
    let way =
      "from \(number(first)) to \(number(last)) in \(losses.count - 1) steps "
      + "with ε and α added"
    guard first - last > ProblemVerdict.movedBeyond * first.magnitude else {
      add(
        .training, .no,
        "NOT TRAINED: the loss went \(way); another learning_rate, more steps, or features and "
          + "labels of another scale may help")
      return
    }
    guard let reached else {
      add(.training, .yes, "trained: the loss fell \(way)")
      return
    }
    let comparison =
      "\(number(reached.learner)) at \(reached.place), one decision without features "
      + number(reached.uninformed)
    guard reached.learner > reached.uninformed else {
      add(
        .training, .no,
        "NO BETTER THAN WITHOUT FEATURES: the loss fell \(way), but trained on clean data "
          + "decisions reach \(comparison); train longer, or ask whether features tell anything "
          + "about labels"
      )
      return
    }
    add(
      .training, .yes,
      "trained: the loss fell \(way); trained on clean data, decisions reach \(comparison)")
  }

  /// Whether following the gradient through the whole budget could change anything.
  ///
  /// - Parameters:
  ///   - parts: the gradient by each thing that may be touched.
  ///   - loss: the adversary's loss.
  ///   - steps: the training's steps.
  ///   - norms: the gradient's norm in every iteration of the attack. The default is none.
  mutating func judgeGradient(
    _ parts: [GradientPart], loss: Double, steps: Int, norms: [Double] = []
  ) {
    let alive = norms.count { $0 > 0 }
    let past =
      norms.isEmpty
      ? ""
      : " (in \(alive) of \(English.counted(norms.count, "iteration")) of the attack it was not)"
    let advice = "that does not mean that the learner is robust"
    if steps == 0 {
      add(.gradient, .open, "no gradient: without training steps the data have no influence")
    } else if let dead = parts.first(where: { $0.norm == 0 }) {
      add(
        .gradient, .no,
        "NO GRADIENT by \(dead.name): every entry is exactly zero at the stored point\(past), so "
          + "that there is nothing to follow from there; saturated units, decisions at vertices "
          + "(more smoothing helps) or too high a learning_rate do that, and \(advice)")
    } else if let dead = parts.first(where: {
      !($0.change > ProblemVerdict.deadBelow * loss.magnitude)
    }) {
      add(
        .gradient, .no,
        "NO GRADIENT TO SPEAK OF by \(dead.name): followed through the whole budget it promises a "
          + "change of \(number(dead.change)) to a loss of \(number(loss)); saturated units, too "
          + "high a learning_rate or too small a budget do that, and \(advice)")
    } else {
      let norms = parts.map { "\(number($0.norm)) by \($0.name)" }
      add(.gradient, .yes, "gradient alive: its norm is \(English.joined(norms))")
    }
  }

  /// Changes of the loss below this share of it cannot be told from rounding by those who measure
  /// them.
  static let deadBelow = 1e-9

  /// Whether checked entries agree with differences of the replayed training.
  ///
  /// - Parameters:
  ///   - certificates: of the attack's own gradient and of that at the stored point.
  ///   - census: what decision layers met at the stored point.
  mutating func judgeCheck(_ certificates: [Poison.Certificate], census: BranchCensus) {
    let checked = certificates.filter { !$0.differences.isEmpty }
    guard !checked.isEmpty else {
      add(.check, .open, "no certificate: no entry of the gradient was compared with differences")
      return
    }
    let count = English.counted(checked.reduce(0) { $0 + $1.differences.count }, "entry", "entries")
    let errors = checked.map(\.largestError)
    let error = errors.contains { !($0 < .infinity) } ? Double.nan : errors.max() ?? .nan
    let sided =
      census.degenerate == 0
      ? ""
      : "; \(English.counted(census.degenerate, "solve")) of \(census.solves) degenerate, where "
        + "the derivative is one-sided (both sides are in the file)"
    let measured =
      "\(count) of the gradient differ from differences of the replayed training by at most "
      + "\(error.isNaN ? "NaN" : short(error)) of its largest entry\(sided)"
    let verdicts = checked.map(\.verdict)
    if case .roundingDominates(let amplification)? = verdicts.first(where: {
      if case .roundingDominates = $0 { true } else { false }
    }) {
      add(
        .check, .no,
        "CERTIFICATE FAILED: rounding dominates, since the backward sweep amplifies it "
          + "\(short(amplification))-fold: \(measured); lower learning_rate or steps")
    } else if verdicts.contains(.failed), error <= Poison.Certificate.tolerance {
      add(.check, .no, "CERTIFICATE FAILED: entries or differences are not finite; \(measured)")
    } else if verdicts.contains(.failed) {
      add(
        .check, .no,
        "CERTIFICATE FAILED: \(measured), where \(short(Poison.Certificate.tolerance)) is allowed; "
          + "do not rely on the gradient: lower learning_rate or steps, or scale the data"
      )
    } else if verdicts.contains(.belowResolution) {
      let small = checked.filter { $0.verdict == .belowResolution }
      let entries = English.counted(
        small.reduce(0) { $0 + $1.differences.count }, "entry", "entries")
      add(
        .check, .open,
        "certificate open: the gradient is too small beside the loss to be checked by differences: "
          + "\(entries) of at most \(short(largest(small) { $0.1 })) differ from differences "
          + "of the replayed training by at most \(short(largest(small) { $0.0 - $0.1 }))\(sided)")
    } else {
      add(.check, .yes, "certificate passed: \(measured)")
    }
  }

  /// The largest magnitude of something about pairs of a difference and an entry.
  private func largest(
    _ certificates: [Poison.Certificate], _ value: ((Double, Double)) -> Double
  ) -> Double {
    let pairs = certificates.flatMap { zip($0.differences, $0.gradients) }
    return pairs.map { value($0).magnitude }.max() ?? 0
  }

  /// What an adversary reaches, beside the draw of a control that reaches most.
  struct Comparison {
    var poisoned: Double
    /// The same on clean data.
    var clean: Double
    /// The control's name, what it reaches in its draws' mean, and in the draw that reaches least.
    var control: (name: String, mean: Double, least: Double)
    /// How many draws of controls there are.
    private let draws: Int

    /// The comparison with the draws of some controls; nil without any.
    init?(_ poisoned: Double, clean: Double, _ controls: [(name: String, draws: [Double])]) {
      let all = controls.filter { !$0.draws.isEmpty }.map { name, draws in
        (name: name, mean: draws.reduce(0, +) / Double(draws.count), least: draws.min() ?? .nan)
      }
      guard let best = all.min(by: { $0.least < $1.least }) else { return nil }
      (self.poisoned, self.clean, control) = (poisoned, clean, best)
      draws = controls.reduce(0) { $0 + $1.draws.count }
    }

    /// Whether the attack reaches less than every draw, and than clean data, by more than rounding.
    var isStronger: Bool {
      [control.least, clean].allSatisfy { rival in
        rival - poisoned > ProblemVerdict.movedBeyond * rival.magnitude
      }
    }

    var text: String {
      func number(_ x: Double) -> String { NumberFormat.significant(x, digits: 4) }
      let most = draws == 1 ? "" : ", \(number(control.least)) in the strongest of \(draws) draws"
      return "\(number(clean)) on clean data, \(number(poisoned)) under the attack, "
        + "\(number(control.mean)) under \(control.name)\(most)"
    }
  }

  /// Whether the attack does what it wants, and better than any draw of the controls.
  ///
  /// - Parameters:
  ///   - aimed: from the initial weights that the attack is made for.
  ///   - others: from others; nil where it is made for such.
  mutating func judgeControls(_ aimed: Comparison?, others: Comparison? = nil) {
    guard let aimed else {
      add(.controls, .open, "no comparison with chance: controls or the attacked learner left out")
      return
    }
    let beside = others.map {
      "; from initial weights that it does not know it is \($0.isStronger ? "" : "NOT ")"
        + "stronger: \($0.text)"
    }
    if aimed.isStronger {
      let known = others == nil ? "" : " from the initial weights that it knows"
      add(
        .controls, .yes,
        "stronger than chance within the same budget\(known): \(aimed.text)\(beside ?? "")")
    } else {
      add(
        .controls, .no,
        "NO STRONGER THAN CHANCE: \(aimed.text)\(beside ?? ""); that is no evidence of "
          + "robustness: try other steps, more iterations or another attack")
    }
  }

  private func number(_ x: Double) -> String { NumberFormat.significant(x, digits: 4) }

  private func short(_ x: Double) -> String { NumberFormat.significant(x, digits: 2) }
}

/// What a learner that was trained on clean data reaches, beside the best decision for all.
struct CleanUtility: Sendable, Equatable, Codable {
  /// Where: "held-out instances" or "the targets".
  var place: String
  /// The learner's mean utility, and that of one decision without features.
  var learner: Double, uninformed: Double
}
