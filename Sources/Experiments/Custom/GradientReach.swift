import Learning
import LinearAlgebra

extension Scenario {
  /// The largest change of an entry of ε that a budget B allows.
  func width(of budget: Double) -> Double {
    Scenario.width(box, pipeline.perturbationShape) * budget
  }

  /// The largest change of an entry of α that a label budget allows.
  func labelWidth(of budget: Double) -> Double {
    Scenario.width(labelBox, pipeline.labelShape) * budget
  }

  private static func width(_ box: Box, _ shape: (rows: Int, columns: Int)) -> Double {
    let (lower, upper) = box.sides(shape)
    return max(lower.largestMagnitude, upper.largestMagnitude)
  }

  /// What a gradient by ε and by α says, each where a budget lets it be touched.
  func reach(of slopes: Matrix, labels: Matrix, within budget: Budget) -> [GradientPart] {
    var parts: [GradientPart] = []
    if budget.features > 0 {
      var part = GradientPart("features", slopes, in: box, size: budget.features)
      switch budget.limit {
      case .euclidean(let radius): part.change = min(part.change, radius * part.norm)
      case .total(let sum): part.change = min(part.change, sum * part.largest)
      case nil: break
      }
      parts.append(part)
    }
    if budget.labels > 0 {
      parts.append(GradientPart("labels", labels, in: labelBox, size: budget.labels))
    }
    return parts
  }
}

/// A gradient by something that may be touched, and what it promises.
struct GradientPart: Equatable {
  /// What it is of: features or labels.
  var name: String
  /// Its Euclidean norm and its largest entry.
  var norm: Double, largest: Double
  /// The largest change of the loss that it promises within the budget.
  var change: Double

  /// A part of the given numbers.
  init(_ name: String, norm: Double, largest: Double, change: Double) {
    (self.name, self.norm, self.largest, self.change) = (name, norm, largest, change)
  }

  /// What the given slopes say within a box of the given size.
  init(_ name: String, _ slopes: Matrix, in box: Box, size: Double) {
    self.name = name
    largest = slopes.largestMagnitude
    // Entries may be so large that their squares are not finite.
    let unit = largest
    norm =
      unit > 0 && unit.isFinite
      ? unit * slopes.values.reduce(0) { $0 + ($1 / unit) * ($1 / unit) }.squareRoot() : unit
    change = slopes.values.enumerated().reduce(0) { sum, entry in
      let (lower, upper) = box.bounds(at: entry.offset)
      return sum + size * entry.element.magnitude * (entry.element > 0 ? -lower : upper)
    }
  }
}
