import Charts
import Reproducibility
import Testing

@testable import Site

struct ResearchCrateTests {
  @Test func describesEveryFileWithItsDigest() throws {
    let files = try BuiltSite.everything()
    let crate = try JSONValue(parsing: try BuiltSite.text("ro-crate-metadata.json", in: files))
    let graph = try #require(crate["@graph"]?.array)
    func entity(_ id: String) -> JSONValue? { graph.first { $0["@id"]?.string == id } }
    let apart = ["ro-crate-metadata.json", "manifest.json", "SHA256SUMS"]
    let parts = entity("./")?["hasPart"]?.array?.compactMap { $0["@id"]?.string }
    #expect(parts == files.map(\.path).filter { !apart.contains($0) })
    for file in files where !apart.contains(file.path) {
      #expect(entity(file.path)?["sha256"]?.string == "\(file.digest)", "\(file.path)")
    }
    let ids = graph.compactMap { $0["@id"]?.string }
    #expect(ids.count == graph.count && Set(ids).count == ids.count)
  }

  @Test func saysWhatWasMadeFromWhatByWhat() throws {
    let files = try BuiltSite.everything()
    let crate = try JSONValue(parsing: try BuiltSite.text("ro-crate-metadata.json", in: files))
    let graph = try #require(crate["@graph"]?.array)
    let action = try #require(graph.first { $0["@type"]?.string == "CreateAction" })
    let ids = Set(graph.compactMap { $0["@id"]?.string })
    for member in ["object", "result"] {
      let named = try #require(action[member]?.array).compactMap { $0["@id"]?.string }
      #expect(!named.isEmpty && named.allSatisfy(ids.contains), "\(member)")
    }
    #expect(action["instrument"]?["@id"]?.string == "#report")
    #expect(action["startTime"] == nil && action["endTime"] == nil)
  }

  @Test func keepsTheBoxesOfDiagramsApart() {
    #expect(LearnerDiagram.all.map(\.id) == ["1", "2", "3"])
    for learner in LearnerDiagram.all {
      let diagram = learner.diagram
      let frame = Rectangle(left: 0, top: 0, width: diagram.size.width, height: diagram.size.height)
      for (index, box) in diagram.boxes.enumerated() {
        #expect(frame.contains(box.frame), "\(learner.id): \(box.lines)")
        for other in diagram.boxes.dropFirst(index + 1) {
          #expect(!box.frame.overlaps(other.frame), "\(learner.id): \(box.lines), \(other.lines)")
        }
      }
      for arrow in diagram.arrows {
        for (one, next) in zip(arrow.corners, arrow.corners.dropFirst()) {
          #expect((one.x == next.x) != (one.y == next.y), "\(learner.id): a slanted line")
        }
      }
      // Its words name the learner's own path back, and the attacker's.
      #expect(diagram.description.contains("gradient") && diagram.description.contains("ε"))
    }
  }
}

extension Rectangle {
  /// Whether the interiors of the two rectangles have a point in common.
  fileprivate func overlaps(_ other: Rectangle) -> Bool {
    left < other.left + other.width && other.left < left + width
      && top < other.top + other.height && other.top < top + height
  }

  /// Whether the other rectangle lies in this one, edges included.
  fileprivate func contains(_ other: Rectangle) -> Bool {
    left <= other.left && other.left + other.width <= left + width
      && top <= other.top && other.top + other.height <= top + height
  }
}
