/// Times of one attack iteration with the libraries that the paper names, recorded once.
///
/// n = 250, ten features and outputs, 16 hidden units, 27 inequalities, one thread; the least and
/// the largest median of two rounds.
public enum RecordedBaseline {
  /// What was timed, with what, in a sentence.
  public static let source = """
    Recorded baseline: PyTorch 2.15, higher 0.2.1 and qpth 0.0.18 in double precision on one \
    thread, n = 250: an iteration takes 0.222 to 0.338 s against the two-stage learner (T = 100) \
    and 3.3 to 5.5 s against the decision-focused one (T = 20), here extrapolated in proportion to \
    T.
    """
  /// Seconds an iteration, and T.
  static let twoStage = (seconds: 0.222...0.338, steps: 100.0)
  static let decisionFocused = (seconds: 3.3...5.5, steps: 20.0)

  /// The least and the largest ratio of decision-focused over two-stage at equal T.
  static var ratio: (least: Double, most: Double) {
    let factor = twoStage.steps / decisionFocused.steps
    return (
      decisionFocused.seconds.lowerBound * factor / twoStage.seconds.upperBound,
      decisionFocused.seconds.upperBound * factor / twoStage.seconds.lowerBound
    )
  }
}
