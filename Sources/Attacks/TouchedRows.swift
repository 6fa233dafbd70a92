import Learning
import LinearAlgebra
import Reproducibility

/// The rows of ε and of α that an attacker touches who may touch a share of them.
struct TouchedRows: Equatable {
  /// Whether each row is touched.
  let features, labels: [Bool]

  init(features: [Bool], labels: [Bool]) { (self.features, self.labels) = (features, labels) }

  /// The rows of the highest scores among those that the boxes let be touched; nil where the budget
  /// has no share.
  ///
  /// Where rows are instances one choice serves both: by the scores of ε, or by those of α where
  /// ε has no budget.
  init?(in scenario: Scenario, within budget: Budget, features: [Double], labels: [Double]) {
    guard let share = budget.share else { return nil }
    let (rows, labelRows) = (
      scenario.pipeline.perturbationShape.rows, scenario.pipeline.labelShape.rows
    )
    func pick(_ scores: [Double], _ box: Box) -> [Bool] {
      let candidates = box.touchableRows(scores.count).enumerated().filter(\.element).map(\.offset)
      // What is not a number is chosen first, so that it is seen.
      func rank(_ row: Int) -> Double { scores[row].isNaN ? .infinity : scores[row] }
      let order = candidates.sorted { (rank($0), $1) > (rank($1), $0) }
      var touched = Array(repeating: false, count: scores.count)
      for row in order.prefix(share.count(of: scores.count)) { touched[row] = true }
      return touched
    }
    precondition(
      features.count == rows && labels.count == labelRows,
      "\(features.count) and \(labels.count) scores for \(rows) and \(labelRows) rows")
    guard scenario.pipeline.rowsAreInstances else {
      (self.features, self.labels) = (
        pick(features, scenario.box), pick(labels, scenario.labelBox)
      )
      return
    }
    let both =
      budget.features > 0 ? pick(features, scenario.box) : pick(labels, scenario.labelBox)
    (self.features, self.labels) = (both, both)
  }

  /// As above; scores that are nil are drawn from a stream of their own.
  init?(
    in scenario: Scenario, within budget: Budget, features: [Double]? = nil,
    labels: [Double]? = nil, using random: SeededGenerator
  ) {
    guard budget.share != nil else { return nil }
    var draws = random.substream("rows")
    let drawn = draws.uniforms(scenario.pipeline.perturbationShape.rows, in: 0...1)
    let drawnLabels = draws.uniforms(scenario.pipeline.labelShape.rows, in: 0...1)
    self.init(
      in: scenario, within: budget, features: features ?? drawn, labels: labels ?? drawnLabels)
  }

  /// The rows where the gradient is largest, in its Euclidean norm over the entries that the box
  /// lets go against it.
  init?(
    in scenario: Scenario, within budget: Budget, gradient: Matrix, labelGradient: Matrix
  ) {
    guard budget.share != nil else { return nil }
    func scores(_ g: Matrix, _ box: Box) -> [Double] {
      (0..<g.rows).map { row in
        var sum = 0.0
        for index in row * g.columns..<(row + 1) * g.columns {
          let (slope, (low, high)) = (g.values[index], box.bounds(at: index))
          if slope > 0 ? low < 0 : high > 0 { sum += slope * slope }
        }
        return sum.squareRoot()
      }
    }
    self.init(
      in: scenario, within: budget, features: scores(gradient, scenario.box),
      labels: scores(labelGradient, scenario.labelBox))
  }
}

extension Matrix {
  /// The Euclidean norm of each row.
  var rowNorms: [Double] {
    (0..<rows).map { row in self.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }
}
