import Attacks
import Differentiation
import Learning
import LinearAlgebra
import Reproducibility
import Storage

/// The HDF5 form of a record, `poison/1` of the file contract: the names of its parts, and writing.
enum RecordFile {
  static let schema = "poison/1"
  /// The attribute of `/levels` that lists the reference decisions in their order.
  static let order = "order"
  /// Where victims and reasons of failures and of divergences are listed; of the attack's own the
  /// victim is empty.
  static let failures = "/failures", divergences = "/divergences"
  static let victims = "victims", reasons = "reasons"

  static func contents(of record: Record, poison: Poison?) -> ArrayFile {
    let attack = record.attack?.text ?? "none"
    var file = ArrayFile(schema: schema, title: "\(record.domain), seed \(record.seed): \(attack)")
    file.rootAttributes.merge([
      "key": .string(record.key.description), "domain": .string(record.domain.text),
      "dataset_sha256": .string(record.dataset.description),
      "learner": .string(record.learner?.text ?? ""), "attack": .string(attack),
      "options": .string(record.options), "seed": .integer(Int64(record.seed)),
      "budget": .double(record.budget.features), "label_budget": .double(record.budget.labels),
    ]) { first, _ in first }
    if let poison {
      file.arrays["/perturbation/features"] = NamedArray(poison.perturbation)
      if let α = poison.labels { file.arrays["/perturbation/labels"] = NamedArray(α) }
    }
    for (victim, evaluation) in record.evaluations {
      write(evaluation, under: "/evaluation/\(victim)", to: &file)
    }
    write(record.levels, to: &file)
    for (group, list) in [(failures, record.failures), (divergences, record.divergences)]
    where !list.isEmpty {
      file.attributes[group] = [
        victims: .strings(list.map { $0.victim?.text ?? "" }),
        reasons: .strings(list.map(\.reason)),
      ]
    }
    if let trace = record.trace { write(trace, to: &file) }
    if let certificate = record.certificate { write(certificate, under: "/certificate", to: &file) }
    return file
  }

  /// Puts `/levels/<name>/{targets,held_out}` into a file, and their order into an attribute.
  static func write(_ levels: [Record.Level], to file: inout ArrayFile) {
    if levels.isEmpty { return }
    file.attributes["/levels"] = [order: .strings(levels.map(\.id.text))]
    for level in levels {
      file.arrays["/levels/\(level.id)/targets"] = NamedArray(level.targets)
      file.arrays["/levels/\(level.id)/held_out"] = level.heldOut.map { NamedArray($0) }
    }
  }

  /// What is measured of a victim; training and distance only where they were asked for.
  static var sets: [(String, WritableKeyPath<VictimUtility, [Double]>)] {
    [
      ("targets", \.targets), ("held_out", \.heldOut), ("training", \.training),
      ("distance", \.distance),
    ]
  }

  private static func write(
    _ evaluation: Record.Evaluation, under path: String, to file: inout ArrayFile
  ) {
    for (name, values) in sets where !evaluation.clean[keyPath: values].isEmpty {
      for (kind, clean, poisoned) in [
        ("fresh", evaluation.clean as VictimUtility?, evaluation.poisoned),
        ("shared", evaluation.sharedClean, evaluation.sharedPoisoned),
      ] {
        guard let clean else { continue }
        let place = "\(path)/\(kind)/\(name)"
        file.arrays["\(place)/clean"] = NamedArray(clean[keyPath: values])
        let draws = poisoned.map { $0[keyPath: values] }
        if draws.count == 1 {
          file.arrays["\(place)/poisoned"] = NamedArray(draws[0])
        } else if let first = draws.first {
          file.arrays["\(place)/poisoned"] = NamedArray(
            draws.flatMap { $0 }, shape: [draws.count, first.count])
        }
      }
    }
  }

  /// One value per iteration, or, for sweeps, per training step.
  static var traces: [(String, WritableKeyPath<Poison.Trace, [Double]>)] {
    [
      ("adversary_loss", \.adversaryLoss), ("training_loss", \.trainingLoss),
      ("gradient_norm", \.gradientNorm), ("step", \.step),
      ("backward_smallest", \.backwardSmallest), ("backward_largest", \.backwardLargest),
      ("round_margin", \.roundMargin), ("first_sweep", \.firstSweep), ("last_sweep", \.lastSweep),
    ]
  }

  /// What decision layers met over an attack.
  static var counts: [(String, WritableKeyPath<BranchCensus, Int>)] {
    [
      ("solves", \.solves), ("factorisations", \.factorisations), ("warm_hits", \.warmHits),
      ("degenerate", \.degenerate), ("near_degenerate", \.nearDegenerate),
    ]
  }

  private static func write(_ trace: Poison.Trace, to file: inout ArrayFile) {
    for (name, values) in traces {
      file.arrays["/trace/\(name)"] = NamedArray(trace[keyPath: values])
    }
    for (name, count) in counts {
      file.arrays["/census/\(name)"] = NamedArray([Int64(trace.census[keyPath: count])], shape: [])
    }
    file.arrays["/census/worst_residual"] = NamedArray(trace.census.worstResidual)
    file.arrays["/census/smallest_margin"] = NamedArray(trace.census.smallestMargin)
  }

  static func write(
    _ certificate: Poison.Certificate, under path: String, to file: inout ArrayFile
  ) {
    let frozen = certificate.frozen
    file.arrays["\(path)/index"] = NamedArray(certificate.indices.map(Int64.init))
    file.arrays["\(path)/difference"] = NamedArray(certificate.differences)
    file.arrays["\(path)/gradient"] = NamedArray(certificate.gradients)
    for (name, number) in [
      ("largest_error", certificate.largestError), ("smallest_step", certificate.smallestStep),
      ("reach", certificate.reach), ("amplification", certificate.amplification),
      ("resolution", certificate.resolution), ("frozen/error", frozen?.error),
      ("frozen/cosine", frozen?.cosine), ("frozen/norm_ratio", frozen?.normRatio),
    ] { file.arrays["\(path)/\(name)"] = number.map { NamedArray($0) } }
    for (side, slopes) in [
      ("lower", certificate.oneSided?.lower), ("upper", certificate.oneSided?.upper),
    ] { file.arrays["\(path)/one_sided/\(side)"] = slopes.map { NamedArray($0) } }
  }
}
