public import Reproducibility

extension Reference {
  /// The paper that this program implements.
  public static let kinsey2023 = Reference(
    key: "kinsey2023exploration",
    authors: ["Kinsey, Sarah Eve", "Tuck, Wong Wai", "Sinha, Arunesh", "Nguyen, Thanh H."],
    title: "An Exploration of Poisoning Attacks on Data-based Decision Making",
    venue: "Decision and Game Theory for Security (GameSec 2022)", year: 2023)

  /// Differentiating a quadratic program.
  public static let amosKolter2017 = Reference(
    key: "amos2017optnet", authors: ["Amos, Brandon", "Kolter, J. Zico"],
    title: "OptNet: Differentiable Optimization as a Layer in Neural Networks",
    venue: "Proceedings of the 34th International Conference on Machine Learning", year: 2017)

  /// Decision-focused learning.
  public static let wilder2019 = Reference(
    key: "wilder2019melding", authors: ["Wilder, Bryan", "Dilkina, Bistra", "Tambe, Milind"],
    title: "Melding the Data-Decisions Pipeline: "
      + "Decision-Focused Learning for Combinatorial Optimization",
    venue: "Proceedings of the AAAI Conference on Artificial Intelligence", year: 2019)

  /// The exact Hessian product as the tangent of a gradient.
  public static let pearlmutter1994 = Reference(
    key: "pearlmutter1994fast", authors: ["Pearlmutter, Barak A."],
    title: "Fast Exact Multiplication by the Hessian", venue: "Neural Computation 6(1)", year: 1994)

  /// Poisoning through unrolled training.
  public static let munozGonzalez2017 = Reference(
    key: "munozgonzalez2017towards",
    authors: [
      "Muñoz-González, Luis", "Biggio, Battista", "Demontis, Ambra", "Paudice, Andrea",
      "Wongrassamee, Vasin", "Lupu, Emil C.", "Roli, Fabio",
    ],
    title: "Towards Poisoning of Deep Learning Algorithms with Back-gradient Optimization",
    venue: "Proceedings of the 10th ACM Workshop on Artificial Intelligence and Security",
    year: 2017)

  /// Decisions that satisfy constraints by construction.
  public static let shah2020 = Reference(
    key: "shah2020solving",
    authors: [
      "Shah, Sanket", "Sinha, Arunesh", "Varakantham, Pradeep", "Perrault, Andrew", "Tambe, Milind",
    ],
    title:
      "Solving Online Threat Screening Games using Constrained Action Space Reinforcement Learning",
    venue: "Proceedings of the AAAI Conference on Artificial Intelligence", year: 2020)

  /// Poisons made against an ensemble of models at staggered ages.
  public static let huang2020 = Reference(
    key: "huang2020metapoison",
    authors: [
      "Huang, W. Ronny", "Geiping, Jonas", "Fowl, Liam", "Taylor, Gavin", "Goldstein, Tom",
    ],
    title: "MetaPoison: Practical General-purpose Clean-label Data Poisoning",
    venue: "Advances in Neural Information Processing Systems 33", year: 2020)

  /// The Adam step.
  public static let kingmaBa2015 = Reference(
    key: "kingma2015adam", authors: ["Kingma, Diederik P.", "Ba, Jimmy"],
    title: "Adam: A Method for Stochastic Optimization",
    venue: "International Conference on Learning Representations", year: 2015)
}
