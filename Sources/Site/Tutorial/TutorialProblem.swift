import Domains
import Learning
import LinearAlgebra
import Reproducibility

/// The problem that the tutorial starts from, as a table: days with signals and returns.
///
/// It is the example that `report example` writes, with numbers of few decimals, so that they can
/// be printed; initial weights are left to the seed.
struct TutorialProblem: Sendable {
  /// The file that holds the table.
  static let path = "tutorial/tutorial.csv"

  /// What the table's rows and the numbers of the page's Python make of it.
  let problem: CustomProblem

  init() throws {
    var problem = try CustomProblem.example()
    problem.train = TutorialProblem.rounded(problem.train)
    problem.target = TutorialProblem.rounded(problem.target)
    problem.heldOut = problem.heldOut.map(TutorialProblem.rounded)
    problem.quadratic = problem.quadratic.rounded(to: 2)
    problem.constraints.inequalityMatrix = problem.constraints.inequalityMatrix.rounded(to: 2)
    problem.constraints.inequalityBound = problem.constraints.inequalityBound.map {
      $0.rounded(to: 2)
    }
    let reach = TutorialProblem.deviations(of: problem.train.features).map { $0.rounded(to: 2) }
    let rows = Array(repeating: reach, count: problem.train.features.rows)
    problem.perturbation = CustomProblem.Perturbation(
      lower: Matrix(rows.map { $0.map { -$0 } }), upper: Matrix(rows))
    problem.fitting.weights = nil
    problem.desiredDecisions = nil
    self.problem = problem
  }

  private static func rounded(_ instances: CustomProblem.Instances) -> CustomProblem.Instances {
    CustomProblem.Instances(
      features: instances.features.rounded(to: 3), labels: instances.labels.rounded(to: 3))
  }

  /// The standard deviation of each column, as pandas takes it.
  private static func deviations(of features: Matrix) -> [Double] {
    (0..<features.columns).map { column in
      let values = (0..<features.rows).map { features[$0, column] }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(values.count - 1)).squareRoot()
    }
  }

  /// The names of the features' columns.
  var signals: [String] { (1...problem.train.features.columns).map { "signal_\($0)" } }

  /// The names of the labels' columns.
  var returns: [String] { (1...problem.train.labels.columns).map { "return_\($0)" } }

  /// The table: one row per day, counted from 1, the training rows first.
  var table: String {
    var lines = [(["day", "use"] + signals + returns).joined(separator: ",")]
    for (use, instances) in [
      ("train", problem.train), ("target", problem.target), ("held_out", problem.heldOut),
    ] {
      guard let instances else { continue }
      for row in 0..<instances.features.rows {
        let numbers = instances.features.row(row) + instances.labels.row(row)
        lines.append(
          (["\(lines.count)", use] + numbers.map { NumberFormat.exact($0) })
            .joined(separator: ","))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension Double {
  /// The nearest number of so many decimals; zero has no sign.
  fileprivate func rounded(to decimals: Int) -> Double {
    let scale = decimals == 2 ? 100.0 : 1000.0
    return (self * scale).rounded(.toNearestOrEven) / scale + 0
  }
}

extension Matrix {
  fileprivate func rounded(to decimals: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, values: values.map { $0.rounded(to: decimals) })
  }
}
