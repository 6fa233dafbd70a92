import Foundation
import Reproducibility

/// The same report in other surroundings: the same bytes.
struct EnvironmentCampaign: Campaign {
  static let name = "environments"
  static let task =
    "builds under other paths, locales, time zones, masks, numbers of jobs, orders of experiments, "
    + "kernels of OpenBLAS and versions of the mathematical library, compared byte for byte"
  static let unit = "build"
  static let shortCount = 8
  static let longCount = 24
  static let partCount: Int? = nil

  private(set) var tally = Tally()
  private let count: Int, program: Program

  init(count: Int, seed: UInt64, program: Program) { (self.count, self.program) = (count, program) }

  /// A surrounding: its name, variables, jobs, what is built before, and what the shell does first.
  private struct Surrounding {
    let name: String
    var variables: [String: String] = [:]
    var jobs = 2
    var first: [String] = []
    var shell = ""
    var folder = "place"

    /// Pages about provenance name the kernel; all else has the same bytes.
    var leftOut: Set<String> { variables["OPENBLAS_CORETYPE"] == nil ? [] : SiteWork.provenance }
  }

  private static let surroundings: [Surrounding] = [
    Surrounding(name: "one job", jobs: 1),
    Surrounding(
      name: "a Turkish locale in another zone",
      variables: ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"]),
    Surrounding(name: "a path with blanks and accents", folder: "a place with é and 数"),
    Surrounding(name: "the other figure first", first: ["8a"]),
    Surrounding(name: "kernel Haswell", variables: ["OPENBLAS_CORETYPE": "Haswell"]),
    Surrounding(
      name: "a mathematical library without FMA",
      variables: ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F"]),
    Surrounding(name: "a narrow mask", shell: "umask 077; "),
    Surrounding(name: "no temporary directory", variables: ["TMPDIR": "/nonexistent"]),
    Surrounding(name: "three jobs", jobs: 3),
    Surrounding(name: "eight jobs", jobs: 8),
    Surrounding(name: "the plain locale", variables: ["LC_ALL": "C", "TZ": "UTC"]),
    Surrounding(
      name: "a German locale", variables: ["LC_ALL": "de_DE.UTF-8", "TZ": "Europe/Berlin"]),
    Surrounding(name: "kernel Prescott", variables: ["OPENBLAS_CORETYPE": "Prescott"]),
    Surrounding(name: "kernel Zen", variables: ["OPENBLAS_CORETYPE": "Zen"]),
    Surrounding(name: "kernel SkylakeX", variables: ["OPENBLAS_CORETYPE": "SkylakeX"]),
    Surrounding(name: "one thread of OpenBLAS", variables: ["OPENBLAS_NUM_THREADS": "1"]),
    Surrounding(name: "four threads of OpenBLAS", variables: ["OPENBLAS_NUM_THREADS": "4"]),
    Surrounding(name: "memory that is not zero", variables: ["MALLOC_PERTURB_": "165"]),
    Surrounding(name: "nobody's home", variables: ["HOME": "/nonexistent", "USER": "nobody"]),
    Surrounding(name: "no search path", variables: ["PATH": ""]),
    Surrounding(name: "a small stack", shell: "ulimit -s 1024; "),
    Surrounding(name: "few open files", shell: "ulimit -n 64; "),
    Surrounding(name: "low priority", shell: "renice -n 10 $$ >/dev/null; "),
    Surrounding(name: "another first figure, one job", jobs: 1, first: ["5a"]),
  ]

  mutating func run() async throws {
    let figures = ["5a", "8a"]
    let work = try SiteWork(program, figures: figures)
    for surrounding in Self.surroundings.prefix(count) {
      let place = try Place(program, named: surrounding.folder)
      if !surrounding.first.isEmpty {
        _ = try run(SiteWork.build(surrounding.first, jobs: surrounding.jobs), surrounding, place)
      }
      let outcome = try run(
        SiteWork.build(figures, jobs: surrounding.jobs), surrounding, place)
      tally.count += 1
      if outcome.status != 0 {
        tally.faults.append("\(surrounding.name): \(outcome.errors.suffix(300))")
      } else if let wrong = try work.difference(in: place, except: surrounding.leftOut) {
        tally.faults.append("\(surrounding.name): \(wrong)")
      } else {
        tally.add("the same bytes")
      }
    }
    // Other builds of the program, as for narrower instructions, that the environment names.
    let others = ProcessInfo.processInfo.environment["RELIABILITY_OTHERS"] ?? ""
    for path in others.split(separator: ":").map(String.init) {
      let place = try Place(program)
      let other = try Program(at: URL(filePath: path))
      let outcome = try other.start(work.build, in: place).outcome()
      tally.count += 1
      let wrong =
        outcome.status == 0
        ? try work.difference(in: place, except: SiteWork.provenance) : outcome.errors
      if let wrong { tally.faults.append("another build: \(wrong)") }
      if wrong == nil { tally.add("the same bytes by another build") }
    }
  }

  private func run(
    _ arguments: [String], _ surrounding: Surrounding, _ place: Place
  ) throws -> Program.Outcome {
    guard !surrounding.shell.isEmpty else {
      return try program.start(arguments, in: place, environment: surrounding.variables).outcome()
    }
    let shell = try Program(at: URL(filePath: "/bin/sh"))
    let line = surrounding.shell + "exec \"$0\" \"$@\""
    return try shell.start(
      ["-c", line, program.url.path] + arguments, in: place, environment: surrounding.variables
    ).outcome()
  }
}
