/// Why the matching domain has no instances of a citation graph, or no scenario of a seed.
enum MatchingError: Error, Equatable, Sendable {
  /// Fewer papers than the instances need.
  case tooFewPapers(found: Int, instances: Int, nodes: Int)
  /// METIS gave up, with its status.
  case notPartitioned(status: Int)
  /// There are fewer folds of instances than the seed asks for.
  case noFold(seed: UInt64, folds: Int)
}

extension MatchingError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  var description: String {
    switch self {
    case .tooFewPapers(let found, let instances, let nodes):
      "The citation files hold \(found) papers, too few for \(instances) instances of \(nodes) "
        + "papers each, which take \(instances * nodes): give a larger citation graph."
    case .notPartitioned(let status):
      "METIS could not divide the citation graph (status \(status)): check the memory at hand."
    case .noFold(let seed, let folds):
      "seed \(seed) has no fold of its own: the instances make only \(folds) folds; take a smaller "
        + "seed"
    }
  }
}
