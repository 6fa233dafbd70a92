/// A published state of the program: what wrote a file or a page.
public struct Release: Sendable, Equatable {
  /// Its number: the first part is raised where files of an earlier one cannot be read, the second
  /// where pages say other things, the third where only faults are mended.
  ///
  /// It is not part of any key.
  public let version: String
  /// The day of the release (ISO 8601): a fixed date where a document must have one.
  public let date: String
  /// What it is about, in a sentence.
  public let summary: String
  /// What changes for a user, the most important first.
  public let changes: [String]

  /// Name and version, as the attribute `made_by` of every file.
  public var madeBy: String { "\(Release.name) \(version)" }

  /// The command's name.
  public static let name = "report"
  /// All releases, the latest first; this is the only place that knows a version.
  public static let all = [
    Release(
      version: "0.2.0", date: "2026-11-27",
      summary: """
        The second protocol, a program that was attacked itself, and grids larger than one machine.
        """,
      changes: [
        """
        The second protocol: rules fixed beforehand, portfolio victims with a prior, attackers \
        that smooth their decision layer, tuned MetaPoison, repeated attacks as the yardstick for \
        “better”, claims of our own. The first protocol’s verdicts stay on the ledger’s \
        page, with the fault of each rule.
        """,
        """
        Every number of the ledger can be computed again from published tables, by a Python script \
        of the site.
        """,
        "A page shows what poisons look like, and how easily they are found.",
        """
        A page measures why attacks through a decision layer fail; the automatic attack chooses \
        its smoothing by that measure. “report explain” reads the same gradient as an auditor.
        """,
        """
        Learners of the field (SPO+, two Fenchel–Young losses, decisions averaged over \
        neighbours), its standard problems with their usual data, and five further defences.
        """,
        """
        A study of one’s own is a package of its own that depends on this one; documentation \
        with articles is made by “.ci/docc”.
        """,
        """
        Products, factors and transcendental functions give the same bits with AVX-512, AVX2 and \
        on other processors; a training step for decisions solves its programs warm.
        """,
        """
        An attack or a training that diverges is kept as failed, with step and culprit; figures \
        show the gap, and the build ends with exit code 2.
        """,
        """
        Files are written whole or not at all and held against their digests when read; damaged \
        and hostile files are refused in a sentence. “swift run reliability” tries to show the \
        contrary.
        """,
        """
        “report run --shard”, “report slurm” and “report merge” spread a grid over \
        machines; “report pack” makes an archive for a repository of research data. “report \
        scale” measures how far one machine goes, and a page extrapolates from it.
        """,
        "Records of version 0.1.0 are not read: their experiments run again.",
      ]),
    Release(
      version: "0.1.0", date: "2026-11-25",
      summary: "The paper’s learners, attacks and figures, on genuine prices and citations.",
      changes: [
        """
        Two-stage, decision-focused and simple joint learners; the paper’s direct attack, \
        MetaPoison, gradient matching and controls of the same budget; second derivatives exact.
        """,
        "Synthetic, portfolio, matching and shortest-path problems, and files of one’s own.",
        "Figures 4 to 10 and a ledger of the paper’s claims by the first protocol.",
        "Provenance by digest of every page, record, data set and source file.",
      ]),
  ]
  /// The one that this program is.
  public static let current = all[0]
  /// The number of the current one.
  public static var version: String { current.version }
  /// The day of the current one.
  public static var date: String { current.date }
  /// What the current one writes into files.
  public static var madeBy: String { current.madeBy }
}
