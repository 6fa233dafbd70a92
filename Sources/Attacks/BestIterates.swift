import Learning
import LinearAlgebra
import Reproducibility

/// The few iterates of an attack on which it saw the lowest L_adv.
struct BestIterates {
  /// An iterate, and what the attack saw of it.
  struct Seen: Equatable {
    let loss: Double
    let iteration: Int
    let perturbation: Matrix, labels: Matrix?
  }

  /// How many are kept.
  static let count = 4

  /// At most `count`, the lowest first.
  private(set) var seen: [Seen]

  init(_ seen: [Seen] = []) { self.seen = seen }

  /// On how many draws iterates are evaluated again, where they are.
  static func settings(_ draws: Int?) -> [Setting] {
    draws.map {
      [Setting("Iterates evaluated again", "the \(count) lowest and the last, on \($0) draws")]
    } ?? []
  }

  /// Keeps an iterate if it is among the lowest; what is not a number is not.
  mutating func note(loss: Double, after iteration: Int, _ iterate: Descent.Iterate) {
    guard loss.isFinite else { return }
    let place = seen.firstIndex { loss < $0.loss } ?? seen.count
    guard place < Self.count else { return }
    seen.insert(
      Seen(
        loss: loss, iteration: iteration, perturbation: iterate.perturbation,
        labels: iterate.labels), at: place)
    if seen.count > Self.count { seen.removeLast() }
  }

  /// The best of those kept and of the last one by their mean on draws that played no part so far.
  ///
  /// - Parameters:
  ///   - last: the last iterate, and the number of updates that led to it.
  ///   - mean: the mean L_adv of an iterate.
  /// - Returns: the candidate; the last iterate unless another is lower.
  func best(
    last: (iteration: Int, iterate: Descent.Iterate),
    mean: (Descent.Iterate) throws -> Double
  ) rethrows -> Poison.Candidate {
    let lastLoss = try mean(last.iterate)
    var best = Poison.Candidate(
      perturbation: last.iterate.perturbation, labels: last.iterate.labels,
      iteration: last.iteration, loss: lastLoss, lastLoss: lastLoss)
    for candidate in seen where candidate.iteration != last.iteration {
      let found = try mean((candidate.perturbation, candidate.labels))
      if found < best.loss || best.loss.isNaN {
        best = Poison.Candidate(
          perturbation: candidate.perturbation, labels: candidate.labels,
          iteration: candidate.iteration, loss: found, lastLoss: lastLoss)
      }
    }
    return best
  }
}

extension WeightSource {
  /// Draws of the attacker's own that none of its trainings sees, on which its iterates are
  /// evaluated again; the one draw where it is shared.
  static func reevaluation(
    _ count: Int?, _ kind: InitialWeights, _ scenario: Scenario, against learner: any Learner,
    from start: AttackStart, using random: SeededGenerator
  ) -> [Weights] {
    guard let count else { return [] }
    var source = WeightSource(
      kind, scenario, against: learner, from: start,
      using: kind == .shared ? random : random.substream("reevaluation"))
    return (0..<(kind == .shared ? 1 : count)).map { _ in source.next() }
  }
}
