import Differentiation
import Learning
import LinearAlgebra
import Optimization

/// The rules between the numbers of a problem whose shapes fit.
struct ProblemChecks {
  /// The file's name, for errors.
  let file: String

  /// Entries of Q and of its transpose may differ by rounding, relative to the largest entry.
  static let asymmetry = 1e-12

  func check(_ problem: CustomProblem, version: Int) throws {
    if version == 1 {
      try checkSymmetry(problem.quadratic, of: "/problem/quadratic")
      if !problem.quadratic.isDefinite,
        let minor = Cholesky.firstNonPositiveMinor(of: problem.quadratic)
      {
        throw ProblemFileError.value(
          file: file, object: "/problem/quadratic", .indefinite(minor: minor))
      }
    } else {
      try checkCurvature(problem.quadratic, of: "/problem/quadratic", instance: nil)
    }
    try checkInstances(problem)
    if problem.train.known[.inequalityMatrix] == nil {
      try checkRows(problem.constraints.inequalityMatrix, of: "/problem/inequality_matrix")
    }
    if problem.train.known[.equalityMatrix] == nil {
      try checkRows(problem.constraints.equalityMatrix, of: "/problem/equality_matrix")
    }
    try checkSide(problem.perturbation.lower, of: "/perturbation/lower") { $0 <= 0 }
    try checkSide(problem.perturbation.upper, of: "/perturbation/upper") { $0 >= 0 }
    try checkSide(problem.perturbation.labelLower, of: "/perturbation/label_lower") { $0 <= 0 }
    try checkSide(problem.perturbation.labelUpper, of: "/perturbation/label_upper") { $0 >= 0 }
    try checkSize(problem)
    if problem.isPlain { try checkSolvable(problem) } else { try checkFeasible(problem) }
  }

  private func checkSymmetry(_ q: Matrix, of object: String) throws {
    let allowance = ProblemChecks.asymmetry * q.largestMagnitude
    for i in 0..<q.rows {
      for j in 0..<i where (q[i, j] - q[j, i]).magnitude > allowance {
        throw ProblemFileError.value(file: file, object: object, .asymmetric(row: i, column: j))
      }
    }
  }

  private func checkCurvature(_ q: Matrix, of object: String, instance: Int?) throws {
    try checkSymmetry(q, of: object)
    guard let minor = q.firstNegativeMinor else { return }
    throw ProblemFileError.value(
      file: file, object: object, .negativeCurvature(minor: minor, instance: instance))
  }

  /// The parameters that instances have of their own.
  private func checkInstances(_ problem: CustomProblem) throws {
    let k = problem.variables
    for (group, set) in zip(["/train", "/target", "/held_out"], problem.instanceSets) {
      if let known = set.known[.quadratic] {
        for i in 0..<known.rows {
          try checkCurvature(
            Matrix(rows: k, columns: k, values: Array(known.row(i))), of: "\(group)/quadratic",
            instance: i)
        }
      }
      for parameter in [ProblemParameter.inequalityMatrix, .equalityMatrix] {
        guard let known = set.known[parameter] else { continue }
        let rows = known.values.count / max(1, k)
        let matrix = Matrix(rows: rows, columns: k, values: Array(known.values))
        try checkRows(matrix, of: "\(group)/\(parameter.rawValue)")
      }
    }
  }

  private func checkRows(_ matrix: Matrix, of object: String) throws {
    for i in 0..<matrix.rows where matrix.row(i).allSatisfy({ $0 == 0 }) {
      throw ProblemFileError.value(file: file, object: object, .zeroRow(i))
    }
  }

  private func checkSide(
    _ side: Matrix?, of object: String, by rule: (Double) -> Bool
  ) throws {
    guard let side, let index = side.values.firstIndex(where: { !rule($0) }) else { return }
    throw ProblemFileError.value(
      file: file, object: object,
      .excludesZero(
        position: ProblemArrays.position(of: index, in: [side.rows, side.columns]),
        side.values[index]))
  }

  private static let numbersPerValue = 12.0, highestBlock = 250

  /// A training keeps the weights and the active sets of all its steps; of one step there are, for
  /// each instance of a block and each unit, values, tangents and what is pulled back, about twelve
  /// numbers, and as many for each weight.
  private func checkSize(_ problem: CustomProblem) throws {
    let k = problem.constraints.inequalityMatrix.columns
    let weights = problem.network.weightShapes.reduce(0) {
      $0 + Double($1.rows) * Double($1.columns)
    }
    let constraints = problem.constraints
    let rows = constraints.inequalityMatrix.rows + (constraints.box == nil ? 0 : 2 * k)
    let flags = Double(problem.train.features.rows) * Double(max(1, (rows + 63) / 64))
    // Those of a bias have one row, others one for each unit.
    let units = problem.network.weightShapes.reduce(0) {
      $0 + ($1.rows > 1 ? Double($1.rows) : 0)
    }
    let instances = max(problem.train.features.rows, problem.target.features.rows)
    let height = Double(min(instances, ProblemChecks.highestBlock))
    for training in [problem.fitting.training] + problem.fitting.trainings.values {
      // Rules that remember something keep it, and the gradient, of every step.
      let moments = training.rule.moments
      let states = Double(moments == 0 ? 1 : moments + 2)
      let bytes =
        8
        * (Double(training.steps + 1) * (states * weights + flags)
          + ProblemChecks.numbersPerValue * (height * units + weights))
      let gibibytes = bytes / 0x1p30
      guard gibibytes <= ProblemFile.mostGibibytes else {
        throw ProblemFileError.tooLarge(
          file: file, steps: training.steps, gibibytes: gibibytes,
          most: ProblemFile.mostGibibytes)
      }
    }
  }

  /// Decides with everything that came true, and looks whether the decisions keep the constraints.
  private func checkFeasible(_ problem: CustomProblem) throws {
    let judged = problem.decisionProblem
    for (group, set) in zip(["/train", "/target", "/held_out"], problem.instanceSets) {
      do {
        let decisions = try judged.optimalDecisions(for: problem.outcome(of: set))
        let residual = OptimalityResidual(problem, of: set).violation(of: decisions)
        guard residual <= OptimalityResidual.tolerance else {
          throw ProblemFileError.constraints(file: file, .unsolved(residual: residual))
        }
      } catch SolverError.infeasible(let instance, let row, _) {
        throw ProblemFileError.constraints(
          file: file,
          problem.hasCommonConstraints
            ? .infeasible(constraint(row, of: problem.constraints))
            : .infeasibleInstance(group: group, instance))
      } catch SolverError.unbounded(let instance) {
        throw ProblemFileError.constraints(file: file, .unbounded(group: group, instance))
      } catch SolverError.notConverged(_, let residual) {
        throw ProblemFileError.constraints(file: file, .unsolved(residual: residual))
      } catch SolverError.notPositiveDefinite(_, let minor) {
        throw ProblemFileError.value(
          file: file, object: "/problem/quadratic", .indefinite(minor: minor))
      }
    }
  }

  /// Solves the problem for every training label, and looks whether the answers are right.
  private func checkSolvable(_ problem: CustomProblem) throws {
    guard let program = (problem.decisionProblem as? QuadraticUtility)?.program else { return }
    do {
      let tape = Tape()
      let solution = program.solution(
        tape.input(-1 * problem.train.labels), multipliers: true)
      try tape.compile([solution]).run()
      let residual = OptimalityResidual(problem).largest(
        of: solution.value, linear: problem.train.labels)
      guard residual <= OptimalityResidual.tolerance else {
        throw ProblemFileError.constraints(file: file, .unsolved(residual: residual))
      }
    } catch SolverError.infeasible(_, let row, _) {
      throw ProblemFileError.constraints(
        file: file, .infeasible(constraint(row, of: problem.constraints)))
    } catch SolverError.notConverged(_, let residual) {
      throw ProblemFileError.constraints(file: file, .unsolved(residual: residual))
    } catch SolverError.notPositiveDefinite(_, let minor) {
      throw ProblemFileError.value(
        file: file, object: "/problem/quadratic", .indefinite(minor: minor))
    }
  }

  /// The constraint of a row of the solver, which has G first, then the box, then A.
  private func constraint(
    _ row: Int, of constraints: CustomProblem.Constraints
  ) -> ProblemFileError.Constraint {
    let (r, k) = (constraints.inequalityMatrix.rows, constraints.inequalityMatrix.columns)
    let sides = constraints.box == nil ? 0 : 2 * k
    if row < r { return .inequality(row) }
    if row < r + sides { return .box(variable: (row - r) % k, isUpper: row - r < k) }
    return .equality(row - r - sides)
  }
}
