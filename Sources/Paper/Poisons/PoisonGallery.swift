public import Experiments
public import Reproducibility

/// What poisons look like in every domain of a study, made from its stored records.
///
/// Of each of the paper's domains it is the attack on the two-stage learner with plain steps, at
/// the smallest, the reference and the largest budget of the study. No attack is run again.
public struct PoisonGallery: Sendable, Codable, Equatable {
  /// One portrait per domain that the study has, in the order of the paper.
  public var portraits: [PoisonPortrait] = []

  /// The panels that are shown, where a study has them.
  public static let panels = Place.domains.map(\.twoStage)
  /// The most rows of a unit that are tested, half of which are the detector's reference.
  public static let mostRows = PoisonDetector.mostRows

  /// No portraits.
  public init() {}

  /// The portraits of a study.
  ///
  /// - Parameters:
  ///   - study: the study.
  ///   - store: where its records are; units whose records hold no poison there are left out.
  ///   - jobs: how many units are looked at at once, each of which takes a few times the memory of
  ///     its perturbation. The default is 1.
  ///   - cache: where portraits are found that need not be made again. The default is nowhere.
  /// - Throws: an error of a record that cannot be read, or of a domain.
  public init(
    of study: PaperStudy, in store: RecordStore, jobs: Int = 1, cache: PoisonCache? = nil
  ) async throws {
    for id in PoisonGallery.panels {
      guard let records = study.panels.first(where: { $0.panel.id == id }) else { continue }
      let sitter = PoisonSitter(records, store: store, sources: study.sources)
      let key = try sitter.key
      if let known = key.flatMap({ cache?.portrait($0) }) {
        portraits.append(known)
      } else if let portrait = try await sitter.portrait(jobs: jobs) {
        portraits.append(portrait)
        if let key { cache?.keep(portrait, for: key) }
      }
    }
  }

  /// The digest of all numbers.
  ///
  /// - Throws: what the encoder throws.
  public var digest: Digest {
    get throws { Digest(of: try JSONValue(encoding: self).canonicalText) }
  }
}
