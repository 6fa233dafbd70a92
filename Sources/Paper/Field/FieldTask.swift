public import Domains
import Learning

/// A problem on which the field's learners, or attacks on them, are compared.
///
/// A further problem is one further element of `all`.
public struct FieldTask: Sendable {
  /// Under which name it stands in the file.
  public let id: String
  /// The problem.
  public let domain: any Domain
  /// B.
  let budget: Double
  /// How learners train.
  let training: Training
  /// What is measured.
  var parts = FieldStudy.Part.allCases
  /// Units that are reported, none where attacks alone are compared, and those that choices are
  /// made on.
  let units: [UInt64], calibrationUnits: [UInt64]

  /// How learners train.
  enum Training: Sendable {
    /// For so many steps, at the best of some rates.
    case tried(steps: Int, rates: [Double])
    /// As the calibration file says of a domain.
    case calibrated(DomainID)
  }

  /// Whether attacks alone are compared: then the learners that they are made for are enough.
  var comparesAttacksAlone: Bool { parts == [.attacks] }

  /// All of them, in the order of measurement.
  ///
  /// The paper's own domains and further standard problems are there for the comparison of attacks
  /// alone.
  public static let all = [
    FieldTask(
      id: "synthetic", domain: SyntheticDomain(), budget: 0.5,
      training: .tried(steps: 60, rates: [0.02, 0.06, 0.2, 0.6, 2]), units: Array(0..<5),
      calibrationUnits: [100, 101, 102]),
    path(1), path(8), knapsack, calibrated(.portfolio), calibrated(.matching),
  ]

  /// For linear programs with predicted costs or values.
  private static let linear = Training.tried(
    steps: 60, rates: [0.002, 0.006, 0.02, 0.06, 0.2, 0.6])

  private static func path(_ degree: Int) -> FieldTask {
    var domain = StandardPathDomain(degree: degree)
    domain.heldOut = 200
    return FieldTask(
      id: "path-\(degree)", domain: domain, budget: 0.5, training: linear,
      units: Array(135..<140), calibrationUnits: [100, 101, 102])
  }

  private static let knapsack = {
    var domain = StandardKnapsackDomain()
    domain.heldOut = 200
    return FieldTask(
      id: "knapsack", domain: domain, budget: 0.5, training: linear, parts: [.attacks],
      units: [], calibrationUnits: [100, 101, 102])
  }()

  /// A domain of the paper, with its calibration's units and training.
  private static func calibrated(_ task: CalibrationTask) -> FieldTask {
    FieldTask(
      id: task.id.text, domain: task.domain, budget: task.reference,
      training: .calibrated(task.id), parts: [.attacks], units: [],
      calibrationUnits: task.attackUnits)
  }
}
