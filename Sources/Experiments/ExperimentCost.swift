import Attacks
import Domains
import Learning

extension Experiment {
  /// A rough relative cost, for the order of work and the estimate of the time left.
  ///
  /// The unit is a training step on 250 instances without a decision to solve.
  public var cost: Double {
    let domainCost = domain.cost
    func cost(_ learner: any Learner) -> Double {
      domainCost.step * Double(learner.training.steps)
        * (type(of: learner).solvesInTraining ? domainCost.solving : 1)
    }
    let trained = Double(freshWeights) * victims.reduce(0) { $0 + cost($1.trainedLearner) }
    switch treatment {
    case .none: return trained
    case .control(_, let draws):
      return trained * Double(draws) / (crossesDraws ? 1 : Double(max(1, freshWeights)))
    case .attack(let attack, let learner):
      // Clean victims that no record has are trained once for many cells.
      return poisonVictims == nil
        ? trained + attack.cost(inTrainingsOf: learner) * cost(learner) : trained
    }
  }
}
