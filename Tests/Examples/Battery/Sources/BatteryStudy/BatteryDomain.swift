public import Data
public import Domains
public import Learning
import LinearAlgebra
public import Reproducibility

/// A battery that buys and sells energy at prices which it has to predict a day ahead.
///
/// A day has twelve blocks of two hours. What is observed, u, are six forecasts of the day (demand,
/// wind, sun, fuel, outages, cold), each standard normal; what must be predicted, θ, are the
/// prices of the blocks above their yearly mean, of the order of 1. The decision x sells (x > 0) or
/// buys (x < 0) energy in each block: max θᵀx − ½c‖x‖², where the second term is wear,
/// over what the battery can do. It holds between 0 and 1, begins at ½, must end with no less, and
/// moves at most `power` per block.
public struct BatteryDomain: Domain {
  /// What keys call it.
  public static let name = "battery"
  /// What pages call it.
  public static let label = "Battery"
  /// What it does, in a sentence.
  public static let summary =
    "Charges and discharges a battery by prices that are predicted from forecasts of the day."
  /// Where such a battery was first put behind a prediction.
  public static let references = [
    Reference(
      key: "donti2017task", authors: ["Donti, Priya L.", "Amos, Brandon", "Kolter, J. Zico"],
      title: "Task-based End-to-end Model Learning in Stochastic Optimization",
      venue: "Advances in Neural Information Processing Systems 30", year: 2017,
      doi: "10.48550/arXiv.1703.04529")
  ]

  /// Days: for training, for the attacker's targets, and held out.
  public var instances = 100, targets = 50, heldOut = 50
  /// The largest amount that is moved in a block.
  public var power = 0.4
  /// The cost c of wear.
  public var wear = 0.5
  /// The standard deviation of what no forecast tells of a price.
  public var noise = 0.25
  /// The hidden units of the learner's network.
  public var hidden = 12

  /// The blocks of a day, and what is forecast of it.
  static let blocks = 12, forecasts = 6

  /// The domain with its usual sizes.
  public init() {}

  /// The data with their sizes.
  public var title: String { "Battery, \(instances) days" }

  /// The numbers of days.
  public var size: DomainSize {
    DomainSize(training: instances, targets: targets, heldOut: heldOut)
  }

  /// Budgets move forecasts, which have a standard deviation of 1.
  public var budgetUnit: BudgetUnit {
    BudgetUnit(axis: "Budget B, standard deviations of a forecast")
  }

  /// In proportion to the days; solving is dear beside so small a network.
  public var cost: DomainCost { DomainCost(step: Double(instances) / 250, solving: 6) }

  /// Sizes and physics.
  public var settings: [Setting] {
    [
      Setting("Training days", "\(instances)"),
      Setting("Targets, held-out days", "\(targets), \(heldOut)"),
      Setting("Forecasts, blocks of a day", "\(Self.forecasts), \(Self.blocks)"),
      Setting("Largest move in a block", "\(NumberFormat.chosen(power)) of the capacity"),
      Setting("Cost of wear c", NumberFormat.chosen(wear)),
      Setting("Standard deviation of unforeseen prices", NumberFormat.chosen(noise)),
      Setting("Hidden units of the predictor", "\(hidden), tanh"),
    ]
  }

  /// Generated, from no file; every part draws from a stream of its own.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    let root = SeededGenerator(seed: seed, stream: "battery")
    let market = BatteryMarket(noise: noise)
    let training = market.days(instances, root.substream("training"))
    let target = market.days(targets, root.substream("targets"))
    let unseen = market.days(heldOut, root.substream("held-out"))
    return Scenario(
      pipeline: IdentityPipeline(
        clean: Samples(
          features: training.forecasts, outcome: [training.prices],
          targetFeatures: target.forecasts, heldOutFeatures: unseen.forecasts)),
      problem: problem,
      predictor: Network(inputs: Self.forecasts, hidden: hidden, outputs: Self.blocks),
      targetOutcome: [target.prices], heldOutOutcome: [unseen.prices])
  }

  /// What a battery can do, and what it earns.
  var problem: QuadraticUtility {
    let blocks = Self.blocks
    // Row t of `sold` adds up what was sold until the end of block t.
    var sold = Matrix(rows: blocks, columns: blocks)
    for t in 0..<blocks { for s in 0...t { sold[t, s] = 1 } }
    // No less than nothing after every block, and no less than at the beginning after the last;
    // never more than 1.
    let start = 0.5
    let floors = Array(repeating: start, count: blocks - 1) + [0]
    let ceilings = Array(repeating: 1 - start, count: blocks)
    let (rows, bounds) = QuadraticUtility.boxed(
      sold.stacked(over: -1 * sold), bound: floors + ceilings, box: power)
    return QuadraticUtility(
      quadratic: .diagonal(Array(repeating: wear, count: blocks)), inequalityMatrix: rows,
      inequalityBound: bounds)
  }
}
