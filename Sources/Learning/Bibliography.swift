public import Reproducibility

extension Reference {
  /// The paper that this program implements.
  public static let kinsey2023 = Reference(
    key: "kinsey2023exploration",
    authors: ["Kinsey, Sarah Eve", "Tuck, Wong Wai", "Sinha, Arunesh", "Nguyen, Thanh H."],
    title: "An Exploration of Poisoning Attacks on Data-based Decision Making",
    venue: "Decision and Game Theory for Security (GameSec 2022), "
      + "Lecture Notes in Computer Science 13727", year: 2023, doi: "10.1007/978-3-031-26369-9_12")

  /// Differentiating a quadratic program.
  public static let amosKolter2017 = Reference(
    key: "amos2017optnet", authors: ["Amos, Brandon", "Kolter, J. Zico"],
    title: "OptNet: Differentiable Optimization as a Layer in Neural Networks",
    venue: "Proceedings of the 34th International Conference on Machine Learning, PMLR 70, "
      + "136–145", year: 2017, url: "https://proceedings.mlr.press/v70/amos17a.html")

  /// Decision-focused learning.
  public static let wilder2019 = Reference(
    key: "wilder2019melding", authors: ["Wilder, Bryan", "Dilkina, Bistra", "Tambe, Milind"],
    title: "Melding the Data-Decisions Pipeline: "
      + "Decision-Focused Learning for Combinatorial Optimization",
    venue: "Proceedings of the AAAI Conference on Artificial Intelligence 33(1), 1658–1665",
    year: 2019, doi: "10.1609/aaai.v33i01.33011658")

  /// The exact Hessian product as the tangent of a gradient.
  public static let pearlmutter1994 = Reference(
    key: "pearlmutter1994fast", authors: ["Pearlmutter, Barak A."],
    title: "Fast Exact Multiplication by the Hessian", venue: "Neural Computation 6(1), 147–160",
    year: 1994, doi: "10.1162/neco.1994.6.1.147")

  /// Poisoning through unrolled training.
  public static let munozGonzalez2017 = Reference(
    key: "munozgonzalez2017towards",
    authors: [
      "Muñoz-González, Luis", "Biggio, Battista", "Demontis, Ambra", "Paudice, Andrea",
      "Wongrassamee, Vasin", "Lupu, Emil C.", "Roli, Fabio",
    ],
    title: "Towards Poisoning of Deep Learning Algorithms with Back-gradient Optimization",
    venue: "Proceedings of the 10th ACM Workshop on Artificial Intelligence and Security, 27–38",
    year: 2017, doi: "10.1145/3128572.3140451")

  /// Decisions that satisfy constraints by construction.
  public static let shah2020 = Reference(
    key: "shah2020solving",
    authors: [
      "Shah, Sanket", "Sinha, Arunesh", "Varakantham, Pradeep", "Perrault, Andrew", "Tambe, Milind",
    ],
    title:
      "Solving Online Threat Screening Games using Constrained Action Space Reinforcement Learning",
    venue: "Proceedings of the AAAI Conference on Artificial Intelligence 34(2)", year: 2020)

  /// Poisons made against an ensemble of models at staggered ages.
  public static let huang2020 = Reference(
    key: "huang2020metapoison",
    authors: [
      "Huang, W. Ronny", "Geiping, Jonas", "Fowl, Liam", "Taylor, Gavin", "Goldstein, Tom",
    ],
    title: "MetaPoison: Practical General-purpose Clean-label Data Poisoning",
    venue: "Advances in Neural Information Processing Systems 33, 12080–12091", year: 2020,
    url: "https://proceedings.neurips.cc/paper/2020/file/"
      + "8ce6fc704072e351679ac97d4a985574-Paper.pdf")

  /// The Adam step.
  public static let kingmaBa2015 = Reference(
    key: "kingma2015adam", authors: ["Kingma, Diederik P.", "Ba, Jimmy"],
    title: "Adam: A Method for Stochastic Optimization",
    venue: "International Conference on Learning Representations", year: 2015,
    doi: "10.48550/arXiv.1412.6980")
}
