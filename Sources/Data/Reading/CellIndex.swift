/// Where the cells of a piece of comma-separated text end, and which of them are not plain.
///
/// A cell is plain if it is an unsigned decimal number above zero: digits, one of them not 0, with
/// at most one point. All others are marked: blank cells, zeros, and cells with any other byte,
/// such as a sign, a letter, a quotation mark or a carriage return. Commas and line feeds end cells
/// even within quotation marks, so that a reader must leave the index at a quoted cell and may come
/// back to it behind the line.
///
/// It is made of 64 bytes at a time, by sums of bit masks: a carry runs through the bits of a cell
/// up to its end.
final class CellIndex {
  /// The most bytes that are indexed at once.
  static let capacity = 1 << 15

  /// Where the cells end, in bytes from the start of the piece; `count` of them.
  let ends: UnsafeMutablePointer<UInt32>
  /// The number of cells.
  private(set) var count = 0
  /// The number of bytes that were indexed.
  private(set) var length = 0
  private let masks: UnsafeMutablePointer<ByteMasks>
  private let blocks: UnsafeMutablePointer<Block>
  /// As many ends are written down without asking whether there are so many in a block.
  private static let unasked = 12

  /// What is known about 64 bytes.
  private struct Block {
    /// The ends of cells that are not plain.
    var marks: UInt64 = 0
    var lineFeeds: UInt64 = 0
    /// The tally of all blocks before.
    var before = 0
  }

  /// What an earlier block leaves to the next one.
  private struct Carry {
    /// The cell began with the block.
    var start: UInt64 = 1
    /// The cell has nothing but zeros and points so far.
    var zero: UInt64 = 0
    /// The cell has a point already.
    var point: UInt64 = 0
    /// The cell is damaged already.
    var damage: UInt64 = 0
  }

  init() {
    ends = .allocate(capacity: Self.capacity + Self.unasked)
    masks = .allocate(capacity: Self.capacity / 64)
    blocks = .allocate(capacity: Self.capacity / 64 + 1)
  }

  deinit {
    ends.deallocate()
    masks.deallocate()
    blocks.deallocate()
  }

  /// Indexes the text from there, where a line must begin, as far as whole blocks of 64 bytes go.
  func build(from start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>) {
    let blockCount = min(Self.capacity, max(0, end - start)) / 64
    // Apart from what follows, so that the one stays among vectors and the other among words.
    for number in 0..<blockCount { masks[number] = ByteMasks(at: start + 64 * number) }
    var carry = Carry()
    var (tally, found) = (0, 0)
    for number in 0..<blockCount {
      let masks = masks[number]
      let marks = Self.marks(masks, &carry)
      blocks[number] = Block(marks: marks, lineFeeds: masks.lineFeeds, before: tally)
      tally &+= Self.tally(marks: marks, lineFeeds: masks.lineFeeds)
      append(masks.ends, behind: found, at: UInt32(truncatingIfNeeded: 64 &* number))
      found &+= masks.ends.nonzeroBitCount
    }
    blocks[blockCount] = Block(before: tally)
    (length, count) = (64 * blockCount, found)
  }

  /// The number of marked cells that end in that range of places, plus 2^32 times that of line
  /// feeds.
  @inline(__always)
  func tally(from start: Int, through end: Int) -> Int {
    tally(before: end &+ 1) &- tally(before: start)
  }

  @inline(__always)
  private func tally(before place: Int) -> Int {
    let block = blocks[place &>> 6]
    let below: UInt64 = (1 &<< UInt64(truncatingIfNeeded: place & 63)) &- 1
    return block.before
      &+ Self.tally(marks: block.marks & below, lineFeeds: block.lineFeeds & below)
  }

  /// 1 if the cell that ends at that place is marked, else 0.
  @inline(__always)
  func mark(at place: Int) -> Int {
    let bit = UInt64(truncatingIfNeeded: place & 63)
    return Int(truncatingIfNeeded: blocks[place &>> 6].marks &>> bit & 1)
  }

  @inline(__always)
  private static func tally(marks: UInt64, lineFeeds: UInt64) -> Int {
    marks.nonzeroBitCount &+ lineFeeds.nonzeroBitCount &<< 32
  }

  @inline(__always)
  private func append(_ bits: UInt64, behind count: Int, at offset: UInt32) {
    var rest = bits
    let next = ends + count
    for index in 0..<Self.unasked {
      next[index] = offset &+ UInt32(truncatingIfNeeded: rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
    let found = bits.nonzeroBitCount
    if found > Self.unasked {
      for index in Self.unasked..<found {
        next[index] = offset &+ UInt32(truncatingIfNeeded: rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
    }
  }

  /// The ends of cells that are not plain.
  @inline(__always)
  private static func marks(_ masks: ByteMasks, _ carry: inout Carry) -> UInt64 {
    // From the place behind a point through everything up to the next point or end.
    let between = ~(masks.ends | masks.points)
    let (behindPoint, pointOverflow) = between.addingReportingOverflow(
      masks.points &<< 1 | carry.point)
    carry.point = masks.points &>> 63 | (pointOverflow ? 1 : 0)
    let damage =
      ~(masks.ends | masks.points | masks.digits) | behindPoint & masks.points
    // From damage to the end of its cell.
    let (sum, overflow) = (~masks.ends).addingReportingOverflow(damage)
    let (damaged, carryOverflow) = sum.addingReportingOverflow(carry.damage)
    carry.damage = overflow || carryOverflow ? 1 : 0
    // From the start of a cell through zeros and points.
    let nothing = masks.zeros | masks.points
    let (behindNothing, zeroOverflow) = nothing.addingReportingOverflow(
      masks.ends &<< 1 | carry.start | carry.zero)
    carry.start = masks.ends &>> 63
    carry.zero = zeroOverflow ? 1 : 0
    return (damaged | behindNothing & ~nothing) & masks.ends
  }
}
