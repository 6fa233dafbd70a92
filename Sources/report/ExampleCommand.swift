import ArgumentParser
import Domains
import Foundation

/// `report example`: a small problem to start from.
struct ExampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "example",
    abstract: "Write a small problem of the form that gradient and attack read.",
    discussion: """
      Every array says in its attribute "meaning" what it is and which shape it has. Replace them by your own with any \
      program that writes HDF5, h5py for one; only the root attribute "schema" must stay.
      """)

  @Option(help: ArgumentHelp("The file to write.", valueName: "PROBLEM.h5"))
  var output: String
  @Flag(help: "Overwrite a file that is there.") var force = false

  func run() async throws {
    let file = OutputFile(output)
    try await file.check(replacing: force ? .always : .never)
    let problem = try OwnProblem.example()
    try await ProblemFile.contents(of: problem, title: "A small synthetic problem to start from")
      .write(to: file.url)
    let (n, d, k) = (
      problem.train.features.rows, problem.train.features.columns, problem.train.labels.columns
    )
    print(
      "\(output): \(n) training instances of \(d) features and \(k) labels, "
        + "\(problem.target.features.rows) targets; look at it with h5dump -A")
  }
}
