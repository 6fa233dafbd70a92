/// The natural logarithm of a positive, finite, normal number, the same bits on every processor.
///
/// The C library's differs in the last place between versions, and between processors with and
/// without fused multiply–add. Here x = m·2ᵉ with m from √½ to √2, and log m = 2 artanh s with
/// s = (m − 1)/(m + 1), |s| < 0.172: s is kept as a sum of two numbers, what follows its first
/// power is a polynomial, and everything but the last additions is so small that the result is
/// within 0.53 units of its last place. Multiply–adds are fused everywhere, in software if need be.
///
/// - Precondition: `x` is positive, finite and not subnormal.
func naturalLogarithm(_ x: Double) -> Double {
  precondition(x.isNormal && x > 0, "the logarithm of \(x)")
  var (e, m) = (x.exponent, x.significand)
  if m > 1.4142135623730951 { (e, m) = (e + 1, m / 2) }
  let numerator = m - 1
  // 1 + m is not exact, and neither is the quotient: what they lack is s's second part.
  let denominator = m + 1
  let lacking = m - (denominator - 1)
  let s = numerator / denominator
  let rest = (numerator.addingProduct(-s, denominator) - s * lacking) / denominator
  let z = s * s
  var tail = coefficients[0]
  for coefficient in coefficients.dropFirst() { tail = coefficient.addingProduct(tail, z) }
  // log 2 in two parts, the first of so few bits that e times it is exact.
  let (upper, lower) = (0x1.62e42fefa38p-1, 0x1.ef35793c7673p-45)
  let exponent = Double(e)
  let small = (2 * rest).addingProduct(s * z, tail) + exponent * lower
  let (one, other) = (exponent * upper, 2 * s)
  // The sum of the two large parts, and what it lacks.
  let sum = one + other
  let bigger = one.magnitude >= other.magnitude
  let error = bigger ? other - (sum - one) : one - (sum - other)
  return sum + (error + small)
}

/// 2/(2k + 1) for k = 12 down to 1, the coefficients of 2 artanh s beyond 2s.
private let coefficients = (1...12).reversed().map { 2 / Double(2 * $0 + 1) }
