import Learning
import Mustache
import Paper
import Statistics

/// A table of a page, with a body for each group of rows.
struct Table {
  /// The heads of the columns behind those that the template names.
  let columns: [String]
  /// How many columns a body's title spans.
  let width: Int
  let bodies: [Body]

  init(columns: [String], bodies: [Body], named: Int = 1) {
    (self.columns, self.bodies, width) = (columns, bodies, columns.count + named)
  }

  /// Rows that belong together; without a title where they are all.
  struct Body {
    var title: String?
    /// What the title's victim is in the panel.
    var role: String?
    let rows: [Row]
  }

  struct Row {
    /// What the row is about, and where that stands on the site.
    let label: String
    var href: String?
    let cells: [Cell]
  }

  struct Cell {
    let text: String
    /// The interval of a mean.
    var range: String?
    /// Smaller lines below.
    var beneath: [String] = []
    var isStrong = false
    /// Whether it stands in a column of numbers, and whether it is a path or a digest.
    var isNumber = true, isCode = false
    /// Where it leads; not `href`, which a row has, too.
    var link: String?
    /// The figures to which it leads instead of saying something.
    var usage: [Usage] = []

    /// What there is to say where nothing is measured.
    static let none = Cell("–")

    init(
      _ text: String, range: String? = nil, beneath: [String] = [], isStrong: Bool = false
    ) {
      (self.text, self.range, self.beneath, self.isStrong) = (text, range, beneath, isStrong)
    }

    /// The mean and interval of one value per seed; "not run" without any.
    init(_ values: [Double]?, _ wording: Wording) {
      guard let values, !values.isEmpty else {
        self.init("not run")
        return
      }
      let interval = wording.interval(values)
      self.init(wording.number(interval.mean), range: wording.range(interval))
    }

    /// Something that is not a number.
    init(words: String) { (text, isNumber) = (words, false) }

    /// A path or a digest.
    init(code: String) { (text, isNumber, isCode) = (code, false, true) }

    /// Links to figures.
    init(_ usage: [Usage]) { (text, isNumber, self.usage) = ("", false, usage) }
  }
}

extension Table.Body {
  /// The rows of a victim in a panel.
  init(_ victim: VictimID, in results: PanelValues, rows: [Table.Row]) {
    title = results.heading(of: victim) + " learner"
    role =
      victim == results.attacked ? "the attack is made for it" : "the same poison, transferred"
    self.rows = rows
  }
}

// Pages list thousands of records and numbers: templates find their parts by name without
// reflection.
extension Table.Cell: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "text": text
    case "range": range
    case "beneath": beneath
    case "isStrong": isStrong
    case "isNumber": isNumber
    case "isCode": isCode
    case "link": link
    case "usage": usage
    default: nil
    }
  }
}
