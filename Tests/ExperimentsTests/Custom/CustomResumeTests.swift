import Attacks
import Domains
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import Storage
import Synchronization
import Testing

@testable import Experiments

/// A run that was stopped anywhere, its evaluation included, goes on to the same result.
struct CustomResumeTests {
  /// States in the order in which they were kept, as they come back from a file.
  private final class Log: Sendable {
    private let texts = Mutex<[(key: Digest, text: Data)]>([])

    func keep(_ state: CustomRunState, _ key: Digest) {
      guard let text = try? JSONEncoder().encode(state) else { return }
      texts.withLock { $0.append((key, text)) }
    }

    var all: [(key: Digest, text: Data)] { texts.withLock { $0 } }
  }

  private func study(
    _ change: (inout CustomProblem) -> Void = { _ in }
  ) throws -> CustomStudy {
    var problem = try CustomProblem.example()
    problem.fitting.training.steps = 4
    change(&problem)
    return try CustomStudy(problem, title: "resumed", seed: 3)
  }

  private func states(_ log: Log, from state: CustomRunState?) -> KeptStates {
    KeptStates(resumed: { _, fits in state.flatMap { fits($0) ? $0 : nil } }, keep: log.keep)
  }

  static let attacks: [any Attack] = [
    MetaGradientAttack(
      iterations: 3, rule: .adam, stepSize: 0.1, initialWeights: .shared, reevaluations: 2),
    GradientMatching(iterations: 2),
  ]

  @Test(arguments: attacks.indices, [CustomAttack.Evaluated.none, .own, .all])
  func goesOnFromEveryStateToTheSameFile(
    _ index: Int, _ evaluated: CustomAttack.Evaluated
  ) throws {
    let study = try study()
    let attack = CustomAttack(
      Self.attacks[index], on: TwoStage.self, within: Budget(features: 0.5, labels: 0.1),
      evaluating: evaluated, draws: 2)
    let log = Log()
    let whole = try attack.run(on: study, keeping: states(log, from: nil))
    let file = whole.file(title: study.title).contentDigest
    #expect(try attack.run(on: study).file(title: study.title).contentDigest == file)
    let victims = evaluated == .none ? 0 : evaluated == .own ? 1 : study.learners.count
    let updates = index == 0 ? 3 : 0
    // The poison, the gradient at it, and every victim with clean and poisoned data and controls.
    #expect(log.all.count == updates + 2 + 4 * victims)
    // All victims go the same way: of many every third state is tried.
    for (place, kept) in log.all.enumerated() where victims < 2 || place % 3 == 1 {
      let state = try JSONDecoder().decode(CustomRunState.self, from: kept.text)
      let rest = Log()
      let resumed = try attack.run(on: study, keeping: states(rest, from: state))
      let again = resumed.file(title: study.title).contentDigest
      #expect(again == file, "after \(state.phrase ?? "nothing")")
      #expect(rest.all.count == log.all.count - place - 1, "what was finished is not done again")
      #expect(rest.all.allSatisfy { $0.key == kept.key })
    }
  }

  /// A budget after smaller ones goes on from their poison, whether or not it was stopped, and
  /// whether the smaller ones are made again or the state says what they were.
  @Test func goesOnFromThePoisonOfASmallerBudget() throws {
    let study = try study()
    var attack = CustomAttack(
      AutomaticAttack(
        SmoothedAttack(iterations: 2, checkedEntries: 0),
        plan: PathwiseBias.Plan(smoothings: [1, 3], models: 1, directions: 0), reaches: [1],
        trainsStandIn: false, reevaluations: 2),
      on: DecisionFocused.self, within: Budget(features: 0.25), evaluating: .none, draws: 0)
    attack.takesUpSmaller = true
    let first = try attack.run(on: study)
    attack.budget.features = 0.5
    let alone = try attack.run(on: study).file(title: "a")
    attack.smaller = first.smallerPoison
    let log = Log()
    let whole = try attack.run(on: study, keeping: states(log, from: nil))
    let file = whole.file(title: "a")
    #expect(file.rootAttributes["continued_from"] == .double(0.25))
    #expect(alone.rootAttributes["continued_from"] == nil && alone != file)
    #expect(whole.remarks == ["went on from the poison of B = 0.25"])
    var rest = attack
    rest.smaller = nil
    for kept in log.all {
      let state = try JSONDecoder().decode(CustomRunState.self, from: kept.text)
      for again in [attack, rest] {
        let resumed = try again.run(on: study, keeping: states(Log(), from: state))
        #expect(resumed.file(title: "a").contentDigest == file.contentDigest)
      }
      // Whoever asks for one budget alone gets what that is alone.
      rest.takesUpSmaller = false
      let single = try rest.run(on: study, keeping: states(Log(), from: state))
      #expect(single.file(title: "a").contentDigest == alone.contentDigest)
      rest.takesUpSmaller = true
    }
  }

  /// A victim that fails once more is named as before, and leaves nothing behind.
  @Test func namesAVictimThatCannotBeTrainedAfterAStopAsWell() throws {
    let study = try study {
      $0.fitting.trainings["two-stage"] = Training(steps: 4, rate: 1e300)
    }
    let attack = CustomAttack(
      Self.attacks[0], on: DecisionFocused.self, within: Budget(features: 0.5), draws: 1)
    let log = Log()
    let whole = try attack.run(on: study, keeping: states(log, from: nil))
    #expect(whole.failures.keys.map(\.text) == ["two-stage"])
    #expect(whole.controls.allSatisfy { $0.evaluations["two-stage"] == nil })
    let last = try #require(log.all.last)
    let state = try JSONDecoder().decode(CustomRunState.self, from: last.text)
    let resumed = try attack.run(on: study, keeping: states(Log(), from: state))
    #expect(resumed.failures == whole.failures)
    #expect(resumed.file(title: "a").contentDigest == whole.file(title: "a").contentDigest)
  }

  @Test func saysHowFarARunHasCome() throws {
    let log = Log()
    let attack = CustomAttack(
      Self.attacks[0], on: TwoStage.self, within: Budget(features: 0.5), evaluating: .own,
      draws: 1)
    _ = try attack.run(on: study(), keeping: states(log, from: nil))
    let phrases = try log.all.map {
      try JSONDecoder().decode(CustomRunState.self, from: $0.text).phrase
    }
    #expect(phrases.first == "after iteration 1")
    #expect(phrases.last == "with the poison made and 4 parts of its evaluation done")
    #expect(phrases.contains("with the poison made"))
    #expect(phrases.contains("with the poison made and 1 part of its evaluation done"))
    #expect(CustomRunState().phrase == nil)
  }
}
