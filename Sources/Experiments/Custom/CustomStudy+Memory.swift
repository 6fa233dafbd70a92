import Data
public import Domains
import Storage

extension CustomStudy {
  /// A problem in memory, as if it stood in a file.
  ///
  /// - Parameters:
  ///   - problem: the problem; it is checked as one that is read.
  ///   - title: what its file would be called, for errors and for its digest.
  ///   - seed: where everything random comes from.
  /// - Throws: `ProblemFileError`, one sentence that names the array and the rule.
  public init(_ problem: CustomProblem, title: String, seed: UInt64) throws {
    let contents = ProblemFile.contents(of: problem, title: title)
    let problem = try ProblemFile.problem(in: contents, of: title)
    let dataset = contents.contentDigest
    let source = Source(
      kind: .problem, files: [SourceFile(name: title, bytes: 0, digest: dataset)],
      content: problem)
    (self.problem, self.dataset, self.seed) = (problem, dataset, seed)
    self.title = title
    (file, laboratory) = (title, Laboratory(sources: Sources(source)))
    domain = CustomDomain(problem)
  }
}
