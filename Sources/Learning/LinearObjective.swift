public import Differentiation

/// What decisions maximise, f(x, θ̂) = c(θ̂)ᵀx − R(x), where it is linear in the one field
/// that is predicted.
///
/// c is affine in the first field of a prediction; R is strictly convex, and neither R nor the
/// feasible set changes with that field: further fields are known. The convex conjugate f*(θ̂) =
/// maxₓ f(x, θ̂) then has the gradient x*(θ̂) by c, from which the losses of several learners
/// are made. Of a layer that is smoother than its problem, it is what the layer maximises.
public struct LinearObjective: Sendable {
  private let coefficients: @Sendable ([Variable]) -> Variable
  private let curvature: @Sendable (_ decisions: Variable, _ fields: [Variable]) -> Variable
  /// What R is multiplied with.
  private let factor: Double

  /// The objective of the given parts.
  ///
  /// - Parameters:
  ///   - coefficients: c, n×k. The default is the first field itself.
  ///   - curvature: R of decisions, n×k, where the fields are those of a prediction: n×1.
  public init(
    coefficients: @escaping @Sendable ([Variable]) -> Variable = { $0[0] },
    curvature: @escaping @Sendable (_ decisions: Variable, _ fields: [Variable]) -> Variable
  ) {
    self.init(coefficients, curvature, factor: 1)
  }

  private init(
    _ coefficients: @escaping @Sendable ([Variable]) -> Variable,
    _ curvature: @escaping @Sendable (Variable, [Variable]) -> Variable, factor: Double
  ) {
    (self.coefficients, self.curvature, self.factor) = (coefficients, curvature, factor)
  }

  /// The objective of a layer of `factor` times the curvature.
  func smoothed(by factor: Double) -> LinearObjective {
    LinearObjective(coefficients, curvature, factor: factor * self.factor)
  }

  /// f(x, θ̂), n×1.
  public func value(of decisions: Variable, for prediction: [Variable]) -> Variable {
    let curved = curvature(decisions, prediction)
    return coefficients(prediction).rowDot(decisions) - (factor == 1 ? curved : factor * curved)
  }

  /// f*(θ̂), n×1, where the decisions are the optimal ones: its gradient by c is x*(θ̂).
  ///
  /// What decisions gain by moving with the prediction is zero to first order, along the active
  /// set, too (Danskin's theorem), so the derivative leaves the way through them out; the
  /// derivative of that gradient has it. A training step then solves and does not pull back
  /// through what it solved.
  public func maximum(at decisions: Variable, for prediction: [Variable]) -> Variable {
    let value = value(of: decisions, for: prediction)
    return value.tape.record(
      MaximumValue(), of: [value, coefficients(prediction), decisions], rows: value.rows,
      columns: 1)
  }

  /// The Fenchel–Young loss f*(θ̂) − f(y, θ̂) of a prediction beside decisions y.
  ///
  /// It is convex in the prediction, at least 0, and 0 where y is optimal for it; its gradient by c
  /// is x*(θ̂) − y.
  ///
  /// - Parameters:
  ///   - prediction: the fields of θ̂.
  ///   - decisions: x*(θ̂), n×k.
  ///   - target: y, n×k and feasible.
  /// - Returns: the losses, n×1.
  public func fenchelYoungLoss(
    of prediction: [Variable], deciding decisions: Variable, beside target: Variable
  ) -> Variable {
    maximum(at: decisions, for: prediction) - value(of: target, for: prediction)
  }
}

/// The value of a maximisation as a function of the coefficients c alone; the inputs are that
/// value, c, and the decisions x that attain it.
private struct MaximumValue: Operation {
  var pushReadsResult: Bool { false }

  func evaluate(_ frame: Frame) {
    frame.result.value.update(from: frame.inputs[0].value, count: frame.result.count)
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    let (x, columns) = (frame.inputs[2].value, frame.inputs[2].columns)
    for i in 0..<frame.result.rows {
      var slope = 0.0
      if let dc = frame.inputs[1].tangent {
        for j in i * columns..<(i + 1) * columns { slope += x[j] * dc[j] }
      }
      result[i] = slope
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [nil, needs[1] ? inputs[2].scalingRows(by: g) : nil, nil]
  }
}
