import Charts

/// Figures 1 to 3: what each learner computes, what its training follows back, and where an
/// attacker comes in.
struct LearnerDiagram {
  let id: String
  let diagram: Diagram

  static let all = [twoStage, decisionFocused, simpleJoint]

  var picture: Picture {
    Picture(
      id, href: "\(SiteMap.methods)#figure-\(id)", title: diagram.title,
      alternative: diagram.description, isStackable: false)
  }

  // MARK: Parts that all have

  private static let (row, height, width) = (52.0, 58.0, 152.0)
  private static let size = Size(width: 928, height: 262)
  private static let middle = row + height / 2
  private static let bottom = row + height
  private static let lossTop = 176.0

  private static func box(_ lines: String..., at left: Double, _ kind: Diagram.Kind) -> Diagram.Box
  {
    Diagram.Box(lines, Rectangle(left: left, top: row, width: width, height: height), kind)
  }

  private static func loss(_ lines: String..., at left: Double) -> Diagram.Box {
    Diagram.Box(lines, Rectangle(left: left, top: lossTop, width: width, height: 48), .objective)
  }

  private static let data = box("Training data", "features u, outcomes θ", at: 0, .given)
  private static let utility = box("Utility", "f(x, θ)", at: 776, .objective)

  /// What goes from box to box, from the data to utility.
  private static let onward = zip([width, 346, 540, 734], [194, 388, 582, 776]).map {
    Diagram.Arrow(.values, Point($0, middle), Point($1, middle))
  }

  /// ε enters from above, and is led by what utility at the targets says: all the way back over
  /// the training.
  private static let attack = [
    Diagram.Arrow(.attack, Point(852, row), Point(852, 16), Point(76, 16), Point(76, row))
  ]
  private static let attackLabel = Diagram.Label(
    "adds ε to the data, led by the gradient of the utility at its targets through all of "
      + "training",
    at: Point(464, 9), .attack)

  private static func key(_ training: String) -> [(flow: Diagram.Flow, meaning: String)] {
    [
      (.values, "values, from data to decision"), (.training, training),
      (.attack, "the attacker, who may change the data within ±B before training"),
    ]
  }

  private static func make(
    _ id: String, title: String, subtitle: String, boxes: [Diagram.Box],
    arrows: [Diagram.Arrow], labels: [Diagram.Label], training: String, description: String
  ) -> LearnerDiagram {
    LearnerDiagram(
      id: id,
      diagram: Diagram(
        title: "Figure \(id). \(title)", subtitle: subtitle, boxes: [data, utility] + boxes,
        arrows: attack + onward + arrows, labels: [attackLabel] + labels, key: key(training),
        size: size,
        description: """
          Diagram of boxes and arrows. \(description) An attacker adds a perturbation ε to the \
          training data; it follows the gradient of the utility at its targets back through the \
          decision and through all training steps.
          """
      ))
  }

  // MARK: The three

  private static let twoStage = make(
    "1", title: "The two-stage learner",
    subtitle: "It is trained to predict; the optimiser comes in only when a decision is due",
    boxes: [
      box("Predictor", "g(u; w)", at: 194, .trained),
      box("Prediction", "of the outcome θ", at: 388, .fixed),
      box("Optimiser", "best x if it were true", at: 582, .fixed),
      loss("Squared error", "prediction against θ", at: 388),
    ],
    arrows: [
      Diagram.Arrow(.values, Point(464, bottom), Point(464, lossTop)),
      Diagram.Arrow(
        .training, Point(388, lossTop + 24), Point(270, lossTop + 24), Point(270, bottom)),
    ],
    labels: [
      Diagram.Label("gradient for w", at: Point(322, lossTop + 42), .training),
      Diagram.Label("not part of training", at: Point(658, bottom + 20), .values),
    ],
    training: "what training follows: from the squared error to the weights w",
    description: """
      Training data go into a predictor, whose prediction goes into an optimiser, whose decision \
      has a utility. The training loss is the squared error of the prediction, and its gradient \
      goes back to the predictor only; the optimiser is no part of training.
      """)

  private static let decisionFocused = make(
    "2", title: "The decision-focused learner",
    subtitle: "It is trained through the optimiser, for the decision",
    boxes: [
      box("Predictor", "g(u; w)", at: 194, .trained),
      box("Prediction", "of the outcome θ", at: 388, .fixed),
      box("Optimiser", "differentiated, too", at: 582, .fixed),
      loss("Loss", "minus mean utility", at: 776),
    ],
    arrows: [
      Diagram.Arrow(.values, Point(852, bottom), Point(852, lossTop)),
      Diagram.Arrow(
        .training, Point(776, lossTop + 24), Point(658, lossTop + 24), Point(658, bottom)),
      Diagram.Arrow(
        .training, Point(620, bottom), Point(620, lossTop + 24), Point(270, lossTop + 24),
        Point(270, bottom)),
    ],
    labels: [
      Diagram.Label(
        "through its conditions of optimality", at: Point(680, lossTop + 62), .training),
      Diagram.Label("gradient for w", at: Point(445, lossTop + 42), .training),
    ],
    training: "what training follows: from the utility of the decision through the optimiser to w",
    description: """
      Training data go into a predictor, whose prediction goes into an optimiser, whose decision \
      has a utility. The training loss is minus the mean utility, and its gradient goes back \
      through the optimiser’s conditions of optimality to the predictor.
      """)

  private static let simpleJoint = make(
    "3", title: "The simple joint learner",
    subtitle: "A network decides at once; nothing is predicted and nothing is solved",
    boxes: [
      box("Network", "of weights w", at: 194, .trained),
      box("Feasible layer", "keeps constraints", at: 388, .fixed),
      box("Decision", "x", at: 582, .fixed), loss("Loss", "minus mean utility", at: 776),
    ],
    arrows: [
      Diagram.Arrow(.values, Point(852, bottom), Point(852, lossTop)),
      Diagram.Arrow(
        .training, Point(776, lossTop + 24), Point(270, lossTop + 24), Point(270, bottom)),
    ],
    labels: [
      Diagram.Label(
        "gradient for w, through a layer in closed form", at: Point(520, lossTop + 42), .training)
    ],
    training: "what training follows: from the utility of the decision to w, without an optimiser",
    description: """
      Training data go into a network, whose last layer makes every output a feasible decision, \
      which has a utility. The training loss is minus the mean utility, and its gradient goes \
      back through that layer to the network’s weights; no optimiser is there.
      """)
}
