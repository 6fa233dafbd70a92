/// Attacks at the sizes of the peers' scripts.
enum AttackBenchmarks {
  /// The settings of PyTorch's scripts, and of JAX's where there is none of the former.
  private static let small = AttackIteration(
    kind: .twoStage, instances: 250, targets: 50, hidden: 16, steps: 100, rate: 0.1,
    errorNorm: .sum)
  private static let large = jax(.twoStage, instances: 750, hidden: 32, steps: 100)
  private static let focused = AttackIteration(
    kind: .decisionFocused, instances: 250, targets: 50, hidden: 16, steps: 20, rate: 0.5,
    errorNorm: .sum)

  static let all = [
    Benchmark(
      name: "two-stage-250-16",
      pairings: [
        pairing(torch: "bench_two_stage.py", ["--n", "250", "--T", "100"], small),
        pairing(jax: jax(.twoStage, instances: 250, hidden: 16, steps: 100)),
      ]),
    Benchmark(name: "two-stage-750-32", pairings: [pairing(jax: large)]),
    Benchmark(
      name: "decision-focused-250-16",
      pairings: [
        pairing(torch: "bench_df.py", ["--mode", "attack", "--n", "250", "--T", "20"], focused),
        pairing(jax: jax(.decisionFocused, instances: 250, hidden: 16, steps: 20)),
      ]),
    TrainingRun.benchmark("two-stage-250-16", small.setting),
    TrainingRun.benchmark("two-stage-750-32", large.setting),
    TrainingRun.benchmark("decision-focused-250-16", focused.setting),
  ]

  /// An attack at a size of JAX's script.
  private static func jax(
    _ kind: AttackIteration.Kind, instances: Int, hidden: Int, steps: Int
  ) -> AttackIteration {
    AttackIteration(
      kind: kind, instances: instances, targets: 100, hidden: hidden, steps: steps, rate: 0.3,
      errorNorm: .mean)
  }

  private static func pairing(
    torch file: String, _ arguments: [String], _ attack: AttackIteration
  ) -> Benchmark.Pairing {
    Benchmark.Pairing(
      peer: PeerScript(
        peer: .torch, file: file,
        arguments: arguments + ["--threads", "1", "--impl", "higher"],
        reading: .member("wall_median")), prepare: attack.workload)
  }

  private static func pairing(jax attack: AttackIteration) -> Benchmark.Pairing {
    Benchmark.Pairing(
      peer: PeerScript(
        peer: .jax, file: "bench_jax.py",
        arguments: [
          "--learner", attack.kind.rawValue, "--n", "\(attack.instances)", "--steps",
          "\(attack.steps)", "--hidden", "\(attack.hidden)",
        ], reading: .leastAfter(["mixed", "reverse-over-reverse"])), prepare: attack.workload)
  }
}
