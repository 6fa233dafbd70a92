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

  /// Where the costs' polynomial and the grid come from.
  public static let elmachtoubGrigas2022 = Reference(
    key: "elmachtoub2022smart", authors: ["Elmachtoub, Adam N.", "Grigas, Paul"],
    title: "Smart “Predict, then Optimize”",
    venue: "Management Science 68(1), 9–26", year: 2022,
    doi: "10.1287/mnsc.2020.3922")

  /// The benchmark whose data these are.
  public static let tangKhalil2024 = Reference(
    key: "tang2024pyepo", authors: ["Tang, Bo", "Khalil, Elias B."],
    title: "PyEPO: A PyTorch-based End-to-End Predict-then-Optimize Library "
      + "for Linear and Integer Programming",
    venue: "Mathematical Programming Computation 16, 297–335", year: 2024,
    doi: "10.1007/s12532-024-00255-x")

  /// Losses between predictions and decisions from a regulariser's conjugate.
  public static let blondel2020 = Reference(
    key: "blondel2020learning",
    authors: ["Blondel, Mathieu", "Martins, André F. T.", "Niculae, Vlad"],
    title: "Learning with Fenchel–Young Losses",
    venue: "Journal of Machine Learning Research 21(35), 1–69", year: 2020,
    url: "https://jmlr.org/papers/v21/19-021.html")

  /// Decisions smoothed by perturbing what is predicted.
  public static let berthet2020 = Reference(
    key: "berthet2020learning",
    authors: [
      "Berthet, Quentin", "Blondel, Mathieu", "Teboul, Olivier", "Cuturi, Marco",
      "Vert, Jean-Philippe", "Bach, Francis",
    ],
    title: "Learning with Differentiable Perturbed Optimizers",
    venue: "Advances in Neural Information Processing Systems 33, 9508–9519", year: 2020,
    doi: "10.48550/arXiv.2002.08676")

  /// Losses that stand in for expected regret, from neighbours among others.
  public static let schutte2024 = Reference(
    key: "schutte2024robust",
    authors: ["Schutte, Noah", "Postek, Krzysztof", "Yorke-Smith, Neil"],
    title: "Robust Losses for Decision-Focused Learning",
    venue: "Proceedings of the Thirty-Third International Joint Conference on Artificial "
      + "Intelligence, 4868–4875", year: 2024, doi: "10.48550/arXiv.2310.04328")

  /// Estimates that bound what a single observation can do.
  public static let huber1964 = Reference(
    key: "huber1964robust", authors: ["Huber, Peter J."],
    title: "Robust Estimation of a Location Parameter",
    venue: "The Annals of Mathematical Statistics 35(1), 73–101", year: 1964,
    doi: "10.1214/aoms/1177703732")

  /// Averages of models that were trained on resampled instances.
  public static let breiman1996 = Reference(
    key: "breiman1996bagging", authors: ["Breiman, Leo"], title: "Bagging Predictors",
    venue: "Machine Learning 24(2), 123–140", year: 1996, doi: "10.1007/BF00058655")

  /// Bagging against poisons.
  public static let biggio2011 = Reference(
    key: "biggio2011bagging",
    authors: [
      "Biggio, Battista", "Corona, Igino", "Fumera, Giorgio", "Giacinto, Giorgio", "Roli, Fabio",
    ],
    title: "Bagging Classifiers for Fighting Poisoning Attacks in Adversarial "
      + "Classification Tasks",
    venue: "Multiple Classifier Systems, Lecture Notes in Computer Science 6713, 350–359",
    year: 2011, doi: "10.1007/978-3-642-21557-5_37")

  /// When to stop training.
  public static let prechelt1998 = Reference(
    key: "prechelt1998early", authors: ["Prechelt, Lutz"], title: "Early Stopping – But When?",
    venue: "Neural Networks: Tricks of the Trade, Lecture Notes in Computer Science 1524, 55–69",
    year: 1998, doi: "10.1007/3-540-49430-8_3")

  /// Trainings whose result changes smoothly with the data.
  public static let engstrom2025 = Reference(
    key: "engstrom2025optimizing",
    authors: [
      "Engstrom, Logan", "Ilyas, Andrew", "Chen, Benjamin", "Feldmann, Axel", "Moses, William",
      "Mądry, Aleksander",
    ],
    title: "Optimizing ML Training with Metagradient Descent", venue: "arXiv preprint",
    year: 2025, doi: "10.48550/arXiv.2503.13751")
}
