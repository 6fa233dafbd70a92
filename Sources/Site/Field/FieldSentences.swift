import Learning
import Paper
import Reproducibility
import Statistics

/// What was found on one problem, in sentences that the numbers choose.
struct FieldSentences {
  let tables: FieldTables

  init(_ place: FieldStudy.Place) { tables = FieldTables(place: place) }

  private var place: FieldStudy.Place { tables.place }

  private func ranked(
    _ value: (LearnerID) -> Double?
  ) -> [(learner: LearnerID, value: Double)] {
    place.choices.compactMap { choice in
      value(choice.learner).map { (choice.learner, $0) }
    }.sorted { $0.value < $1.value }
  }

  /// About the learners under each other's poisons.
  var learners: [String] {
    let clean = ranked { tables.clean($0).mean }
    let own = ranked { tables.matrix($0, $0).mean }
    guard let best = clean.first, let least = own.first, let most = own.last, own.count > 1 else {
      return []
    }
    var sentences = [
      """
      On clean data the \(best.learner.phrase) learner has the least regret, \
      \(FieldTables.number(best.value)). Under the poison made for it the \
      \(most.learner.phrase) learner loses most (\(FieldTables.number(most.value)) of regret \
      added), the \(least.learner.phrase) learner least (\(FieldTables.number(least.value))).
      """
    ]
    let transferred = own.filter { learner, value in
      tables.worstOther(learner).flatMap { tables.matrix($0, learner).mean }.map { $0 > value }
        ?? false
    }
    sentences.append(
      transferred.isEmpty
        ? "No learner is hurt more by a poison that was made for another one."
        : """
        \(English.capitalised(English.counted(transferred.count, "learner"))) of \(own.count) \
        (\(English.joined(transferred.map(\.learner.phrase)))) \
        \(transferred.count == 1 ? "is" : "are") hurt more by a poison made for another one.
        """)
    if let found = Correlation(
      of: own.compactMap { learner, value in tables.clean(learner).mean.map { ($0, value) } })
    {
      sentences.append(
        found.value > 0.5
          ? """
          Who is worse on clean data also loses more (correlation \(Wording.short(found.value))).
          """
          : found.value < -0.5
            ? """
            Who is better on clean data loses more (correlation \(Wording.short(found.value))).
            """
            : """
            How good a learner is on clean data says little of what it loses (correlation \
            \(Wording.short(found.value))).
            """)
    }
    return sentences + [closeness].compactMap(\.self)
  }

  /// Whether learners whose predictions are near the labels lose less.
  private var closeness: String? {
    let found = place.closenessCorrelations
    guard found.count > 1, let bounds = Interval(of: found).bounds, let mean = found.mean else {
      return nil
    }
    let near = "Learners whose predictions are nearer to the labels"
    let verdict =
      bounds.lowerBound > 0
      ? "\(near) lose less to the poison made for them"
      : bounds.upperBound < 0
        ? "\(near) lose more to the poison made for them"
        : "How near a learner’s predictions are to the labels says nothing sure of what it loses"
    let learners = Set(place.closeness.map(\.learner)).count
    return """
      \(verdict): over \(learners) learners the rank correlation of clean prediction error and \
      loss is \(Wording.short(mean)), between \(Wording.short(bounds.lowerBound)) and \
      \(Wording.short(bounds.upperBound)) with 95 % confidence over \(found.count) units. Farhat \
      (2023) expects near ones to be robust against attacks on what a trained model is shown.
      """
  }

  /// About the defences of each attacked learner.
  var defences: [String] {
    tables.attacked(.defences).compactMap { learner in
      let ranked = tables.defences.compactMap {
        name -> (name: String, worth: Double, cost: Double)? in
        let worth = tables.worth(of: name, learner)
        guard let aware = worth.aware.mean, let cost = worth.cost.mean else { return nil }
        return (name, aware, cost)
      }.sorted { $0.worth > $1.worth }
      guard let best = ranked.first else { return nil }
      let label = DefenceCatalog.defence(named: best.name)?.label ?? best.name
      let head = "\(English.capitalised(learner.phrase)) learner:"
      let helping = ranked.count { $0.worth > max(0, $0.cost) }
      guard best.worth > 0 else {
        return "\(head) against an attacker who knows it no defence wins anything back."
      }
      return """
        \(head) against an attacker who knows it, “\(label)” wins most back \
        (\(FieldTables.number(best.worth)) of regret, at a clean cost of \
        \(FieldTables.number(best.cost))); \(helping) of \(ranked.count) win back more than they \
        cost.
        """
    }
  }

  /// About poisons of a share of the rows.
  var shares: [String] {
    tables.attacked(.shares).compactMap { learner in
      guard let few = tables.shares.first, let part = tables.rise(learner, share: few).mean,
        let whole = tables.rise(learner, share: 1).mean, whole > 0
      else { return nil }
      let share = NumberFormat.percent(max(0, part) / whole)
      let ratio = part / whole / few
      let verdict =
        ratio > 2
        ? "more than twice their share"
        : ratio < 0.5 ? "less than half their share" : "about what their share is"
      return """
        \(English.capitalised(learner.phrase)) learner: \(NumberFormat.percent(few)) of the rows \
        do \(share) of the harm of all, \(verdict).
        """
    }
  }

  /// Whether the automatic attack is as strong as the best other one.
  var contest: [String] {
    let contest = place.contest
    guard let share = contest.share else { return [] }
    return [
      """
      The automatic attack made for a victim takes at least as much as the best other attack, \
      transfers included, in \(contest.won) of \(contest.cells) cells (unit, budget, victim) \
      within noise: \(share >= 0.9 ? "that is the 90 % asked for" : "less than the 90 % asked for").
      """,
      contest.falls == 0
        ? "From one budget to the next larger one it never takes less."
        : """
        From one budget to the next larger one it takes less in \(contest.falls) of \
        \(contest.steps) cases.
        """,
    ]
  }
}
