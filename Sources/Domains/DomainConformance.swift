public import Data
import Learning
import LinearAlgebra
import Reproducibility

/// What every domain promises, to be checked of one's own.
///
/// ```swift
/// #expect(try DomainConformance.flaws(of: domain, from: [:]) == [])
/// ```
public enum DomainConformance {
  /// What a domain breaks of its promises, tried on two seeds.
  ///
  /// It describes itself; makes the same scenario of the same seed and another one of another; has
  /// the sizes that it states, finite samples and a box to move in; and its best decisions and
  /// those without features have utilities, the best ones the highest.
  ///
  /// - Parameters:
  ///   - domain: the domain.
  ///   - sources: the files that it reads.
  /// - Returns: one clause per flaw, behind the domain's name; none where it keeps all promises.
  /// - Throws: what the domain throws.
  public static func flaws(of domain: any Domain, from sources: Sources) throws -> [String] {
    var found: [String] = []
    func check(_ holds: Bool, _ flaw: String) { if !holds { found.append(flaw) } }
    check(domain.title.hasPrefix(domain.label), "a title that does not begin with its label")
    check(!domain.settings.isEmpty, "no settings")
    check(domain.cost.step > 0 && domain.cost.solving >= 1, "a cost below 0, or a free solve")
    let scenario = try domain.scenario(from: sources, seed: 0)
    let (again, other) = (
      try domain.scenario(from: sources, seed: 0), try domain.scenario(from: sources, seed: 1)
    )
    let samples = try scenario.cleanSamples()
    let isSame =
      try again.cleanSamples() == samples && again.targetOutcome == scenario.targetOutcome
      && again.heldOutOutcome == scenario.heldOutOutcome
    check(isSame, "two scenarios of one seed")
    check(try other.cleanSamples() != samples, "one scenario of two seeds")
    let size = domain.size
    for (what, matrices, rows) in [
      ("training", samples.outcome + [samples.features], size.training),
      ("targets", scenario.targetOutcome + [samples.targetFeatures], size.targets),
      ("held-out", scenario.heldOutOutcome + [samples.heldOutFeatures], size.heldOut),
    ] {
      check(matrices.allSatisfy { $0.rows == rows }, "\(what) instances other than \(rows)")
      check(
        matrices.allSatisfy { $0.values.allSatisfy(\.isFinite) },
        "\(what) instances that are not finite")
    }
    let (lower, upper) = scenario.box.sides(scenario.pipeline.perturbationShape)
    check(zip(lower.values, upper.values).contains { $0 < $1 }, "no entry that may be perturbed")
    let problem = scenario.problem
    let best = try problem.meanUtility(of: nil, when: scenario.targetOutcome)
    check(best.isFinite, "best decisions without a utility")
    for reference in try problem.referenceDecisions(knowing: samples.outcome) {
      let utility = try problem.meanUtility(of: reference.decision, when: scenario.targetOutcome)
      check(utility.isFinite, "the \(reference.id) decision without a utility")
      check(
        !(utility > best + 1e-9 * best.magnitude), "the \(reference.id) decision above the best")
      check(!domain.label(of: reference.id).isEmpty, "no label of the \(reference.id) decision")
    }
    let decisions = try problem.optimalDecisions(for: scenario.targetOutcome)
    check(
      problem.violation(of: decisions, when: scenario.targetOutcome)
        <= LinearConstraints.tolerance, "best decisions that break constraints")
    return Reproducibility.flaws(inDescriptionOf: domain)
      + found.map { "\(domain.name): \($0)" }
  }
}
