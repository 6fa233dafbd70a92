import Differentiation
import LinearAlgebra
import Optimization

/// Minimisers of ½xᵀQx + pᵀx over polytopes, one for each instance, with Q semidefinite or
/// zero.
///
/// It has no derivative: a vertex stays where it is until it jumps.
struct ExactSolution: Operation {
  /// Q, G, h, A and b: constants, or inputs with one row per instance.
  private let parameters: [KnownParameter]
  private let inequalities: Int, equalities: Int

  private enum KnownParameter {
    case constant([Double])
    case input(Int)
  }

  /// The solutions for the linear terms `p`, count×n.
  static func record(
    _ p: Variable, _ parameters: [QuadraticProgram.Parameter], inequalities: Int, equalities: Int
  ) -> Variable {
    var inputs = [p]
    let entered = parameters.map { parameter -> KnownParameter in
      switch parameter {
      case .constant(let matrix): return .constant(Array(matrix.values))
      case .variable(let variable):
        inputs.append(variable)
        return .input(inputs.count - 1)
      }
    }
    return p.tape.record(
      ExactSolution(parameters: entered, inequalities: inequalities, equalities: equalities),
      of: inputs, rows: p.rows, columns: p.columns)
  }

  func evaluate(_ frame: Frame) throws {
    let (count, k) = (frame.result.rows, frame.result.columns)
    func values(_ index: Int, _ instance: Int) -> [Double] {
      switch parameters[index] {
      case .constant(let values): return values
      case .input(let input):
        let columns = frame.inputs[input].columns
        return Array(
          UnsafeBufferPointer(
            start: frame.inputs[input].value + instance * columns, count: columns))
      }
    }
    func program(_ instance: Int) -> ConvexProgram {
      ConvexProgram(
        quadratic: Matrix(rows: k, columns: k, values: values(0, instance)),
        inequalityMatrix: Matrix(rows: inequalities, columns: k, values: values(1, instance)),
        inequalityBound: values(2, instance),
        equalityMatrix: Matrix(rows: equalities, columns: k, values: values(3, instance)),
        equalityBound: values(4, instance))
    }
    func write(_ x: Matrix, from first: Int) {
      (frame.result.value + first * k).update(from: x.values, count: x.values.count)
    }
    func linear(_ first: Int, _ count: Int) -> Matrix {
      Matrix(
        rows: count, columns: k,
        values: Array(
          UnsafeBufferPointer(start: frame.inputs[0].value + first * k, count: count * k)))
    }
    if frame.inputs.count == 1 {
      write(try program(0).solutions(linear(0, count)), from: 0)
    } else {
      for i in 0..<count {
        do throws(SolverError) {
          write(try program(i).solutions(linear(i, 1)), from: i)
        } catch {
          throw error.moved(to: i)
        }
      }
    }
  }

  func push(_ frame: Frame) {
    frame.result.tangent?.update(repeating: 0, count: frame.result.count)
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    Array(repeating: nil, count: inputs.count)
  }
}

extension SolverError {
  /// The same error of another instance of a block.
  fileprivate func moved(to instance: Int) -> SolverError {
    switch self {
    case .notPositiveDefinite(_, let minor): .notPositiveDefinite(instance: instance, minor: minor)
    case .infeasible(_, let row, let violation):
      .infeasible(instance: instance, row: row, violation: violation)
    case .unbounded: .unbounded(instance: instance)
    case .notConverged(_, let residual): .notConverged(instance: instance, residual: residual)
    }
  }
}
