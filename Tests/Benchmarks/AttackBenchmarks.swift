/// Attacks at the sizes of the peers' scripts.
enum AttackBenchmarks {
  static let all =
    [
      Benchmark(
        name: "two-stage-250-16",
        pairings: [
          pairing(
            torch: "bench_two_stage.py", ["--n", "250", "--T", "100"],
            AttackIteration(
              kind: .twoStage, instances: 250, targets: 50, hidden: 16, steps: 100, rate: 0.1,
              errorNorm: .sum)),
          pairing(jax: .twoStage, instances: 250, hidden: 16, steps: 100),
        ]),
      Benchmark(
        name: "two-stage-750-32",
        pairings: [pairing(jax: .twoStage, instances: 750, hidden: 32, steps: 100)]),
      Benchmark(
        name: "decision-focused-250-16",
        pairings: [
          pairing(
            torch: "bench_df.py", ["--mode", "attack", "--n", "250", "--T", "20"],
            AttackIteration(
              kind: .decisionFocused, instances: 250, targets: 50, hidden: 16, steps: 20, rate: 0.5,
              errorNorm: .sum)),
          pairing(jax: .decisionFocused, instances: 250, hidden: 16, steps: 20),
        ]),
    ] + trainings

  private static let trainings = [
    TrainingRun.benchmark(
      "two-stage-250-16",
      AttackIteration(
        kind: .twoStage, instances: 250, targets: 50, hidden: 16, steps: 100, rate: 0.1,
        errorNorm: .sum
      ).setting),
    TrainingRun.benchmark(
      "two-stage-750-32",
      AttackIteration(
        kind: .twoStage, instances: 750, targets: 100, hidden: 32, steps: 100, rate: 0.3,
        errorNorm: .mean
      ).setting),
    TrainingRun.benchmark(
      "decision-focused-250-16",
      AttackIteration(
        kind: .decisionFocused, instances: 250, targets: 50, hidden: 16, steps: 20, rate: 0.5,
        errorNorm: .sum
      ).setting),
  ]

  private static func pairing(
    torch file: String, _ arguments: [String], _ attack: AttackIteration
  ) -> Benchmark.Pairing {
    Benchmark.Pairing(
      peer: PeerScript(
        peer: .torch, file: file,
        arguments: arguments + ["--threads", "1", "--impl", "higher"],
        reading: .member("wall_median")), prepare: attack.workload)
  }

  private static func pairing(
    jax kind: AttackIteration.Kind, instances: Int, hidden: Int, steps: Int
  ) -> Benchmark.Pairing {
    let attack = AttackIteration(
      kind: kind, instances: instances, targets: 100, hidden: hidden, steps: steps, rate: 0.3,
      errorNorm: .mean)
    return Benchmark.Pairing(
      peer: PeerScript(
        peer: .jax, file: "bench_jax.py",
        arguments: [
          "--learner", kind.rawValue, "--n", "\(instances)", "--steps", "\(steps)", "--hidden",
          "\(hidden)",
        ], reading: .leastAfter(["mixed", "reverse-over-reverse"])), prepare: attack.workload)
  }
}
