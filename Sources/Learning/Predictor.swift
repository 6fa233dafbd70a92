public import Differentiation
public import LinearAlgebra
public import Reproducibility

/// The predictor g(u; w): a network from features to the fields of an outcome.
public protocol Predictor: Sendable, Encodable {
  /// The shapes of the weights, in order.
  var weightShapes: [(rows: Int, columns: Int)] { get }

  /// Fresh initial weights.
  func initialWeights(using random: inout SeededGenerator) -> Weights

  /// The same network with `factor` times as many hidden units.
  func widened(by factor: Int) -> Self

  /// The predicted fields, each of n rows, from n×d features; `statistics` are what the learner
  /// fitted (scales).
  func predictions(from features: Variable, weights: [Variable], statistics: [Variable])
    -> [Variable]
}

/// The weights of a network, in the order of its predictor.
public struct Weights: Sendable, Equatable {
  /// The matrices.
  public var parts: [Matrix]

  /// Weights of the given matrices.
  public init(_ parts: [Matrix]) { self.parts = parts }

  /// The number of weights.
  public var count: Int { parts.reduce(0) { $0 + $1.values.count } }

  /// Whether the weights have the shapes of a predictor's.
  public func fits(_ predictor: any Predictor) -> Bool {
    parts.elementsEqual(predictor.weightShapes) { $0.rows == $1.rows && $0.columns == $1.columns }
  }

  /// All weights one after the other.
  public var flat: [Double] { parts.flatMap(\.values) }

  /// Weights of the same shapes with the given values.
  public func replacing(_ values: UnsafePointer<Double>) -> Weights {
    var first = 0
    return Weights(
      parts.map { part in
        defer { first += part.values.count }
        return Matrix(
          rows: part.rows, columns: part.columns,
          values: Array(UnsafeBufferPointer(start: values + first, count: part.values.count)))
      })
  }
}

/// The activation of a hidden layer.
public enum Activation: String, Sendable, Codable, CaseIterable {
  /// The hyperbolic tangent.
  case tanh
  /// max(x, 0).
  case relu

  func apply(_ x: Variable) -> Variable {
    switch self {
    case .tanh: x.hyperbolicTangent()
    case .relu: x.rectified()
    }
  }
}

/// One hidden layer: act(uW₁ᵀ + b₁)W₂ᵀ + b₂, the predictor of the synthetic domain.
public struct Network: Predictor {
  /// The numbers of inputs d, hidden units H and outputs k.
  public let inputs: Int, hidden: Int, outputs: Int
  /// The hidden layer's activation.
  public let activation: Activation

  /// A network of the given sizes.
  public init(inputs: Int, hidden: Int, outputs: Int, activation: Activation = .tanh) {
    (self.inputs, self.hidden, self.outputs) = (inputs, hidden, outputs)
    self.activation = activation
  }

  /// W₁ H×d, b₁ 1×H, W₂ k×H, b₂ 1×k.
  public var weightShapes: [(rows: Int, columns: Int)] {
    [(hidden, inputs), (1, hidden), (outputs, hidden), (1, outputs)]
  }

  /// Weights normal with variance 1/fan-in, biases 0.
  public func initialWeights(using random: inout SeededGenerator) -> Weights {
    Weights([
      .layer(outputs: hidden, inputs: inputs, &random), Matrix(rows: 1, columns: hidden),
      .layer(outputs: outputs, inputs: hidden, &random), Matrix(rows: 1, columns: outputs),
    ])
  }

  /// The same network with more hidden units.
  public func widened(by factor: Int) -> Network {
    Network(inputs: inputs, hidden: factor * hidden, outputs: outputs, activation: activation)
  }

  /// The predicted fields of the outcome.
  public func predictions(from features: Variable, weights: [Variable], statistics: [Variable])
    -> [Variable]
  {
    [activation.apply(features.affine(weights[0], weights[1])).affine(weights[2], weights[3])]
  }
}

/// Any number of hidden layers: h₀ = u, hₗ = act(hₗ₋₁Wₗᵀ + bₗ), and the outputs
/// h_{L−1}W_Lᵀ + b_L.
///
/// Without hidden layers it is linear. With one it is `Network`, to the last bit.
public struct LayeredNetwork: Predictor {
  /// The number of inputs d, the numbers of units of the hidden layers, and that of outputs.
  public let inputs: Int, hidden: [Int], outputs: Int
  /// The activation of all hidden layers.
  public let activation: Activation

  /// A network of the given sizes.
  public init(inputs: Int, hidden: [Int], outputs: Int, activation: Activation = .tanh) {
    (self.inputs, self.hidden, self.outputs) = (inputs, hidden, outputs)
    self.activation = activation
  }

  /// The numbers of inputs and outputs of each layer.
  private var layers: [(inputs: Int, outputs: Int)] {
    zip([inputs] + hidden, hidden + [outputs]).map { (inputs: $0, outputs: $1) }
  }

  /// W₁, b₁, …, W_L, b_L: each W outputs×inputs of its layer, each b a row.
  public var weightShapes: [(rows: Int, columns: Int)] {
    layers.flatMap { [(rows: $0.outputs, columns: $0.inputs), (rows: 1, columns: $0.outputs)] }
  }

  /// Weights normal with variance 1/fan-in, biases 0.
  public func initialWeights(using random: inout SeededGenerator) -> Weights {
    var parts: [Matrix] = []
    for layer in layers {
      parts.append(.layer(outputs: layer.outputs, inputs: layer.inputs, &random))
      parts.append(Matrix(rows: 1, columns: layer.outputs))
    }
    return Weights(parts)
  }

  /// The same network with more units in every hidden layer.
  public func widened(by factor: Int) -> LayeredNetwork {
    LayeredNetwork(
      inputs: inputs, hidden: hidden.map { factor * $0 }, outputs: outputs, activation: activation)
  }

  /// The predicted field, n×outputs.
  public func predictions(from features: Variable, weights: [Variable], statistics: [Variable])
    -> [Variable]
  {
    var values = features
    for layer in layers.indices {
      values = values.affine(weights[2 * layer], weights[2 * layer + 1])
      if layer < hidden.count { values = activation.apply(values) }
    }
    return [values]
  }
}

extension Matrix {
  /// Initial weights of a layer, outputs×inputs: independent, normal, of variance 1/inputs.
  public static func layer(outputs: Int, inputs: Int, _ random: inout SeededGenerator) -> Matrix {
    .normal(rows: outputs, columns: inputs, deviation: 1 / Double(inputs).squareRoot(), &random)
  }

  /// Independent normal entries of the given standard deviation.
  public static func normal(
    rows: Int, columns: Int, deviation: Double, _ random: inout SeededGenerator
  ) -> Matrix {
    Matrix(
      rows: rows, columns: columns, values: random.normals(rows * columns).map { deviation * $0 })
  }
}
