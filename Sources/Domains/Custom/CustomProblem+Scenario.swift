public import Learning
import LinearAlgebra
import Optimization

extension CustomProblem {
  /// The number k of decision variables.
  public var variables: Int { quadratic.rows }

  /// The parameters that are predicted beside θ, and those that are known of each instance.
  var predictedParameters: [ProblemParameter] {
    ProblemParameter.allCases.filter { train.predicted[$0] != nil }
  }
  var knownParameters: [ProblemParameter] {
    ProblemParameter.allCases.filter { train.known[$0] != nil }
  }

  /// Whether everything but θ is the same for all instances, and θ is the linear term itself.
  var isPlain: Bool {
    predictedParameters.isEmpty && knownParameters.isEmpty && linearMap == nil
      && linearConstant == nil && smoothing == nil && quadratic.isDefinite
  }

  /// The problem of deciding; the rows of the box follow those of G, the k upper ones first.
  public var decisionProblem: any DecisionProblem {
    isPlain ? plainProblem : parametricProblem
  }

  private var plainProblem: QuadraticUtility {
    var (rows, bounds) = (constraints.inequalityMatrix, constraints.inequalityBound)
    if let box = constraints.box {
      (rows, bounds) = QuadraticUtility.boxed(rows, bound: bounds, box: box)
    }
    return QuadraticUtility(
      quadratic: quadratic, inequalityMatrix: rows, inequalityBound: bounds,
      equalityMatrix: constraints.equalityMatrix, equalityBound: constraints.equalityBound,
      errorNorm: fitting.loss)
  }

  private var parametricProblem: ParametricDecisionProblem {
    func row(_ values: [Double]) -> Matrix {
      Matrix(rows: 1, columns: values.count, values: values)
    }
    var sources: [ProblemParameter: ParametricDecisionProblem.Source] = [
      .quadratic: .common(quadratic), .inequalityMatrix: .common(constraints.inequalityMatrix),
      .inequalityBound: .common(row(constraints.inequalityBound)),
      .equalityMatrix: .common(constraints.equalityMatrix),
      .equalityBound: .common(row(constraints.equalityBound)),
    ]
    for (index, parameter) in (predictedParameters + knownParameters).enumerated() {
      let isFactor = parameter == .quadratic && train.predicted[parameter] != nil
      sources[parameter] = isFactor ? .factor(index + 1) : .field(index + 1)
    }
    return ParametricDecisionProblem(
      variables: variables, inequalities: constraints.inequalityMatrix.rows,
      equalities: constraints.equalityMatrix.rows, linearMap: linearMap?.transposed,
      linearConstant: linearConstant.map(row), sources: sources, ridge: ridge ?? 0,
      box: constraints.box, predictedFields: 1 + predictedParameters.count,
      errorNorm: fitting.loss, violationPrice: violationPrice ?? 0, smoothing: smoothing ?? 0,
      isDefinite: isDefinite, gauge: gauge)
  }

  /// Whether every Q is definite, so that decisions can be differentiated without smoothing.
  public var isDefinite: Bool {
    if train.predicted[.quadratic] != nil { return true }
    guard train.known[.quadratic] != nil else { return quadratic.isDefinite }
    let k = variables
    return instanceSets.allSatisfy { set in
      guard let known = set.known[.quadratic] else { return false }
      return (0..<known.rows).allSatisfy {
        Matrix(rows: k, columns: k, values: Array(known.row($0))).isDefinite
      }
    }
  }

  /// Training, target and held-out instances.
  var instanceSets: [Instances] { [train, target] + (heldOut.map { [$0] } ?? []) }

  /// Whether the feasible set is the same for all instances and known.
  var hasCommonConstraints: Bool {
    ProblemParameter.ofConstraints.allSatisfy {
      train.known[$0] == nil && train.predicted[$0] == nil
    }
  }

  /// The layer of learners that decide directly; nil where there is none.
  private var gauge: GaugeLayer? { hasCommonConstraints ? plainProblem.gauge : nil }

  /// Whether learners that decide directly have a decision to shrink others towards.
  public var hasInterior: Bool { gauge != nil }

  /// The number of numbers that are predicted for an instance.
  var outputs: Int {
    predictedParameters.reduce(train.labels.columns) {
      $0 + (train.predicted[$1]?.columns ?? 0)
    }
  }

  /// The predictor's network.
  var network: LayeredNetwork { network(outputs: outputs) }

  private func network(outputs: Int) -> LayeredNetwork {
    LayeredNetwork(
      inputs: train.features.columns, hidden: fitting.hidden, outputs: outputs,
      activation: fitting.activation)
  }

  /// The network, which with one hidden layer is the report's own, as a predictor of the fields.
  private func predictor(outputs: Int, fields: [Int]) -> any Predictor {
    let network = network(outputs: outputs)
    let known = knownParameters.map { train.known[$0]?.columns ?? 0 }
    if fields.count == 1, known.isEmpty {
      guard fitting.hidden.count == 1 else { return network }
      return Network(
        inputs: network.inputs, hidden: fitting.hidden[0], outputs: outputs,
        activation: fitting.activation)
    }
    return ParametricPredictor(network: network, predicted: fields, known: known)
  }

  /// The scenario with the given initial weights.
  func scenario(initialWeights: Weights) -> Scenario {
    let (d, p) = (train.features.columns, train.labels.columns)
    let fields = [p] + predictedParameters.map { train.predicted[$0]?.columns ?? 0 }
    let unseen =
      heldOut
      ?? Instances(
        features: Matrix(rows: 0, columns: d), labels: Matrix(rows: 0, columns: p),
        known: train.known.mapValues { Matrix(rows: 0, columns: $0.columns) },
        predicted: train.predicted.mapValues { Matrix(rows: 0, columns: $0.columns) })
    return Scenario(
      pipeline: pipeline(heldOut: unseen), problem: decisionProblem,
      predictor: predictor(outputs: outputs, fields: fields),
      decisionNetwork: predictor(outputs: variables, fields: [variables]),
      targetOutcome: outcome(of: target), heldOutOutcome: outcome(of: unseen),
      box: perturbation.box((train.features.rows, d)),
      labelBox: perturbation.labelBox((train.features.rows, train.labels.columns)),
      desiredDecisions: desiredDecisions,
      givenWeights: initialWeights,
      givenStart: GivenStart(perturbation: perturbation.features, labels: perturbation.labels))
  }

  /// The fields of an outcome that are predicted.
  private func predictedOutcome(of instances: Instances) -> [Matrix] {
    [instances.labels] + predictedParameters.compactMap { instances.predicted[$0] }
  }

  /// What is known of instances.
  private func known(of instances: Instances) -> [Matrix] {
    knownParameters.compactMap { instances.known[$0] }
  }

  /// All fields of the outcome that came true.
  func outcome(of instances: Instances) -> [Matrix] {
    predictedOutcome(of: instances) + known(of: instances)
  }

  private func pipeline(heldOut: Instances) -> any Pipeline {
    func features(_ instances: Instances) -> Matrix {
      known(of: instances).reduce(instances.features) { $0.beside($1) }
    }
    let clean = Samples(
      features: train.features, outcome: predictedOutcome(of: train),
      targetFeatures: features(target), heldOutFeatures: features(heldOut))
    return knownParameters.isEmpty
      ? IdentityPipeline(clean: clean) : ParametricPipeline(clean: clean, known: known(of: train))
  }
}

extension Matrix {
  /// Two matrices of equally many rows side by side.
  fileprivate func beside(_ other: Matrix) -> Matrix {
    Matrix(
      rows: rows, columns: columns + other.columns,
      values: (0..<rows).flatMap { Array(row($0)) + Array(other.row($0)) })
  }
}
