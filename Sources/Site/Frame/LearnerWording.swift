import Charts
import Learning

extension LearnerID {
  /// The learner in running text: "two-stage"; one that the program does not know by its
  /// identifier.
  var phrase: String { LearnerCatalog.all.first { $0.id == self }?.phrase ?? text }

  /// Every learner's colour, the same on all charts.
  ///
  /// - Precondition: the program knows the learner.
  var role: Series.Role {
    guard let place = LearnerCatalog.all.firstIndex(where: { $0.id == self }) else {
      preconditionFailure("the learner \(self) is not in the catalogue, and so has no colour")
    }
    return .attack(place)
  }
}
