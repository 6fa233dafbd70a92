import Foundation
import Paper
import Reproducibility
import Site

extension PaperStudy {
  /// The same study with what `report performance` measured in a repository; unchanged where
  /// nothing was.
  ///
  /// - Throws: `Refusal` if the file there is another one.
  func withMeasuredCosts(root: URL) throws -> PaperStudy {
    guard let measured = try GrowthStudy.ifPresent(root: root) else { return self }
    var study = self
    (study.growth, study.costs) = (measured, measured.costs)
    study.costFile = CostFile(
      digest: try Digest(ofFileAt: root.appending(path: GrowthStudy.path)),
      machine: measured.machine, instructions: measured.instructions, day: measured.day)
    return study
  }
}
