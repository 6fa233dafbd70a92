import Testing

@testable import Learning

struct TrainingDivergenceTests {
  @Test(
    arguments: [
      ([], nil), ([3], nil), ([3, 2, 1], nil), ([3, 2e6, 1], nil), ([-5, 4.9e6], nil),
      ([3, 4e6, 1], nil), ([3, 1, 4e6], 2), ([3, 2, .nan, .nan], 2), ([.infinity, 1], 0),
      ([0.1, 1, 1.1e6], 2),
      ([1, -1e300], nil),
    ] as [([Double], Int?)])
  func isWhereTheLossRunsAway(_ losses: [Double], _ step: Int?) throws {
    let found = TrainingDivergence(in: losses)
    #expect(found?.step == step)
    if let found { #expect("\(found)".contains("step")) }
  }
}
