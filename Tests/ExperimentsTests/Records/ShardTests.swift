import Reproducibility
import Testing

@testable import Experiments

struct ShardTests {
  @Test(arguments: [1, 2, 7, 16, 1000]) func everyKeyIsInExactlyOne(_ count: Int) {
    let keys = (0..<500).map { Digest(of: "key \($0)") }
    let shards = (1...count).compactMap { Shard($0, of: count) }
    #expect(shards.count == count)
    for key in keys { #expect(shards.count { $0.contains(key) } == 1) }
    // Parts are about equally large.
    if count == 7 {
      for shard in shards { #expect((40...105).contains(keys.count { shard.contains($0) })) }
    }
  }

  /// The same division on every machine: the first 64 bits of the key, as a number.
  @Test func dividesByTheStartOfTheKey() throws {
    let text = "000000000000000a" + String(repeating: "f", count: 48)
    let key = try #require(Digest(hex: text))
    #expect(Shard("4/7")?.contains(key) == true && Shard("3/7")?.contains(key) == false)
  }

  @Test(arguments: ["0/4", "5/4", "-1/4", "1", "1/0", "a/b", "1/2/3", "", "1/100001", "1 /2"])
  func refusesWhatIsNoPart(_ text: String) { #expect(Shard(text) == nil) }

  @Test func isWrittenAsItIsRead() { #expect(Shard("2/8")?.description == "2/8") }
}
