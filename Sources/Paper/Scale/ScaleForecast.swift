/// What a size beyond this machine would take, by the power law through what was measured.
public struct ScaleForecast: Sendable {
  /// The questions.
  public enum Question: String, Sendable, CaseIterable {
    /// Ten thousand stocks in one portfolio.
    case stocks
    /// A network of 10⁸ weights.
    case weights
    /// A grid of 10⁵ experiments.
    case cells

    /// How much is asked for.
    public var amount: Int {
      switch self {
      case .stocks: 10_000
      case .weights: 100_000_000
      case .cells: 100_000
      }
    }

    fileprivate var ladders: [String] {
      switch self {
      case .stocks: ["stocks-two-stage", "stocks-decision-focused"]
      case .weights: ["hidden-two-stage", "hidden-two-stage-every-step"]
      case .cells: ["records"]
      }
    }
  }

  /// What it follows from.
  public let row: ScaleStudy.Row, ladder: ScaleLadder
  /// The size that was asked for, in the ladder's unit.
  public let value: Int
  /// What it would take: processor seconds, and megabytes.
  public let seconds, megabytes: Double

  /// How many times larger it is than the largest size that was measured.
  public var reach: Double { Double(value) / Double(row.points.last?.value ?? value) }

  /// Where it could be done.
  public enum Room: Sendable, Equatable {
    /// Within the limit of the measurement.
    case thisMachine
    /// On a machine of `largeMachine` megabytes.
    case largeMachine
    /// On no machine that can be rented by the hour.
    case none
  }

  /// The memory of a large machine that can be rented by the hour, in megabytes: one terabyte.
  public static let largeMachine = 1e6

  /// Where there is memory enough.
  public var room: Room {
    megabytes <= row.limits.megabytes
      ? .thisMachine : megabytes <= ScaleForecast.largeMachine ? .largeMachine : .none
  }

  /// The forecasts that a study allows of a question.
  public static func all(_ question: Question, from study: ScaleStudy) -> [ScaleForecast] {
    question.ladders.compactMap { id in
      guard let row = study.rows.first(where: { $0.id == id }), let ladder = row.ladder,
        let last = row.points.last
      else { return nil }
      var value = question.amount
      if question == .weights {
        guard let weights = last.weights else { return nil }
        // Weights grow in proportion to hidden units.
        value = Int((Double(last.value) * Double(value) / Double(weights)).rounded())
      }
      return row.forecast(value).map {
        ScaleForecast(
          row: row, ladder: ladder, value: value, seconds: $0.seconds, megabytes: $0.megabytes)
      }
    }
  }
}
