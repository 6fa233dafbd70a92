public import Charts

/// A figure that a study draws itself, beside those that every panel has.
public struct StudyFigure: Sendable {
  /// Its number among the figures of the study, such as "2"; no panel has the same.
  public var number: String
  /// What it shows, in a few words.
  public var title: String
  /// The picture; it has a form for narrow screens if the drawing has one.
  public var drawing: any Drawing
  /// What kind of picture it is and of what, for those who do not see it.
  public var alternative: String
  /// How to read it, in sentences.
  public var caption: String
  /// What it says, one finding each; computed from the records like everything else.
  public var findings: [String]
  /// The numbers behind it, cells not yet quoted, the names of the columns first.
  public var table: [[String]]

  /// A figure of the given parts; the default is no finding.
  public init(
    number: String, title: String, drawing: any Drawing, alternative: String, caption: String,
    findings: [String] = [], table: [[String]]
  ) {
    (self.number, self.title, self.drawing) = (number, title, drawing)
    (self.alternative, self.caption) = (alternative, caption)
    (self.findings, self.table) = (findings, table)
  }
}

extension StudyFigure {
  /// The picture as pages show it.
  var picture: Picture {
    Picture(
      number, href: SiteMap.figure(number), title: "Figure \(number): \(title)",
      alternative: alternative, isStackable: drawing.narrow != nil)
  }

  /// The picture in every format, and its numbers.
  func files() throws -> [SiteFile] {
    try SiteFile.drawn(
      of: drawing, at: SiteMap.image(number), table: SeedTable.text(of: table))
  }
}
