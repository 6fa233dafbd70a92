import Foundation
import Testing

@testable import Reproducibility

struct NaturalLogarithmTests {
  /// Computed with 80 decimals and rounded once (Python's `Decimal.ln`).
  private static let known: [(x: Double, logarithm: Double)] = [
    (0x1.0000000000000p-1, -0x1.62e42fefa39efp-1),
    (0x1.6a09e667f3bccp-1, -0x1.62e42fefa39f1p-2),
    (0x1.6a09e667f3bcdp-1, -0x1.62e42fefa39eep-2),
    (0x1.fffffffffffffp-1, -0x1.0000000000000p-53),
    (0x1.0000000000001p+0, 0x1.fffffffffffffp-53),
    (0x1.6a09e667f3bcdp+0, 0x1.62e42fefa39f0p-2),
    (0x1.6a09e667f3bcep+0, 0x1.62e42fefa39f3p-2),
    (0x1.0000000000000p+1, 0x1.62e42fefa39efp-1),
    (0x1.56e1fc2f8f359p-997, -0x1.5963447f87fb5p+9),
    (0x1.0000000000000p-1022, -0x1.6232bdd7abcd2p+9),
    (0x1.fffffffffffffp+1023, 0x1.62e42fefa39efp+9),
    (0x1.999999999999ap-4, -0x1.26bb1bbb55515p+1),
    (0x1.4000000000000p+3, 0x1.26bb1bbb55516p+1),
    (0x1.e759ff97b7508p-3, -0x1.6f85a8ff87b4cp+0),
    (0x1.16a5368858d8dp-1, -0x1.377e34c08e9a2p-1),
    (0x1.7ad586f53dadep-2, -0x1.fd1e846239a23p-1),
    (0x1.353501de56e4ap-1, -0x1.0235603ec6ef6p-1),
    (0x1.405e69652cae3p-1, -0x1.e01ab01a7f971p-2),
    (0x1.0c67fd3611240p-4, -0x1.5cd578b69f144p+1),
    (0x1.af7d1e8a85280p-7, -0x1.151e2adf76b7ap+2),
    (0x1.acc8bf5e07e71p-1, -0x1.6b41739f4c865p-3),
    (0x1.16299aa5b34d5p-78, -0x1.afdc0fcab1901p+5),
    (0x1.3392630d20c77p-84, -0x1.d0539fb74cd94p+5),
    (0x1.adfac2268007cp-1, -0x1.658de3029c1acp-3),
  ]

  @Test(arguments: known) func isThatOfManyDecimals(_ x: Double, _ logarithm: Double) {
    #expect((naturalLogarithm(x) - logarithm).magnitude <= logarithm.ulp)
  }

  @Test func isZeroAtOne() { #expect(naturalLogarithm(1) == 0) }

  /// Of the numbers that draws need it for, the C library's rounds nearly all in the same way.
  @Test(arguments: [1, 2, 3] as [UInt64]) func agreesWithTheCLibrary(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: "logarithm")
    var differing = 0
    for _ in 0..<20_000 {
      let x = random.uniform() + 0x1p-53
      let (own, other) = (naturalLogarithm(x), log(x))
      #expect((own - other).magnitude <= other.ulp)
      if own != other { differing += 1 }
    }
    #expect(differing <= 1000)
  }

  @Test(arguments: [0, -1, .infinity, .nan, .leastNonzeroMagnitude] as [Double])
  func refusesWhatHasNone(_ x: Double) async {
    // What a process is told is JSON, which has no infinity.
    let bits = x.bitPattern
    await #expect(processExitsWith: .failure) { [bits = bits as UInt64] in
      _ = naturalLogarithm(Double(bitPattern: bits))
    }
  }
}
