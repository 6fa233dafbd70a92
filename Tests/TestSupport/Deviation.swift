public import LinearAlgebra

/// The largest difference of an entry from that of `reference`, relative to its largest magnitude.
///
/// Infinite where the numbers of entries differ, where an entry is NaN, and where there are no
/// entries, so that a comparison with nothing never passes.
public func deviation(_ value: Matrix, from reference: Matrix) -> Double {
  guard value.values.count == reference.values.count, !value.values.isEmpty else {
    return .infinity
  }
  var worst = 0.0
  for (entry, expected) in zip(value.values, reference.values) {
    let difference = (entry - expected).magnitude
    // Not by `max`, which passes over NaN.
    if difference.isNaN { return .infinity }
    worst = max(worst, difference)
  }
  return worst / max(reference.largestMagnitude, 1e-300)
}
