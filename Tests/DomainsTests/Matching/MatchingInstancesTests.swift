import Data
import TestSupport
import Testing

@testable import Domains

struct MatchingInstancesTests {
  @Test(arguments: [(60, 5, 6), (60, 7, 4), (61, 1, 30), (64, 4, 8)])
  func partsAreOfExactSizeAndShareNoPaper(_ papers: Int, _ count: Int, _ side: Int) throws {
    let graph = try SmallGraph.communities(papers: papers, words: 6, communities: 5)
    let instances = try MatchingInstances(of: graph, count: count, side: side)
    #expect(instances.instances.count == count)
    #expect(instances.unused == papers - count * 2 * side)
    var used: Set<Int> = []
    for instance in instances.instances {
      #expect(instance.left.count == side && instance.right.count == side)
      #expect(instance.left == instance.left.sorted() && instance.right == instance.right.sorted())
      used.formUnion(instance.left + instance.right)
      let (left, all) = (Set(instance.left), Set(instance.left + instance.right))
      var (cut, ends) = (0, 0)
      for paper in all {
        for other in graph.neighbours(of: paper).map({ Int($0) }) where all.contains(other) {
          ends += 1
          cut += left.contains(paper) && !left.contains(other) ? 1 : 0
        }
      }
      #expect(instance.edges == ends / 2 && instance.cut == cut)
    }
    #expect(used.count == count * 2 * side)
    #expect(instances == (try MatchingInstances(of: graph, count: count, side: side)))
  }

  /// A star that is one too large gives up a leaf, which the part without edges takes.
  @Test func movesTheLooselyTiedAndLeavesOverWhatNobodyNeeds() throws {
    let content = (0..<8).map { "p\($0)\t1\tX\n" }.joined()
    let cites = (1..<5).map { "p0\tp\($0)\n" }.joined() + "p1\tp2\np3\tp5\n"
    let graph = try SmallGraph.reading(content: content, cites: cites)
    let parts = BalancedParts([0, 0, 0, 0, 0, 1, 1, 1], parts: 2, size: 4, in: graph)
    #expect(
      parts.members == [[0, 1, 2, 4], [3, 5, 6, 7]], "3 and 4 hang by one edge, 3 is lower")
    #expect(parts.moved == 1)
    let smaller = BalancedParts([0, 0, 0, 0, 0, 1, 1, 1], parts: 2, size: 3, in: graph)
    #expect(smaller.members == [[0, 1, 2], [5, 6, 7]] && smaller.moved == 2)
  }

  /// A complete bipartite graph in an order that mixes its sides: no exchange is missed.
  @Test func sidesOfABipartiteGraphAreFound() throws {
    let sides = [0, 1, 1, 0, 0, 1, 0, 1]
    let content = sides.indices.map { "p\($0)\t1\tX\n" }.joined()
    var cites = ""
    for i in sides.indices {
      for j in sides.indices where sides[i] == 0 && sides[j] == 1 { cites += "p\(i)\tp\(j)\n" }
    }
    let graph = try SmallGraph.reading(content: content, cites: cites)
    let cut = MaximumCut(Array(sides.indices), in: graph)
    #expect(cut.edges == 16)
    #expect(Set([cut.left, cut.right]) == [[0, 3, 4, 6], [1, 2, 5, 7]])
  }

  /// Cora itself: 928 edges cut, 3442 between sides.
  @Test func simulatedCitationsAreCutAboutAsCoraIs() throws {
    let graph = try SimulatedSources.citations()
    let instances = try MatchingInstances(of: graph, count: 27, side: 50)
    #expect((800...1200).contains(instances.edgeCut))
    #expect((3100...3700).contains(instances.instances.reduce(0) { $0 + $1.cut }))
  }

  @Test func saysHowManyPapersAreMissing() throws {
    let graph = try SmallGraph.communities(papers: 60, words: 6, communities: 5)
    let error = #expect(throws: MatchingError.self) {
      try MatchingInstances(of: graph, count: 27, side: 50)
    }
    let message = try #require(error).description
    #expect(message.contains("60 papers") && message.contains("2700"))
  }
}

struct MatchingSplitTests {
  private func split(_ seed: UInt64) throws -> MatchingSplit {
    try MatchingSplit(seed: seed, instances: 27, targets: 3, heldOut: 2)
  }

  @Test func everyInstanceIsTestedAtMostOnceAndFoldsAreDisjoint() throws {
    var tested: [Int] = []
    for seed in 0..<5 as Range<UInt64> {
      let split = try split(seed)
      #expect(split.targets.count == 3 && split.heldOut.count == 2 && split.training.count == 22)
      #expect(Set(split.training + split.targets + split.heldOut).count == 27)
      #expect(split.training == split.training.sorted())
      tested += split.targets + split.heldOut
    }
    #expect(Set(tested).count == 25)
  }

  @Test func calibrationTakesTrainingInstancesOfTheFirstFoldOnly() throws {
    let first = try split(0)
    var divisions: Set<[Int]> = []
    for seed in 100..<105 as Range<UInt64> {
      let split = try split(seed)
      #expect(split.training.count == 17)
      #expect(Set(split.training + split.targets + split.heldOut) == Set(first.training))
      divisions.insert(split.targets + split.heldOut)
    }
    #expect(divisions.count == 5)
  }

  /// Seeds 100 to 104 as they were before other folds had seeds of their own.
  @Test func theFirstFoldsDrawsAreKept() throws {
    let draws = try (100..<105).map { try split($0).targets + split($0).heldOut }
    #expect(
      draws == [
        [24, 18, 25, 7, 8], [3, 10, 6, 19, 23], [0, 23, 5, 21, 18], [12, 18, 0, 6, 17],
        [19, 6, 17, 24, 25],
      ])
  }

  /// What a fold is calibrated on holds nothing that its results are reported on.
  @Test(arguments: 0..<5)
  func calibrationOfAFoldIsDisjointFromItsTest(_ fold: Int) throws {
    let own = try split(UInt64(fold))
    let test = Set(own.targets + own.heldOut)
    var divisions: Set<[Int]> = []
    for draw in [0, 1, 2, 3, 4, 99] {
      let seed = MatchingDomain.calibrationSeed(fold: fold, draw: draw)
      #expect(seed == UInt64(100 * (fold + 1) + draw))
      let calibration = try split(seed)
      let used = calibration.training + calibration.targets + calibration.heldOut
      #expect(used.count == 22 && Set(used) == Set(own.training))
      #expect(test.isDisjoint(with: used))
      #expect(calibration.targets.count == 3 && calibration.heldOut.count == 2)
      divisions.insert(calibration.targets + calibration.heldOut)
    }
    #expect(divisions.count == 6)
  }

  @Test func thereIsNoCalibrationOfAFoldThatIsNotThere() {
    #expect(throws: MatchingError.noFold(seed: 600, folds: 5)) { try split(600) }
    #expect(throws: MatchingError.noFold(seed: .max, folds: 5)) { try split(.max) }
  }

  @Test func refusesADrawThatWouldBeAnotherFolds() async {
    await #expect(processExitsWith: .failure) {
      _ = MatchingDomain.calibrationSeed(fold: 0, draw: 100)
    }
  }

  @Test func thereAreNoMoreFoldsThanInstancesMake() {
    #expect(throws: MatchingError.noFold(seed: 5, folds: 5)) { try split(5) }
    #expect(MatchingDomain().folds == 5)
  }
}
