import Learning
import Testing

@testable import Attacks

struct AttackRequestTests {
  private let budget = Budget(features: 0.5)

  private func message(_ type: any OfferedAttack.Type, _ request: AttackRequest) -> String? {
    do {
      _ = try type.make(request)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func algorithm1StepsByTheSignUnlessSomethingElseIsSaid() throws {
    let usual = try MetaGradientAttack.make(AttackRequest(within: budget))
    #expect(usual.rule is SignStep && usual.stepSize == 0.1 && usual.iterations == 40)
    let plain = try MetaGradientAttack.make(
      AttackRequest(within: budget, rule: "plain", stepSize: 3, rounds: 4))
    #expect(plain.rule is PlainStep && plain.stepSize == 3 && plain.rounds == 4)
  }

  @Test func sizesOfScaleFreeStepsBecomeSharesOfTheBudget() throws {
    let features = try MetaGradientAttack.make(
      AttackRequest(within: budget, rule: "adam", stepSize: 0.25))
    #expect(features.stepSize == 0.5)
    let labels = try MetaGradientAttack.make(
      AttackRequest(within: Budget(features: 0, labels: 2), stepSize: 0.5))
    #expect(labels.stepSize == 0.25)
  }

  @Test func equalTrainingsOfAnIterationAreMadeOnce() throws {
    let shared = try MetaGradientAttack.make(
      AttackRequest(within: budget, rounds: 4, initialWeights: .shared))
    #expect(shared.rounds == 1 && shared.initialWeights == .shared)
  }

  @Test func metaPoisonTakesModelsAndRate() throws {
    let attack = try MetaPoison.make(
      AttackRequest(within: budget, iterations: 7, stepSize: 0.25, models: 3))
    #expect(attack.models == 3 && attack.craftSteps == 7 && attack.rate == 0.5)
  }

  @Test func contradictionsAreRefusedInASentence() {
    #expect(
      message(MetaGradientAttack.self, AttackRequest(within: budget, rule: "plain"))
        == "plain steps have no default size: give --step-size, the factor of the gradient.")
    #expect(
      message(MetaGradientAttack.self, AttackRequest(within: budget, rule: "newton"))
        == "there is no step rule newton: give --step one of plain, sign, adam, momentum.")
    #expect(
      message(MetaPoison.self, AttackRequest(within: budget, rule: "sign"))
        == "metapoison steps by Adam: give --step adam, or leave --step out.")
    #expect(
      message(MetaPoison.self, AttackRequest(within: Budget(features: 0.5, labels: 1)))
        == "metapoison leaves labels alone: leave --label-budget out.")
    #expect(message(UniformNoise.self, AttackRequest(within: budget, rule: "plain")) == nil)
  }
}
