import Foundation
import Reproducibility
import Site

/// Something that is done to the program many times, and what must not come of it.
protocol Campaign {
  /// Its name, what is done in a clause, and what is counted.
  static var name: String { get }
  static var task: String { get }
  static var unit: String { get }
  /// How often in continuous integration, and in a long run.
  static var shortCount: Int { get }
  static var longCount: Int { get }
  /// How many of a long run make a part, which has a seed of its own and is recorded at once; nil
  /// for a campaign that is not random.
  static var partCount: Int? { get }

  /// What was found so far.
  var tally: Tally { get }

  init(count: Int, seed: UInt64, program: Program)

  mutating func run() async throws
}

/// What a campaign counts.
struct Tally {
  /// How often it was done.
  var count = 0
  /// What was counted besides, in the order of first mention.
  private(set) var figures: [CampaignRecord.Figure] = []
  /// What must not be, in clauses.
  var faults: [String] = []

  /// The processor time of this process so far, which goes on neither while others run nor while
  /// the campaign is paused.
  static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// Adds to the number of that name.
  mutating func add(_ name: String, _ value: Int = 1) {
    if let place = figures.firstIndex(where: { $0.name == name }) {
      figures[place].value += value
    } else {
      figures.append(CampaignRecord.Figure(name, value))
    }
  }

  /// Notes the larger of what is known and this.
  mutating func note(_ name: String, atLeast value: Int) {
    if let place = figures.firstIndex(where: { $0.name == name }) {
      figures[place].value = max(figures[place].value, value)
    } else {
      figures.append(CampaignRecord.Figure(name, value, isLargest: true))
    }
  }
}

extension SeededGenerator {
  /// A whole number of a range, every one equally likely.
  mutating func whole(_ range: Range<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }
}
