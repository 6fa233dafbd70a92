import Differentiation
import LinearAlgebra

/// −2λ(1−ρ)(u(Eᵀw)ᵀ + w(Eᵀu)ᵀ) of u and w that vanish outside the supports: a
/// cotangent of E.
///
/// Its rows are zero outside the supports, where nothing is computed.
struct SimplexOuter: Operation {
  var pushReadsResult: Bool { false }

  let supports: SimplexSupports
  private let memory = Workspace()
  /// Eᵀw, Eᵀu and their tangents.
  private let sumOfW, sumOfU: UnsafeMutablePointer<Double>

  init(supports: SimplexSupports) {
    self.supports = supports
    (sumOfW, sumOfU) = (memory.zeros(supports.width), memory.zeros(supports.width))
  }

  func evaluate(_ frame: Frame) {
    let width = supports.width
    for i in 0..<frame.result.rows {
      let at = Instance(frame, i)
      let members = supports.memberList(i)
      at.clear(frame.result.value)
      clearSums()
      for stock in members {
        add(at.u[stock], at.e + stock &* width, to: sumOfU)
        add(at.w[stock], at.e + stock &* width, to: sumOfW)
      }
      addRows(at, members, at.u, at.w, into: frame.result.value)
    }
  }

  /// Writes the sum of the terms with one factor replaced by its tangent: first one of Eᵀw and
  /// Eᵀu, then u or w.
  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    let width = supports.width
    let (movedU, movedW) = (frame.inputs[0].tangent, frame.inputs[1].tangent)
    let movedE = frame.inputs[2].tangent
    for i in 0..<frame.result.rows {
      let at = Instance(frame, i)
      let members = supports.memberList(i)
      at.clear(result)
      let du = movedU.map { $0 + at.firstWeight }
      let dw = movedW.map { $0 + at.firstWeight }
      let de = movedE.map { $0 + at.firstEntry }
      clearSums()
      for stock in members {
        let row = at.e + stock &* width
        if let du { add(du[stock], row, to: sumOfU) }
        if let dw { add(dw[stock], row, to: sumOfW) }
        if let de {
          add(at.u[stock], de + stock &* width, to: sumOfU)
          add(at.w[stock], de + stock &* width, to: sumOfW)
        }
      }
      addRows(at, members, at.u, at.w, into: result)
      if du == nil && dw == nil { continue }
      clearSums()
      for stock in members {
        let row = at.e + stock &* width
        if dw != nil { add(at.u[stock], row, to: sumOfU) }
        if du != nil { add(at.w[stock], row, to: sumOfW) }
      }
      addRows(at, members, du, dw, into: result)
    }
  }

  private struct Instance {
    let firstWeight, firstEntry, entries: Int
    let u, w, e: UnsafePointer<Double>

    @inline(__always)
    init(_ frame: Frame, _ i: Int) {
      entries = frame.result.columns
      firstWeight = i &* frame.inputs[0].columns
      firstEntry = i &* entries
      u = UnsafePointer(frame.inputs[0].value + firstWeight)
      w = UnsafePointer(frame.inputs[1].value + firstWeight)
      e = UnsafePointer(frame.inputs[2].value + firstEntry)
    }

    @inline(__always)
    func clear(_ result: UnsafeMutablePointer<Double>) {
      (result + firstEntry).update(repeating: 0, count: entries)
    }
  }

  private func clearSums() {
    for sum in [sumOfW, sumOfU] { sum.update(repeating: 0, count: supports.width) }
  }

  @inline(__always)
  private func add(
    _ weight: Double, _ row: UnsafePointer<Double>, to sum: UnsafeMutablePointer<Double>
  ) {
    for j in 0..<supports.width { sum[j] += weight * row[j] }
  }

  /// Adds −2λ(1−ρ)(u·(sum of w)ᵀ + w·(sum of u)ᵀ) on the rows of the members; a factor
  /// that is nil is zero.
  @inline(__always)
  private func addRows(
    _ at: Instance, _ members: UnsafeBufferPointer<Int>, _ u: UnsafePointer<Double>?,
    _ w: UnsafePointer<Double>?, into result: UnsafeMutablePointer<Double>
  ) {
    let (width, share) = (supports.width, supports.share)
    let (ofW, ofU) = (sumOfW, sumOfU)
    for stock in members {
      let row = result + (at.firstEntry &+ stock &* width)
      let (ofRow, mirrored) = (-share * (u?[stock] ?? 0), -share * (w?[stock] ?? 0))
      for j in 0..<width { row[j] += ofRow * ofW[j] + mirrored * ofU[j] }
    }
  }

  func pull(_ c: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    let (u, w, e) = (inputs[0], inputs[1], inputs[2])
    let (n, width) = (u.columns, supports.width)
    func times(_ matrix: Variable, _ row: Variable) -> Variable {
      matrix.batchedTimes(row, rows: n, inner: width, columns: 1)
    }
    func projected(_ matrix: Variable, _ x: Variable) -> Variable {
      matrix.batchedTimes(x, rows: width, inner: n, columns: 1, transposeA: true)
    }
    func outer(_ x: Variable, _ row: Variable) -> Variable {
      x.batchedTimes(row, rows: n, inner: 1, columns: width)
    }
    /// C(Eᵀx) + E(Cᵀx).
    func half(_ x: Variable) -> Variable { times(c, projected(e, x)) + times(e, projected(c, x)) }
    return [
      needs[0] ? -supports.share * half(w) : nil, needs[1] ? -supports.share * half(u) : nil,
      needs[2] ? -supports.share * (outer(w, projected(c, u)) + outer(u, projected(c, w))) : nil,
    ]
  }
}
