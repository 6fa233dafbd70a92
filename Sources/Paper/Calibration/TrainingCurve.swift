/// What a unit's trainings of one rate reach at each length.
struct TrainingCurve: Sendable, Codable, Equatable {
  /// The lengths T to choose from.
  static let lengths = [5, 10, 20, 40, 80]

  /// At each of the lengths.
  var levels: [Level]
  /// What the perfect decision gains at the validation instances.
  var stake: Double

  /// What is reached at one length; nil where a training fails or is no longer finite.
  struct Level: Sendable, Codable, Equatable {
    var utility: Double? = 0, loss: Double? = 0, growth: Double? = 0

    static let failed = Level(utility: nil, loss: nil, growth: nil)

    /// Adds a share of a further training's means; of growths the largest counts.
    mutating func add(_ other: Level, share: Double) {
      func sum(_ sum: Double?, _ value: Double?) -> Double? {
        guard let sum, let value else { return nil }
        let result = sum + share * value
        return result.isFinite ? result : nil
      }
      utility = sum(utility, other.utility)
      loss = sum(loss, other.loss)
      growth = growth.flatMap { mine in
        other.growth.flatMap { $0.isFinite ? max(mine, $0) : nil }
      }
    }
  }
}
