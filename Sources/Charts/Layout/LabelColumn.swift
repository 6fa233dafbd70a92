/// Heights at which labels stand one above the other without overlap, each near where it belongs.
struct LabelColumn {
  struct Wish {
    /// Where the label's middle should be, and the height that it takes.
    var middle, height: Double
  }

  /// Middles of the labels in the order of the wishes.
  let middles: [Double]

  /// Places the labels so that the sum of squared distances from the wishes is least; wishes of
  /// equal height keep their order.
  /// - Returns: Nil when the labels do not fit between the bounds.
  init?(_ wishes: [Wish], within bounds: ClosedRange<Double>) {
    let room = bounds.upperBound - bounds.lowerBound
    guard wishes.reduce(0, { $0 + $1.height }) <= room else { return nil }
    let order = wishes.indices.sorted { (wishes[$0].middle, $0) < (wishes[$1].middle, $1) }
    // Neighbours that would overlap are pooled into a block, which moves as one.
    var blocks: [Block] = []
    for index in order {
      var block = Block(wishes[index], at: index)
      block.keep(within: bounds)
      while let last = blocks.last, last.top + last.height > block.top {
        blocks.removeLast()
        block = last.joined(with: block)
        block.keep(within: bounds)
      }
      blocks.append(block)
    }
    var middles = Array(repeating: 0.0, count: wishes.count)
    for block in blocks {
      var top = block.top
      for index in block.members {
        middles[index] = top + wishes[index].height / 2
        top += wishes[index].height
      }
    }
    self.middles = middles
  }

  private struct Block {
    var members: [Int]
    var height: Double
    /// Sum over the members of the block's top that each would like best.
    var wishedTops: Double
    var top: Double

    init(_ wish: Wish, at index: Int) {
      (members, height) = ([index], wish.height)
      wishedTops = wish.middle - wish.height / 2
      top = wishedTops
    }

    func joined(with lower: Block) -> Block {
      var block = self
      block.wishedTops += lower.wishedTops - Double(lower.members.count) * height
      block.members += lower.members
      block.height += lower.height
      block.top = block.wishedTops / Double(block.members.count)
      return block
    }

    mutating func keep(within bounds: ClosedRange<Double>) {
      top = min(max(top, bounds.lowerBound), bounds.upperBound - height)
    }
  }
}
