import Differentiation
import LinearAlgebra
import Reproducibility

/// Several learners of one kind, trained side by side, each from weights of its own on rows of its
/// own; it decides by the mean of their decisions.
///
/// Its weights are those of all members one after the other, and its loss is the sum of theirs, so
/// that each is trained as if alone: by every step rule that moves each weight by its own gradient.
/// How often a member's draw holds an instance multiplies the instance's loss.
struct EnsembleLearner<Member: Learner>: Learner {
  static var name: String { Member.name }
  static var revision: Int { Member.revision }
  static var label: String { Member.label }
  static var summary: String { Member.summary }
  static var references: [Reference] { Member.references }
  static var solvesInTraining: Bool { Member.solvesInTraining }
  static var needsInterior: Bool { Member.needsInterior }
  static var needsLinearObjective: Bool { Member.needsLinearObjective }

  private var member: Member
  private let members: Int
  private let seed: UInt64

  init(_ member: Member, members: Int, seed: UInt64) {
    (self.member, self.members, self.seed) = (member, members, seed)
  }

  init(training: Training) { self.init(Member(training: training), members: 1, seed: 0) }

  var training: Training {
    get { member.training }
    set { member.training = newValue }
  }

  var settings: [Setting] { member.settings + [Setting("Models", "\(members)")] }

  func predictor(in scenario: Scenario) -> any Predictor {
    EnsemblePredictor(member: member.predictor(in: scenario), members: members)
  }

  /// What a member's loss gets, and behind it how often each member's draw holds each instance.
  func lossOutcome(of samples: TapedSamples, in problem: any DecisionProblem) -> [Variable] {
    let rows = samples.features.rows
    var random = SeededGenerator(seed: seed, stream: "defence/bagging")
    var counts = Matrix(rows: rows, columns: members)
    for column in 0..<members {
      for _ in 0..<rows { counts[random.index(below: rows), column] += 1 }
    }
    return member.lossOutcome(of: samples, in: problem) + [samples.features.tape.input(counts)]
  }

  func losses(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    let (fields, counts) = outcome.splitBeforeLast
    return sum(over: prediction) { index, own in
      member.losses(of: own, against: fields, statistics: statistics, in: problem)
        * counts.columns(index..<index + 1)
    }
  }

  func decisions(from prediction: [Variable], in problem: any DecisionProblem) -> Variable {
    (1 / Double(members)) * sum(over: prediction) { member.decisions(from: $1, in: problem) }
  }

  /// The sum of what is made of each member's fields.
  private func sum(
    over prediction: [Variable], of part: (_ index: Int, _ fields: [Variable]) -> Variable
  ) -> Variable {
    let width = prediction.count / members
    return (1..<members).reduce(part(0, Array(prediction.prefix(width)))) { sum, index in
      sum + part(index, Array(prediction[index * width..<(index + 1) * width]))
    }
  }
}

/// Networks of one kind side by side: the weights and the fields of one after those of the other.
struct EnsemblePredictor: Predictor {
  let member: any Predictor
  let members: Int

  var weightShapes: [(rows: Int, columns: Int)] {
    (0..<members).flatMap { _ in member.weightShapes }
  }

  func initialWeights(using random: inout SeededGenerator) -> Weights {
    Weights((0..<members).flatMap { _ in member.initialWeights(using: &random).parts })
  }

  func widened(by factor: Int) -> EnsemblePredictor {
    EnsemblePredictor(member: member.widened(by: factor), members: members)
  }

  func predictions(
    from features: Variable, weights: [Variable], statistics: [Variable]
  ) -> [Variable] {
    let width = weights.count / members
    return (0..<members).flatMap { index in
      member.predictions(
        from: features, weights: Array(weights[index * width..<(index + 1) * width]),
        statistics: statistics)
    }
  }

  private enum CodingKeys: CodingKey { case member, members }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try member.encode(to: container.superEncoder(forKey: .member))
    try container.encode(members, forKey: .members)
  }
}
