import Learning

/// What the file of a problem may hold: arrays by path, attributes as `/group@name`.
enum ProblemNames {
  /// The first version of the schema that knows each name.
  static let versions: [String: Int] = {
    var versions = ProblemFile.meanings.mapValues { _ in 1 }
    for name in secondArrays { versions[name] = 2 }
    for (group, attributes) in attributes {
      for (version, names) in [(1, attributes.first), (2, attributes.second)] {
        for name in names { versions["\(group)@\(name)"] = version }
      }
    }
    return versions
  }()

  /// The groups, with the first version that knows each.
  static let groups: [String: Int] = {
    var groups = ["train", "target", "held_out", "problem", "perturbation", "training", "weights"]
      .reduce(into: [:]) { $0["/\($1)"] = 1 }
    for group in learnerGroups { groups[group] = 2 }
    return groups
  }()

  /// `/training/two-stage` and the like, one for each learner.
  static let learnerGroups = LearnerCatalog.all.map { "/training/\($0.name)" }

  /// What says how a learner trains, in `/training` and in each learner's group.
  static let settings = ["steps", "learning_rate", "rule", "batch", "weight_decay"]

  /// Attributes of groups that one version knows and those that the next one added.
  private static let attributes: [(String, (first: [String], second: [String]))] =
    [
      ("/", (["schema", "title", "made_by", "content_sha256"], [])),
      ("/problem", (["box"], ["smoothing", "ridge", "violation_price"])),
      (
        "/training",
        (["steps", "learning_rate", "activation", "loss", "hidden"], Array(settings.dropFirst(2)))
      ),
    ] + learnerGroups.map { ($0, ([], settings)) }

  /// Arrays that version 1 does not know.
  private static let secondArrays: Set<String> = {
    var names: Set<String> = [
      "/problem/linear_map", "/problem/linear_constant", "/perturbation/rows",
      "/perturbation/label_rows", "/perturbation/label_lower", "/perturbation/label_upper",
    ]
    for group in ["/train", "/target", "/held_out"] {
      for parameter in ProblemParameter.allCases {
        names.insert("\(group)/\(parameter.rawValue)")
        if let label = parameter.labelName { names.insert("\(group)/\(label)") }
      }
    }
    return names
  }()

  /// The version that knows a name; nil if none does.
  ///
  /// Weights beyond those of one hidden layer count as version 2.
  static func version(of name: String) -> Int? {
    versions[name] ?? (layer(ofWeight: name) == nil ? nil : 2)
  }

  /// l of `/weights/Wl` and `/weights/bl`.
  static func layer(ofWeight name: String) -> Int? {
    let prefix = "/weights/"
    guard name.hasPrefix(prefix) else { return nil }
    let weight = name.dropFirst(prefix.count)
    guard let letter = weight.first, "Wb".contains(letter), weight.dropFirst().first != "0",
      weight.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    return Int(weight.dropFirst())
  }

  /// What libraries note for themselves at groups and arrays: HDF5, PyTables, netCDF, MATLAB.
  static func isBookkeeping(_ attribute: String) -> Bool {
    attribute.hasPrefix("_") || attribute.hasPrefix("MATLAB_") || bookkeeping.contains(attribute)
  }

  private static let bookkeeping: Set<String> = [
    "CLASS", "TITLE", "VERSION", "FILTERS", "FLAVOR", "EXTDIM", "PYTABLES_FORMAT_VERSION", "NAME",
    "DIMENSION_LIST", "DIMENSION_LABELS", "REFERENCE_LIST",
  ]

  /// What describes an array to people and asks nobody to compute.
  static func isDescription(_ attribute: String) -> Bool {
    [
      "meaning", "units", "unit", "long_name", "standard_name", "description", "comment", "title",
      "name", "source",
    ].contains(attribute.lowercased())
  }
}

extension ProblemNames {
  /// A name taken apart, as in `/problem@box`: the group, the last name, and whether it is an
  /// attribute.
  struct Parts {
    let group: String, last: String, isAttribute: Bool

    init(_ name: String) {
      isAttribute = name.contains("@")
      let cut = name.lastIndex(of: isAttribute ? "@" : "/") ?? name.startIndex
      last = String(name[name.index(after: cut)...])
      group = cut == name.startIndex ? "/" : String(name[..<cut])
    }
  }

  /// The known name that is nearest to one that is not known.
  ///
  /// Distances count single changes between names without case and dashes; other words for the
  /// same thing are near, and among equals those of the same group and kind.
  static func nearest(to name: String) -> String {
    let (parts, written) = (Parts(name), plain(Parts(name).last))
    func distance(_ candidate: String) -> Double {
      let other = Parts(candidate)
      let kind = parts.isAttribute == other.isAttribute ? 0 : 0.25
      let place = parts.group == other.group ? 0 : other.group == "/" ? 1.5 : 0.5
      return wordDistance(from: written, to: other.last) + kind + place
    }
    let candidates = (Array(versions.keys) + Array(groups.keys))
      .sorted { ($0.count, $0) < ($1.count, $1) }
    return candidates.min { distance($0) < distance($1) } ?? "/problem"
  }

  /// Whether a word is a known one but for case, dashes and at most one slip in four letters, or
  /// stands for the same.
  static func isNear(_ word: String, to known: String) -> Bool {
    let length = min(word.count, known.count)
    return wordDistance(from: plain(word), to: known) <= Double(max(1, length / 4))
      && length > 2 || plain(word) == plain(known)
  }

  private static func wordDistance(from written: String, to known: String) -> Double {
    let direct = EditDistance.between(written, plain(known))
    let others = synonyms[known, default: []].map { other -> Double in
      let distance = EditDistance.between(written, other)
      return distance == 0 ? 0.5 : other.count > 4 && distance == 1 ? 1.5 : .infinity
    }
    return min(Double(direct), others.min() ?? .infinity)
  }

  private static func plain(_ word: String) -> String {
    word.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
  }

  /// Other words that people and libraries use.
  private static let synonyms: [String: [String]] = [
    "features": ["x", "u", "inputs", "epsilon"],
    "labels": ["y", "theta", "outputs", "costs", "outcome"],
    "lower": ["lb", "min", "low", "lower_bound"], "upper": ["ub", "max", "high", "upper_bound"],
    "quadratic": ["q", "p", "hessian", "covariance"], "inequality_matrix": ["g", "a_ub"],
    "inequality_bound": ["h", "b_ub", "inequality_vector"], "equality_matrix": ["a", "a_eq"],
    "equality_bound": ["b", "b_eq", "equality_vector"], "box": ["bounds", "limit"],
    "rule": [
      "optimizer", "optimiser", "momentum", "solver", "algorithm", "method", "update", "beta",
    ],
    "learning_rate": ["lr", "rate", "step_size", "eta", "stepsize", "learning"],
    "steps": ["epochs", "iterations", "n_iter", "max_iter", "num_steps", "n_steps", "n_epochs"],
    "batch": ["batch_size", "minibatch", "minibatch_size", "batchsize"],
    "weight_decay": ["l2", "decay", "wd", "regularization", "regularisation", "penalty"],
    "hidden": ["units", "width", "layers", "hidden_size", "hidden_units", "hidden_layers"],
    "activation": ["act", "nonlinearity"], "loss": ["criterion", "reduction"],
    "held_out": ["holdout"], "rows": ["mask", "row_mask", "touchable"],
    "label_rows": ["label_mask"], "linear_map": ["m", "map"],
    "linear_constant": ["c", "constant", "linear"], "smoothing": ["smooth", "smoothness"],
    "violation_price": ["violation_penalty"],
  ]
}
