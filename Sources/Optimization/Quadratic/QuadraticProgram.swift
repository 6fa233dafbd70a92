public import Differentiation
public import LinearAlgebra

/// Strictly convex quadratic programs, one for each instance of a block.
///
///     minimise ½ xᵀQx + pᵀx  subject to  Gx ≤ h,  Ax = b.
///
/// Shapes: Q n×n, of which the symmetric part counts and must be positive definite, p n, G m×n, h
/// m, A q×n and b q; m and q may be 0. A parameter is either one constant for all instances or a
/// variable with one row per instance (matrices row-major). The solution is differentiable in every
/// parameter, to any order, along the smooth branch of its active set.
///
///     let program = QuadraticProgram(
///       variables: 2, inequalities: 2, quadratic: .constant(.identity(2)),
///       inequalityMatrix: .constant(.identity(2)), inequalityBound: .constant(Matrix([[1, 1]])))
///     let x = program.solution(tape.input(Matrix([[-3, 0.5]])))  // [1 −0.5] when run
public struct QuadraticProgram {
  /// A constant for all instances, or a variable with one row per instance.
  public enum Parameter {
    /// The same for all instances, and not differentiated.
    case constant(Matrix)
    /// One row per instance, differentiated.
    case variable(Variable)
  }

  /// The number of decision variables n, inequalities m and equalities q.
  public let variables: Int, inequalities: Int, equalities: Int
  /// Q, n×n.
  public let quadratic: Parameter
  /// G, m×n, and h, 1×m.
  public let inequalityMatrix: Parameter, inequalityBound: Parameter
  /// A, q×n, and b, 1×q.
  public let equalityMatrix: Parameter, equalityBound: Parameter

  /// A program with the given parameters.
  ///
  /// By default there are no equalities, and matrices and bounds that are left out are empty.
  public init(
    variables n: Int, inequalities m: Int, equalities q: Int = 0, quadratic: Parameter,
    inequalityMatrix: Parameter? = nil, inequalityBound: Parameter? = nil,
    equalityMatrix: Parameter? = nil, equalityBound: Parameter? = nil
  ) {
    (variables, inequalities, equalities) = (n, m, q)
    self.quadratic = quadratic
    self.inequalityMatrix = inequalityMatrix ?? .constant(Matrix(rows: 0, columns: n))
    self.inequalityBound = inequalityBound ?? .constant(Matrix(rows: 1, columns: 0))
    self.equalityMatrix = equalityMatrix ?? .constant(Matrix(rows: 0, columns: n))
    self.equalityBound = equalityBound ?? .constant(Matrix(rows: 1, columns: 0))
    for (parameter, count) in [
      (quadratic, n * n), (self.inequalityMatrix, m * n), (self.inequalityBound, m),
      (self.equalityMatrix, q * n), (self.equalityBound, q),
    ] {
      switch parameter {
      case .constant(let matrix):
        precondition(
          matrix.values.count == count, "\(matrix.rows)×\(matrix.columns) for \(count) numbers")
      case .variable(let variable):
        precondition(variable.columns == count, "\(variable.columns) columns for \(count) numbers")
      }
    }
  }

  /// The solutions for the linear terms `p`.
  ///
  /// Running it throws `SolverError` for an instance that is not strictly convex, has no feasible
  /// point, or is not solved. What it returns satisfies every row to 10⁻¹⁰ of the terms in it,
  /// and is optimal: where a quadratic term of 10⁻⁸ or less of the linear one leaves doubles
  /// without digits, the instance is solved again in double-double arithmetic. Factors on rows or
  /// variables change nothing. Only a linear term that is not finite, as of a training that
  /// diverged, has no error but a decision that is NaN throughout.
  ///
  /// - Parameters:
  ///   - p: the linear terms, count×n, one row per instance.
  ///   - multipliers: whether λ ≥ 0 and ν are wanted beside x. The default is false.
  /// - Returns: one row x or (x, λ, ν) per instance, count×n or count×(n+m+q).
  /// - Complexity: with constant Q, G, A and a right guess of k active rows O(nm + k³) per
  ///   instance; otherwise O(n³ + (m+q)n²) more.
  /// - SeeAlso: Goldfarb & Idnani (1983); Amos & Kolter (2017), eqs. 3–8; the paper's Eq. 13.
  public func solution(_ p: Variable, multipliers: Bool = false) -> Variable {
    precondition(p.columns == variables, "\(p.columns) linear terms for \(variables) variables")
    var inputs = [p]
    func enter(_ parameter: Parameter) -> KKTParameters.Source {
      switch parameter {
      case .constant(let matrix): return .constant(matrix.values)
      case .variable(let variable):
        precondition(variable.rows == p.rows, "\(variable.rows) rows for \(p.rows) instances")
        inputs.append(variable)
        return .input(inputs.count - 1)
      }
    }
    let parameters = KKTParameters(
      quadratic: enter(quadratic), inequalityMatrix: enter(inequalityMatrix),
      inequalityBound: enter(inequalityBound), equalityMatrix: enter(equalityMatrix),
      equalityBound: enter(equalityBound))
    let batch = KKTBatch(
      count: p.rows, variables: variables, inequalities: inequalities, equalities: equalities,
      isShared: parameters.hasConstantMatrices)
    return p.tape.record(
      ProgramSolution(batch: batch, parameters: parameters, multipliers: multipliers), of: inputs,
      rows: p.rows, columns: multipliers ? variables + inequalities + equalities : variables)
  }
}

/// Where the parameters of a program come from: constants, or inputs of the operation.
struct KKTParameters {
  enum Source {
    case constant([Double])
    case input(Int)

    var input: Int? { if case .input(let index) = self { index } else { nil } }
  }

  var quadratic, inequalityMatrix, inequalityBound, equalityMatrix, equalityBound: Source

  var hasConstantMatrices: Bool {
    quadratic.input == nil && inequalityMatrix.input == nil && equalityMatrix.input == nil
  }
}
