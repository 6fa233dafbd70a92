public import Learning

/// Why the file of a problem, or a request to it, is refused.
public enum ProblemFileError: Error, Equatable, Sendable {
  /// The root attribute `schema` is another one, or missing.
  case schema(file: String, found: String?)
  /// An array or attribute is not there, and is needed for this reason.
  case missing(file: String, object: String, Need)
  /// An array has another shape than the one that the other arrays ask for.
  case shape(file: String, object: String, found: [Int], expected: [Extent])
  /// An array or attribute has a value that it must not have.
  case value(file: String, object: String, ValueProblem)
  /// The constraints leave too little room.
  case constraints(file: String, ConstraintProblem)
  /// All matrices have been written with rows and columns exchanged.
  case transposed(file: String, object: String, found: [Int])
  /// An array has been written with its extents in reverse, so that another one does not fit.
  case transposedAlone(file: String, object: String, found: [Int])
  /// A name that no such problem has; the nearest one that it may have, and whether that one needs
  /// another version of the schema.
  case unknown(file: String, object: String, nearest: String, isNewer: Bool)
  /// Something that version 1 of the schema does not know is in a file of version 1.
  case needsVersion(file: String, object: String)
  /// Training would keep more than fits into memory.
  case tooLarge(file: String, steps: Int, gibibytes: Double, most: Double)

  /// Why something is needed.
  public enum Need: Equatable, Sendable {
    /// Every problem has it.
    case always
    /// Every problem has it, if only with no rows.
    case evenEmpty
    /// The named one is there and is of no use alone.
    case with(String)
    /// The same of several objects.
    case allWith(String)
    /// There are no initial weights.
    case withoutWeights
    /// The adversary was asked to pull decisions somewhere.
    case forObjective
  }

  /// One extent of an array: a letter, and the number that it stands for if something else tells
  /// it.
  public struct Extent: Equatable, Sendable {
    /// As in the description of the format.
    public var letter: String
    /// The number, and what it is taken from; nil if any number will do that is large enough.
    public var size: Int?, origin: String?
    /// The least number.
    public var least: Int

    /// Any number from `least` on.
    static func any(_ letter: String, least: Int = 1) -> Extent {
      Extent(letter: letter, size: nil, origin: nil, least: least)
    }

    /// The number that something else tells.
    static func fixed(_ letter: String, _ size: Int, as origin: String) -> Extent {
      Extent(letter: letter, size: size, origin: origin, least: size)
    }

    /// Whether an array may have so many there.
    func allows(_ count: Int) -> Bool { size.map { $0 == count } ?? (count >= least) }
  }

  /// What is wrong with a value; positions count from 0.
  public enum ValueProblem: Equatable, Sendable {
    /// Texts where numbers belong.
    case noNumber
    /// Numbers where a text belongs.
    case noText
    /// Something else where a group belongs.
    case noGroup
    /// A group where an array belongs.
    case noArray
    /// A list where one value belongs.
    case severalValues(Int)
    /// Not a number, or infinite.
    case notFinite(position: [Int], Double)
    /// An entry and its mirror image differ.
    case asymmetric(row: Int, column: Int)
    /// A leading minor is not positive.
    case indefinite(minor: Int)
    /// A leading minor is negative, of the matrix of an instance where each has its own.
    case negativeCurvature(minor: Int, instance: Int?)
    /// A constraint without coefficients.
    case zeroRow(Int)
    /// A lower end of the box above zero, or an upper one below.
    case excludesZero(position: [Int], Double)
    /// A number that must be positive is not.
    case notPositive(Double)
    /// Neither 0 nor 1.
    case noFlag(position: Int, Double)
    /// Another array stands for the same.
    case twice(String)
    /// A number that must not be negative is.
    case negative(Double)
    /// A number that must be at most another one.
    case exceeds(Double, most: Int, of: String)
    /// A number that must be whole and at least so large is not.
    case notCount(Double, least: Int)
    /// A number that disagrees with another one.
    case differs(Double, from: Int, of: String)
    /// A list of numbers that disagrees with others.
    case listDiffers([Int], from: [Int], of: String)
    /// A text that is none of the known ones.
    case unknown(String, known: [String])
  }

  /// What is wrong with the feasible set.
  public enum ConstraintProblem: Equatable, Sendable {
    /// No decision satisfies them; the constraint cannot be met together with the others.
    case infeasible(Constraint)
    /// They have decisions, but none that keeps clear of every inequality, as this learner needs.
    case noInterior(LearnerID)
    /// An instance has no decision that satisfies all constraints, its own among them.
    case infeasibleInstance(group: String, Int)
    /// The utility of an instance grows without bound.
    case unbounded(group: String, Int)
    /// The derivative of decisions is zero, since Q is not definite and no smoothing is named.
    case needsSmoothing(LearnerID)
    /// The feasible set differs between instances, which this learner has no layer for.
    case variesBetweenInstances(LearnerID)
    /// This parameter is predicted beside the linear term, and the learner's loss needs a utility
    /// that is linear in all that is.
    case predictsMore(LearnerID, String)
    /// The solver found neither a decision nor a proof that there is none.
    case unsolved(residual: Double)
  }

  /// One constraint of the feasible set; rows count from 0.
  public enum Constraint: Equatable, Sendable {
    /// A row of G.
    case inequality(Int)
    /// An end of the box.
    case box(variable: Int, isUpper: Bool)
    /// A row of A.
    case equality(Int)
  }
}
