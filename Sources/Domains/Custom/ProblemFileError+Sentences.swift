import Reproducibility

extension ProblemFileError: CustomStringConvertible {
  /// One sentence: what is wrong, where, by which rule, and what to do.
  public var description: String {
    switch self {
    case .schema(let file, let found):
      (found.map { "\(file) has the schema \"\($0)\"" } ?? "\(file) has no text attribute schema")
        + ", which must be \"\(ProblemFile.schema)\" (or \"\(ProblemFile.firstSchema)\"): set "
        + "it at the root if the file is such a "
        + "problem, or start from the output of `report example`."
    case .missing(let file, let object, let need):
      "\(file) has no \(object), \(need.sentence)."
    case .shape(let file, let object, let found, let expected):
      "\(object) in \(file) has the shape \(Extent.shape(found.map(String.init))) instead of "
        + "\(Extent.shape(expected.map(\.letter))) with \(Extent.sentence(expected)): "
        + Extent.remedy(for: found, expected) + "."
    case .value(let file, let object, let problem):
      "\(English.capitalised(object)) in \(file) \(problem.sentence)."
    case .constraints(let file, let problem):
      problem.sentence(about: file)
    case .transposed(let file, let object, let found):
      "\(object) in \(file) has the shape \(Extent.shape(found.map(String.init))), which fits as "
        + "little as others do, but all matrices of the file fit once they are transposed, as "
        + "MATLAB, Julia and Fortran write them: transpose every matrix before you write it, "
        + Extent.transposing(found.count) + "."
    case .transposedAlone(let file, let object, let found):
      "\(object) in \(file) has the shape \(Extent.shape(found.map(String.init))), and everything "
        + "fits once it is transposed, as MATLAB, Julia and Fortran write it: transpose it before "
        + "you write it, " + Extent.transposing(found.count) + "."
    case .unknown(let file, let object, let nearest, let isNewer):
      "\(English.capitalised(object)) in \(file) is not known, the nearest known name is \(nearest)"
        + (isNewer ? " (which needs schema \(ProblemFile.schema))" : "")
        + ": rename it, or keep what is your own in a group of its own at the root."
    case .needsVersion(let file, let object):
      "\(English.capitalised(object)) in \(file) needs schema \(ProblemFile.schema): set the root "
        + "attribute schema to that, or leave it out."
    case .tooLarge(let file, let steps, let size, let most):
      "Attribute steps of /training in \(file) is \(steps), and so long a training of so large a "
        + "network takes \(NumberFormat.significant(size)) GiB where "
        + "\(NumberFormat.exact(most)) GiB is the most: use fewer steps or hidden units."
    }
  }
}

extension ProblemFileError.Need {
  var sentence: String {
    switch self {
    case .always: "which every problem must have: add it"
    case .evenEmpty:
      "which every problem must have: add it, with no rows if there are no such constraints"
    case .with(let other): "which must accompany \(other): add it, or remove \(other)"
    case .allWith(let other): "which must accompany \(other): add them, or remove \(other)"
    case .withoutWeights:
      "which must be there if there are no /weights: add the number of hidden units"
    case .forObjective: "which the objective \"decision\" needs: add it, or use another objective"
    }
  }
}

extension ProblemFileError.Extent {
  /// What each letter stands for, once.
  static func sentence(_ extents: [Self]) -> String {
    extents.indices.filter { !extents[..<$0].contains(extents[$0]) }
      .map { extents[$0].sentence }.joined(separator: " and ")
  }

  /// Whether an array may have that shape.
  static func fits(_ shape: [Int], _ expected: [Self]) -> Bool {
    shape.count == expected.count && zip(shape, expected).allSatisfy { $1.allows($0) }
  }

  /// What to do about an array of another shape.
  static func remedy(for found: [Int], _ expected: [Self]) -> String {
    func fits(_ shape: [Int]) -> Bool { Self.fits(shape, expected) }
    if found.count > 1, fits(found.reversed()) {
      func product(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "×") }
      return "it is \(product(found)), which is \(product(found.reversed())) transposed, as "
        + "MATLAB, Julia and Fortran write it, so transpose it before you write it, "
        + transposing(found.count)
    }
    if found.count == expected.count + 1, fits(found.filter { $0 != 1 }) {
      return "store it with so many dimensions, not with \(found.count)"
    }
    return "store it in that shape"
  }

  /// How an array of so many dimensions is transposed, in a line of Python and one of MATLAB.
  static func transposing(_ dimensions: Int) -> String {
    let order = (1...max(2, dimensions)).reversed().map(String.init).joined(separator: " ")
    let matlab = dimensions > 2 ? "permute(A, [\(order)])" : "A.'"
    return "in Python (h5py) file[name] = a.T, in MATLAB h5write(file, name, \(matlab))"
  }

  private var sentence: String {
    guard let size else { return "\(letter) at least \(least)" }
    return "\(letter) = \(size)" + (origin.map { " (\($0))" } ?? "")
  }

  static func shape(_ extents: [String]) -> String { "(\(extents.joined(separator: ", ")))" }
}

extension ProblemFileError.ValueProblem {
  var sentence: String {
    switch self {
    case .noGroup: "is no group, as which its members are looked for: make it one"
    case .noArray: "is no array of numbers: store it as one"
    case .noNumber: "holds text where numbers belong: store 64-bit floats"
    case .noText: "holds numbers where a text belongs: store UTF-8 text"
    case .severalValues(let count): "holds \(count) values where one belongs: store a single one"
    case .notFinite(let position, let value):
      position.isEmpty
        ? "is \(NumberFormat.exact(value)) and must be finite: correct it"
        : "holds \(NumberFormat.exact(value)) at \(position) (counted from 0) and must hold finite "
          + "numbers only: correct it, or leave its row out"
    case .asymmetric(let row, let column):
      "must be symmetric, but its entries at [\(row), \(column)] and [\(column), \(row)] (counted "
        + "from 0) differ: store half the sum of it and its transpose"
    case .indefinite(let minor):
      "must be positive definite, but its leading minor of order \(minor) is not positive: "
        + "correct it, or add a multiple of the identity"
    case .negativeCurvature(let minor, let instance):
      "must be positive semidefinite, but the leading minor of order \(minor) "
        + (instance.map { "of instance \($0) (counted from 0) " } ?? "")
        + "is negative: correct it, or add a multiple of the identity"
    case .zeroRow(let row):
      "has only zeros in row \(row) (counted from 0), which constrains nothing: leave that row out"
    case .excludesZero(let position, let value):
      "is \(NumberFormat.exact(value)) at \(position) (counted from 0), but the rule is "
        + "lower ≤ 0 ≤ upper: correct it, 0 for entries that are not to be attacked"
    case .notPositive(let value):
      "is \(NumberFormat.exact(value)) and must be above 0: correct it"
    case .noFlag(let position, let value):
      "holds \(NumberFormat.exact(value)) at [\(position)] (counted from 0) and must hold 0 and 1 "
        + "only: correct it, 1 for rows that may be touched"
    case .twice(let other):
      "stands for the same as \(other): keep one of them"
    case .negative(let value):
      "is \(NumberFormat.exact(value)) and must not be below 0: correct it"
    case .exceeds(let value, let most, let name):
      "is \(NumberFormat.exact(value)) and must be at most \(most), \(name): correct it"
    case .notCount(let value, let least):
      "is \(NumberFormat.exact(value)) and must be a whole number, at least \(least): correct it"
    case .differs(let value, let other, let name):
      "is \(NumberFormat.exact(value)) and must be \(other) as in \(name): correct or remove it"
    case .listDiffers(let values, let others, let name):
      "is \(values) and must be \(others) as in \(name): correct or remove it"
    case .unknown(let text, let known):
      "is \"\(text)\" and must be "
        + known.map { "\"\($0)\"" }.joined(separator: " or ") + ": correct it"
    }
  }
}

extension ProblemFileError.ConstraintProblem {
  func sentence(about file: String) -> String {
    switch self {
    case .infeasible(let constraint):
      "No decision satisfies all constraints of /problem in \(file): \(constraint.name) cannot be "
        + "met together with the others, so widen or remove one of them."
    case .noInterior(let learner):
      "The \(learner) learner needs a decision that keeps clear of every inequality, and the "
        + "constraints of /problem in \(file) leave none: turn pairs of opposite inequalities into "
        + "equalities, widen a bound, or attack another learner."
    case .infeasibleInstance(let group, let instance):
      "No decision satisfies all constraints of instance \(instance) (counted from 0) of \(group) "
        + "in \(file): widen or remove one of them."
    case .unbounded(let group, let instance):
      "No decision is best for instance \(instance) (counted from 0) of \(group) in \(file), its "
        + "utility grows without bound: bound every variable, by the attribute box for example, or "
        + "give it curvature."
    case .needsSmoothing(let learner):
      "The \(learner) learner decides by a program whose quadratic term is not definite in "
        + "\(file): such a decision is a vertex that stays where it is until it jumps, so its "
        + "derivative is zero, and there is no gradient to attack by or to train through: name "
        + "the attribute smoothing of /problem (s > 0: what is differentiated decides with Q + sI, "
        + "what is evaluated with Q), or take a learner that does not solve it."
    case .variesBetweenInstances(let learner):
      "The \(learner) learner needs a feasible set that all instances share, and in \(file) it "
        + "differs between them or is predicted: attack another learner."
    case .predictsMore(let learner, let parameter):
      "The \(learner) learner needs a utility that is linear in all that is predicted, and in "
        + "\(file) \(parameter) is predicted, too: attack a learner whose loss is an error or a "
        + "utility, such as two-stage or decision-focused."
    case .unsolved(let residual):
      "The decision problem of /problem in \(file) cannot be solved reliably (residual "
        + "\(NumberFormat.significant(residual))): bring labels, quadratic and constraints to "
        + "similar scales."
    }
  }
}

extension ProblemFileError.Constraint {
  /// What it is called in a sentence.
  var name: String {
    switch self {
    case .inequality(let row): "row \(row) (counted from 0) of inequality_matrix"
    case .box(let variable, let isUpper):
      "the \(isUpper ? "upper" : "lower") end of the box for variable \(variable) (counted from 0)"
    case .equality(let row): "row \(row) (counted from 0) of equality_matrix"
    }
  }
}
