import LinearAlgebra

/// Q, G, h, A and b of a problem, each where the file has it.
///
/// They stand for all instances in `/problem`, are known of each in `/train`, `/target` and
/// `/held_out`, or are predicted, with labels there.
struct ProblemParameters {
  typealias Extent = ProblemFileError.Extent

  /// The instances of one group, with what the file has of each.
  struct InstanceSet {
    let group: String, rows: Extent
    var instances: CustomProblem.Instances
  }

  /// Where a parameter is.
  private enum Place {
    case common, known, predicted
  }

  /// Training, target and, where there are any, held-out instances.
  private(set) var sets: [InstanceSet]
  /// Q; zeros where it differs between instances or is not there.
  private(set) var quadratic: Matrix
  /// The feasible set; zeros for what differs between instances.
  private(set) var constraints: CustomProblem.Constraints
  private let arrays: ProblemArrays
  private let k: Extent

  init(
    _ arrays: ProblemArrays, variables: Extent, train: CustomProblem.Instances,
    target: CustomProblem.Instances, heldOut: CustomProblem.Instances?
  ) throws {
    (self.arrays, k) = (arrays, variables)
    let k = variables.size ?? 0
    sets = [("/train", "n", train), ("/target", "t", target)].map { group, letter, instances in
      InstanceSet(group, letter, instances)
    }
    if let heldOut { sets.append(InstanceSet("/held_out", "s", heldOut)) }
    quadratic = Matrix(rows: k, columns: k)
    constraints = CustomProblem.Constraints(
      inequalityMatrix: Matrix(rows: 0, columns: k), inequalityBound: [])
    if try place(of: .quadratic) != nil || arrays.version == 1 {
      quadratic = try read(.quadratic, rows: variables, need: .always)
    }
    try readInequalities()
    try readEqualities()
    if arrays.holds(attribute: "box", of: "/problem") {
      constraints.box = try arrays.positiveNumber("box", of: "/problem")
    }
  }

  /// The number of predicted numbers, given that of θ alone.
  func outputs(_ labels: Extent) -> Extent {
    let others = sets[0].instances.predicted.values.reduce(0) { $0 + $1.columns }
    guard others > 0, let own = labels.size else { return labels }
    return .fixed("q", own + others, as: "as many as all labels of an instance")
  }

  private mutating func readInequalities() throws {
    constraints.inequalityMatrix = try read(
      .inequalityMatrix, rows: .any("r", least: 0), need: .evenEmpty)
    let r = Extent.fixed("r", constraints.inequalityMatrix.rows, as: "as in inequality_matrix")
    constraints.inequalityBound = Array(
      try read(.inequalityBound, rows: r, need: .evenEmpty).values)
  }

  private mutating func readEqualities() throws {
    let matrix = try path(of: .equalityMatrix)
    let bound = try path(of: .equalityBound)
    guard let given = matrix ?? bound else { return }
    constraints.equalityMatrix = try read(
      .equalityMatrix, rows: .any("m", least: 0), need: .with(bound ?? given))
    let m = Extent.fixed("m", constraints.equalityMatrix.rows, as: "as in equality_matrix")
    constraints.equalityBound = Array(
      try read(.equalityBound, rows: m, need: .with(given)).values)
  }

  // MARK: Places

  private func places(of parameter: ProblemParameter) -> [(place: Place, path: String)] {
    var names = [(Place.common, ["/problem"], parameter.rawValue)]
    let groups = ["/train", "/target", "/held_out"]
    names.append((.known, groups, parameter.rawValue))
    if let label = parameter.labelName { names.append((.predicted, groups, label)) }
    return names.compactMap { place, groups, name in
      groups.map { "\($0)/\(name)" }.first { arrays.holds($0) }.map { (place, $0) }
    }
  }

  private func place(of parameter: ProblemParameter) throws -> Place? {
    let places = places(of: parameter)
    guard places.count < 2 else {
      throw ProblemFileError.value(
        file: arrays.file, object: places[0].path, .twice(places[1].path))
    }
    return places.first?.place
  }

  /// The first array that holds a parameter; nil if there is none.
  private func path(of parameter: ProblemParameter) throws -> String? {
    try place(of: parameter) == nil ? nil : places(of: parameter).first?.path
  }

  // MARK: Values

  /// What all instances share of a parameter, a row for a bound; zeros where each has its own,
  /// which the instances then hold.
  private mutating func read(
    _ parameter: ProblemParameter, rows: Extent, need: ProblemFileError.Need
  ) throws -> Matrix {
    let place = try place(of: parameter)
    guard let place, place != .common else {
      let path = "/problem/\(parameter.rawValue)"
      if parameter.isMatrix { return try arrays.matrix(path, rows, k, need: need) }
      let values = try arrays.vector(path, rows, need: need)
      return Matrix(rows: 1, columns: values.count, values: values)
    }
    let name = (place == .known ? parameter.rawValue : parameter.labelName) ?? ""
    let first = places(of: parameter).first?.path ?? ""
    var extent = rows
    for index in sets.indices {
      let set = sets[index]
      let path = "\(set.group)/\(name)"
      let values = try arrays.rows(
        path, [set.rows, extent] + (parameter.isMatrix ? [k] : []), need: .with(first))
      let count = parameter.isMatrix ? values.columns / (k.size ?? 1) : values.columns
      extent = .fixed(rows.letter, count, as: rows.origin ?? "as in \(path)")
      if place == .known {
        sets[index].instances.known[parameter] = values
      } else {
        sets[index].instances.predicted[parameter] = values
      }
    }
    let count = extent.size ?? 0
    return parameter.isMatrix
      ? Matrix(rows: count, columns: k.size ?? 0) : Matrix(rows: 1, columns: count)
  }
}

extension ProblemParameters.InstanceSet {
  init(_ group: String, _ letter: String, _ instances: CustomProblem.Instances) {
    (self.group, self.instances) = (group, instances)
    rows = .fixed(letter, instances.features.rows, as: "as in \(group)/features")
  }
}
