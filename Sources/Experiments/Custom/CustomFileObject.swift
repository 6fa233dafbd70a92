/// One thing, or some that belong together, in the files that commands on a problem of one's own
/// write.
///
/// Pages list them, and a test compares the lists with what is written.
public struct CustomFileObject: Sendable {
  /// Where it is: `{a,b}` stands for each of its members, `<learner>` for any one name, and
  /// `@name` behind a path for an attribute.
  public let path: String
  /// Its extents, as in `n×d`; "one" for a single number, "text" for a text.
  public let shape: String
  /// What it holds, in a sentence without a full stop.
  public let meaning: String
  /// When it is there; nil for always.
  public let condition: String?

  init(_ path: String, _ shape: String, _ meaning: String, if condition: String? = nil) {
    (self.path, self.shape, self.meaning, self.condition) = (path, shape, meaning, condition)
  }

  /// Every path that it stands for, with names in angle brackets left as they are.
  public var paths: [String] {
    var paths = [""]
    for part in path.split(separator: "{", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
      guard pieces.count == 2 else {
        paths = paths.map { $0 + part }
        continue
      }
      let choices = pieces[0].split(separator: ",")
      paths = paths.flatMap { path in choices.map { path + $0 + pieces[1] } }
    }
    return paths
  }

  /// Whether a path, with `@` before an attribute's name, is one of those.
  public func stands(for path: String) -> Bool {
    func parts(_ path: String) -> [Substring] {
      path.replacing("@", with: "/@").split(separator: "/")
    }
    let found = parts(path)
    return paths.contains { candidate in
      let wanted = parts(candidate)
      return wanted.count == found.count
        && zip(wanted, found).allSatisfy { $0 == $1 || $0.hasPrefix("<") && !$1.hasPrefix("@") }
    }
  }
}

extension CustomFileObject {
  /// What a file of `report attack` holds, schema `poison/1`.
  public static let ofPoison: [CustomFileObject] =
    [
      .init("/perturbation/features", "n×d", "ε: what is added to the training features"),
      .init(
        "/perturbation/labels", "n×k", "α: what is added to the training labels",
        if: "labels may be moved"),
      .init(
        "/evaluation/<learner>/{shared,fresh}/{targets,held_out,distance}/{clean,poisoned}",
        "1 or 5",
        "mean utility of a learner trained on clean and on poisoned data, one value per initial "
          + "weights: the given ones (shared) or others that no attack used (fresh); at the "
          + "targets, at held-out instances, and as distance half the squared distance from the "
          + "desired decisions",
        if: "learners were evaluated; held_out and distance if the problem has them"),
      .init(
        "/controls/<control>/<learner>/{shared,fresh}/{targets,held_out,distance}",
        "draws×weights",
        "the same under noise and random signs within the same budget, one row per draw",
        if: "controls were drawn"),
      .init(
        "/levels/{perfect,uninformed}/{targets,held_out}", "one",
        "what decisions reach that know the labels, and one decision for all without features"),
      .init("/levels@order", "text", "the levels in the order in which they are told"),
      .init(
        "/trace/{adversary_loss,training_loss,gradient_norm,step,round_margin}", "iterations",
        "before each update: both losses and the gradient’s norm; the length of the update, and "
          + "by how much the best of several rounds won", if: "the attack makes updates"),
      .init(
        "/trace/{backward_smallest,backward_largest}", "iterations",
        "the smallest and the largest norm in the sweep back through training",
        if: "the attack makes updates"),
      .init(
        "/trace/{first_sweep,last_sweep}", "T+1",
        "these norms after each training step, in the first and in the last iteration",
        if: "the attack makes updates"),
      .init(
        "/census/{solves,factorisations,warm_hits,degenerate,near_degenerate}", "one",
        "how many decisions were solved, and how many of these at points where the active set is "
          + "not unique, or nearly", if: "the attack makes updates"),
      .init(
        "/census/{worst_residual,smallest_margin}", "one",
        "the largest residual of a solve, and the smallest margin to another active set",
        if: "the attack makes updates"),
    ] + certificate("/certificate", of: "the first gradient", if: "the attack follows a gradient")
    + [
      .init(
        "/meta_gradient/{features,labels}", "n×d, n×k",
        "the gradient of the adversary’s loss by the training data, at the stored ε and α"),
      .init("/meta_gradient/training_loss", "T+1", "the training loss on the poisoned data"),
    ]
    + certificate(
      "/meta_gradient/certificate", of: "the gradient at the stored point",
      if: "features may be moved")
    + certificate(
      "/meta_gradient/label_certificate", of: "the gradient by labels at the stored point",
      if: "labels may be moved")
    + [
      .init(
        "/best/{features,labels}", "n×d, n×k",
        "the iterate that did best on further initial weights of the attacker’s own",
        if: "iterates were evaluated again"),
      .init(
        "/best/{iteration,adversary_loss,last_adversary_loss}", "one",
        "after how many updates it was reached, and the adversary’s loss on those weights: its "
          + "own and the last iterate’s", if: "iterates were evaluated again"),
      .init(
        "/decided/initial/<weight>", "as in /weights",
        "the weights that the attacked learner starts from, given or drawn from the seed"),
      .init(
        "/decided/{clean,poisoned}/trained/<weight>", "as in /weights",
        "W1, b1, … of the attacked learner at the end of its training"),
      .init(
        "/decided/{clean,poisoned}/{targets,held_out}/decisions", "t×k",
        "what it decides for each instance"),
      .init(
        "/decided/{clean,poisoned}/{targets,held_out}/utility", "t",
        "the utility of each decision"),
      .init(
        "/threat@{knowledge,goal,reach,time}", "text",
        "what the attacker is assumed to know, to want and to touch, and when"),
    ] + verdict + [
      .init(
        "/verdict@{controls,controls_sentence}", "text",
        "the same about the comparison with chance", if: "the attack is not a control itself"),
      .init("/@{attack,learner,objective,domain}", "text", "what was done, and to whom"),
      .init(
        "/@surrogate", "text",
        "whose loss /trace/adversary_loss is: that of a learner of the attack’s own",
        if: "the attack makes updates"),
      .init("/@{budget,label_budget}", "one", "B of the features, and of the labels"),
      .init(
        "/@continued_from", "one", "B of the smaller poison that the attack went on from",
        if: "the attack keeps its start, behind the first budget of a sweep"),
    ] + root + [
      .init("/@options", "text", "everything that was chosen, as canonical JSON"),
      .init("/@key", "text", "the digest of these options, the seed and the problem"),
    ]

  /// What a file of `report gradient` holds, schema `gradient/1`.
  public static let ofGradient: [CustomFileObject] =
    [
      .init(
        "/meta_gradient/{features,labels}", "n×d, n×k",
        "the gradient of the adversary’s loss by the training data"),
      .init("/adversary_loss", "one", "the loss: mean utility at the targets, or the distance"),
      .init("/target/decisions", "t×k", "what the trained learner decides at the targets"),
      .init("/trained/<weight>", "as in /weights", "W1, b1, … at the end of training"),
      .init("/training/loss", "T+1", "the training loss before each step, and at the end"),
    ] + certificate("/certificate", of: "the gradient by features")
    + certificate("/label_certificate", of: "the gradient by labels") + verdict + [
      .init("/@{learner,objective}", "text", "whose training, and what the adversary wants")
    ] + root

  private static func certificate(
    _ path: String, of gradient: String, if condition: String? = nil
  ) -> [CustomFileObject] {
    [
      .init(
        "\(path)/{index,difference,gradient}", "entries",
        "the check of \(gradient): which entries, row by row, their differences by replay, and "
          + "the entries themselves", if: condition),
      .init(
        "\(path)/largest_error", "one",
        "the largest deviation, relative to the largest entry of the whole gradient",
        if: condition),
      .init(
        "\(path)/{amplification,resolution}", "one",
        "by how much the sweep magnifies rounding, and what rounding alone makes of a difference",
        if: condition ?? "they were measured"),
      .init(
        "\(path)/{reach,smallest_step}", "one",
        "how far ε can move before an active set changes, and the shortest difference that was "
          + "needed", if: "there are active sets; a shorter one was needed"),
      .init(
        "\(path)/one_sided/{lower,upper}", "entries",
        "the slopes from below and from above", if: "decisions were degenerate"),
    ]
  }

  private static let verdict: [CustomFileObject] = [
    .init("/verdict@{check,training,gradient}", "text", "yes, no or not asked"),
    .init(
      "/verdict@{check,training,gradient}_sentence", "text",
      "the answer in words, with its numbers"),
    .init("/verdict@exit_code", "one", "the exit code of the command"),
  ]

  private static let root: [CustomFileObject] = [
    .init("/@{schema,title,made_by}", "text", "the kind of file, its title, and what wrote it"),
    .init("/@seed", "one", "where everything random came from"),
    .init("/@dataset_sha256", "text", "the digest of the problem’s contents"),
    .init("/@content_sha256", "text", "the digest of this file’s contents"),
  ]
}
