/// Numbers in cells that are the darker the larger they are, in blocks of rows and columns.
///
/// Every cell carries its number, so that nothing is told by shade alone; shades are those of one
/// hue from light to dark, which keep their order in grey.
///
///     let map = HeatMap(
///       title: "Share lost", subtitle: nil,
///       blocks: [
///         .init(
///           "Portfolio", columns: [.init(["two-stage"], "fresh")],
///           rows: [.init("Made for two-stage", "plain steps", [.init(0.42, isFramed: true)])])
///       ], framed: "more than chance", note: "Shares of the gain.", description: "One cell.")
public struct HeatMap: Sendable {
  /// A column: the lines of the heading that it shares with its neighbours, and its own label.
  public struct Column: Sendable, Equatable {
    /// Neighbours of equal headings stand below one heading.
    public var heading: [String]
    /// What sets the column apart below its heading; may be empty.
    public var label: String

    /// A column.
    public init(_ heading: [String], _ label: String) {
      (self.heading, self.label) = (heading, label)
    }
  }

  /// A number and whether it is framed.
  public struct Cell: Sendable, Equatable {
    /// The number; 0 or less is white, 1 or more as dark as cells get.
    public var value: Double
    /// Whether a frame sets it apart.
    public var isFramed: Bool

    /// A finite number.
    public init(_ value: Double, isFramed: Bool) {
      precondition(value.isFinite, "a cell of \(value)")
      (self.value, self.isFramed) = (value, isFramed)
    }

    /// The number as it is printed, with a true minus.
    public var text: String {
      let hundredths = Int((100 * value).rounded())
      let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
      return "\(hundredths < 0 ? "−" : "")\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// How much of the hue covers the cell, in steps of a twentieth.
    ///
    /// At most 0.6, on which text keeps a contrast of 4.5 : 1 in both shades.
    var opacity: Double { 0.6 * (20 * min(1, max(0, value))).rounded() / 20 }
  }

  /// A row of cells; where there is nothing to show a cell is nil.
  public struct Row: Sendable, Equatable {
    /// What it shares with its neighbours: rows of equal headings stand below one heading.
    public var heading: String
    /// What sets it apart.
    public var label: String
    /// One cell per column.
    public var cells: [Cell?]

    /// A row.
    public init(_ heading: String, _ label: String, _ cells: [Cell?]) {
      (self.heading, self.label, self.cells) = (heading, label, cells)
    }
  }

  /// Rows and columns below a title.
  public struct Block: Sendable, Equatable {
    /// What they have in common.
    public var title: String
    /// The columns and the rows.
    public var columns: [Column], rows: [Row]

    /// A block of rows with a cell per column.
    public init(_ title: String, columns: [Column], rows: [Row]) {
      precondition(rows.allSatisfy { $0.cells.count == columns.count }, "cells without a column")
      (self.title, self.columns, self.rows) = (title, columns, rows)
    }
  }

  /// The statement above the blocks, and a second, quieter line; the default of that is none.
  public var title: String, subtitle: String?
  /// The blocks in reading order, at least one.
  public var blocks: [Block]
  /// What a frame means, in a few words.
  public var framed: String
  /// A quiet line below everything.
  public var note: String
  /// The map in sentences, for readers who cannot see it.
  public var description: String
  /// Whether it is drawn for a narrow screen: blocks below each other, without title and note,
  /// which stand beside it there.
  ///
  /// The default is false.
  public var isNarrow = false

  /// A map of at least one block.
  public init(
    title: String, subtitle: String? = nil, blocks: [Block], framed: String, note: String,
    description: String
  ) {
    precondition(!blocks.isEmpty, "map “\(title)” has no block")
    (self.title, self.subtitle, self.blocks) = (title, subtitle, blocks)
    (self.framed, self.note, self.description) = (framed, note, description)
  }
}
