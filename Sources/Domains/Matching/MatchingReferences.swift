public import Reproducibility

extension Reference {
  /// The citation data.
  public static let sen2008 = Reference(
    key: "sen2008collective",
    authors: [
      "Sen, Prithviraj", "Namata, Galileo", "Bilgic, Mustafa", "Getoor, Lise", "Gallagher, Brian",
      "Eliassi-Rad, Tina",
    ],
    title: "Collective Classification in Network Data", venue: "AI Magazine 29(3), 93–106",
    year: 2008, doi: "10.1609/aimag.v29i3.2157")

  /// The division of the citation graph.
  public static let karypisKumar1998 = Reference(
    key: "karypis1998fast", authors: ["Karypis, George", "Kumar, Vipin"],
    title: "A Fast and High Quality Multilevel Scheme for Partitioning Irregular Graphs",
    venue: "SIAM Journal on Scientific Computing 20(1), 359–392", year: 1998,
    doi: "10.1137/S1064827595287997")

  /// The entropic projection on doubly stochastic matrices.
  public static let cuturi2013 = Reference(
    key: "cuturi2013sinkhorn", authors: ["Cuturi, Marco"],
    title: "Sinkhorn Distances: Lightspeed Computation of Optimal Transport",
    venue: "Advances in Neural Information Processing Systems 26, 2292–2300", year: 2013,
    doi: "10.48550/arXiv.1306.0895")
}
