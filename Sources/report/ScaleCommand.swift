import ArgumentParser
import Experiments
import Foundation
import Paper
import Reproducibility

/// `report scale`: measures how far this machine goes, one size at a time.
struct ScaleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Measure how far this machine goes: time and memory of an attack as sizes grow.",
    discussion: """
      Every size is measured in a process of its own, until the next one would take more time or \
      memory than allowed. The numbers go to data/scale.json after each size, from which the next \
      build makes a table of performance.html and scale.html. What was measured is not measured \
      again; a second run goes on where the first was stopped.
      """)

  @OptionGroup var repository: Repository
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Measure these alone; what is known of others stays. The default is all of them: \
      \(ScaleLadder.all.map(\.id).joined(separator: ", ")).
      """, valueName: "ladder"))
  var only: [String] = []
  @Option(help: "The processor seconds that one size may take.")
  var seconds = ScaleLimits().seconds
  @Option(help: "The megabytes that it may take. The default is 3/4 of this machine's memory.")
  var megabytes = ScaleLimits().megabytes
  @Flag(help: "Measure anew what was measured before.")
  var anew = false

  func validate() throws {
    guard seconds > 0, megabytes > 0, seconds.isFinite, megabytes.isFinite else {
      throw ValidationError("--seconds and --megabytes must be positive.")
    }
    let known = ScaleLadder.all.map(\.id)
    if let other = only.first(where: { !known.contains($0) }) {
      throw ValidationError(
        "There is no ladder “\(other)”; known are \(English.joined(known)).")
    }
  }

  func run() async throws {
    let root = try repository.directory()
    try OutputFile.refuseUnlessFile(root.appending(path: ScaleStudy.path).path)
    var study = try ScaleStudy.ifPresent(root: root) ?? ScaleStudy()
    let limits = ScaleLimits(seconds: seconds, megabytes: megabytes)
    let ladders = ScaleLadder.all.filter { only.isEmpty || only.contains($0.id) }
    for (index, ladder) in ladders.enumerated() {
      let place = "\(index + 1)/\(ladders.count)  \(ladder.id)"
      var row = ScaleStudy.Row(id: ladder.id, limits: limits, machine: Machine.name, day: "")
      if !anew, let known = study.rows.first(where: { $0.id == ladder.id }),
        known.machine == row.machine
      {
        if known.end != nil, known.limits == limits {
          StandardStreams.say("\(place): known\n")
          continue
        }
        row.points = known.points
        row.day = known.day
      }
      try await ScaleMeasurement(limits: limits).climb(row, ladder) { value, expected in
        let time = expected.map { ", about \(NumberFormat.significant($0, digits: 2)) s" } ?? ""
        StandardStreams.say("\(place): \(ladder.size) \(value)\(time)\n")
        return try ScalePointCommand.inProcessOfItsOwn(ladder, value, limits)
      } keep: { row in
        study.put(row)
        try OutputFile.refuseUnlessFile(root.appending(path: ScaleStudy.path).path)
        try study.write(root: root)
      }
    }
    for row in study.rows {
      let points = row.points.map {
        "\($0.value): \(NumberFormat.significant($0.seconds)) s, \(Int($0.megabytes)) MB"
      }
      print("\(row.id): \(points.joined(separator: "; "))")
    }
  }
}

/// `report scale-point`: measures one size in this process and prints it; run by `report scale`.
struct ScalePointCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale-point", abstract: "Measure one size.", shouldDisplay: false)

  @Argument var ladder: String
  @Argument var value: Int
  @Option var seconds: Double
  @Option var megabytes: Double

  func run() async throws {
    guard let ladder = ScaleLadder.all.first(where: { $0.id == ladder }), value > 0 else {
      throw ValidationError("There is no such ladder or size.")
    }
    // Threads, whose stacks count, must not be refused: who makes them waits for ever.
    ProcessLimits.limit(bytes: megabytes * 1e6 + Double(1 << 29))
    // Making the data takes time, too.
    ProcessLimits.limit(seconds: 1.5 * seconds + 10)
    let point = try await ScaleMeasurement.point(of: ladder, at: value)
    print(try JSONValue(encoding: point).canonicalText)
  }

  /// Measures a size in another process, which limits of time and memory may end.
  ///
  /// - Throws: `ScaleMeasurement.Failure` if it comes to nothing.
  static func inProcessOfItsOwn(
    _ ladder: ScaleLadder, _ value: Int, _ limits: ScaleLimits
  ) throws -> ScaleStudy.Point {
    guard let program = Bundle.main.executableURL else {
      throw Refusal("This program does not know where it is; start it by its path.")
    }
    let process = Process()
    process.executableURL = program
    process.arguments = [
      configuration.commandName ?? "", ladder.id, "\(value)", "--seconds", "\(limits.seconds)",
      "--megabytes", "\(limits.megabytes)",
    ]
    let (output, errors) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, output)
    process.standardError = errors
    // Where memory is refused it crashes, quickly and quietly.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"]
    ) { $1 }
    try process.run()
    // Where it waits for something, no limit of processor time ends it.
    let watch = DispatchWorkItem { kill(process.processIdentifier, SIGXCPU) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 3 * limits.seconds + 60, execute: watch)
    defer { watch.cancel() }
    let said = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationReason == .uncaughtSignal {
      if process.terminationStatus == SIGXCPU { throw ScaleMeasurement.Failure.time }
      if process.terminationStatus == SIGINT { throw CancellationError() }
      throw ScaleMeasurement.Failure.other(
        "it was ended by signal \(process.terminationStatus) within its limit of "
          + "\(NumberFormat.grouped(Int(limits.megabytes))) MB")
    }
    guard process.terminationStatus == 0 else {
      let sentence = complaint.hasPrefix("Error: ") ? String(complaint.dropFirst(7)) : complaint
      throw ScaleMeasurement.Failure.other(
        sentence.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return try JSONDecoder().decode(ScaleStudy.Point.self, from: said)
  }
}
