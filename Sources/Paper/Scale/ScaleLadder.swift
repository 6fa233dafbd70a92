public import Learning

/// One size of an attack that grows, all others fixed: an iteration of Algorithm 1 (training on
/// poisoned data, and the exact gradient through it) at each of its values.
///
/// What is measured depends on the sizes, not on whose data they are: portfolios are made of prices
/// drawn here, matchings of the simulated graph, so that every machine can measure the same.
public struct ScaleLadder: Sendable {
  /// What command and file call it, as in `instances-two-stage`.
  public let id: String
  /// What grows, as in "training instances", and in which domain.
  public let size: String, domain: String
  /// Whose training; nil where records are looked up and nothing is trained.
  public let learner: LearnerID?
  /// The other sizes, in a clause.
  public let others: String
  /// Whether every step of the trajectory is kept whatever its size.
  public let keepsEveryStep: Bool
  /// The values, ascending.
  public let values: [Int]
  /// Makes what is to be timed, at one value.
  let work: @Sendable (Int) async throws -> ScaleWork

  private init(
    _ id: String, of size: String, in domain: String, learner: (any Learner.Type)? = nil,
    others: String, keepsEveryStep: Bool = false, values: [Int],
    work: @escaping @Sendable (Int) async throws -> ScaleWork
  ) {
    (self.id, self.size, self.domain, self.others) = (id, size, domain, others)
    (self.learner, self.keepsEveryStep) = (learner?.id, keepsEveryStep)
    (self.values, self.work) = (values, work)
  }

  /// All of them, in the order in which they are measured and shown.
  public static let all: [ScaleLadder] =
    [
      synthetic(
        "instances-two-stage", "training instances",
        [250, 1000, 4000, 16_000, 64_000, 250_000]
          + [1_000_000], others: "T = 40, 16 hidden units"
      ) { .init(instances: $0) },
      synthetic(
        "instances-decision-focused", "training instances",
        [250, 1000, 4000, 16_000, 64_000]
          + [250_000, 1_000_000], DecisionFocused.self, others: "T = 20, 10 decision variables"
      ) { .init(instances: $0, steps: 20) },
    ]
    + [false, true].map { keeps in
      synthetic(
        "steps-two-stage", "training steps", [100, 1000, 10_000, 100_000, 1_000_000],
        others: "n = 250, 16 hidden units", keepsEveryStep: keeps
      ) { .init(steps: $0) }
    }
    + [
      synthetic(
        "steps-decision-focused", "training steps", [20, 200, 2000, 20_000, 200_000],
        DecisionFocused.self, others: "n = 250, 10 decision variables"
      ) { .init(steps: $0) }
    ]
    + [false, true].map { keeps in
      synthetic(
        "hidden-two-stage", "hidden units", [16, 160, 1600, 16_000, 160_000, 480_000],
        others: "n = 250, T = 40", keepsEveryStep: keeps
      ) { .init(hidden: $0) }
    }
    + [
      synthetic(
        "variables-decision-focused", "decision variables", [10, 20, 40, 80, 160, 320, 640],
        DecisionFocused.self, others: "n = 250, T = 20"
      ) { .init(steps: 20, variables: $0) }
    ] + [TwoStage.self, DecisionFocused.self].map(stocks)
    + [TwoStage.self, DecisionFocused.self].map(papers) + [records]

  private static func synthetic(
    _ id: String, _ size: String, _ values: [Int], _ learner: any Learner.Type = TwoStage.self,
    others: String, keepsEveryStep: Bool = false,
    sizes: @escaping @Sendable (Int) -> ScaleWork.SyntheticSizes
  ) -> ScaleLadder {
    ScaleLadder(
      keepsEveryStep ? id + "-every-step" : id, of: size, in: "Synthetic", learner: learner,
      others: others, keepsEveryStep: keepsEveryStep, values: values
    ) { try .synthetic(sizes($0), learner, keepsEveryStep: keepsEveryStep) }
  }

  private static func stocks(_ learner: any Learner.Type) -> ScaleLadder {
    ScaleLadder(
      "stocks-\(learner.name)", of: "stocks", in: "Portfolio", learner: learner,
      others: "350 training dates, T = 20", values: [12, 25, 50, 100, 200, 480]
    ) { try .portfolio(stocks: $0, learner) }
  }

  private static func papers(_ learner: any Learner.Type) -> ScaleLadder {
    ScaleLadder(
      "papers-\(learner.name)", of: "papers per side", in: "Matching", learner: learner,
      others: "one training instance, T = 40", values: [12, 25, 50, 100, 200]
    ) { try .matching(side: $0, learner) }
  }

  private static let records = ScaleLadder(
    "records", of: "known experiments", in: "Store", others: "found again by a second run",
    values: [100, 400, 1600, 6400]
  ) { try await .records(count: $0) }
}
