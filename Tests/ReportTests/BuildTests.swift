import Foundation
import Testing

/// The whole way from nothing to a site, with the smallest figure.
struct BuildTests {
  @Test func buildsASiteThatASecondBuildLeavesAsItIs() throws {
    let report = try ReportProcess()
    let first = try report.run("build", "--preset", "quick", "--only", "5a")
    #expect(first.status == 0, "\(first.errors)")
    let files = try report.files()
    #expect(files["site/quick/index.html"] != nil && files["site/quick/figure-5.html"] != nil)
    #expect(files["site/quick/figures/5a.svg"] != nil && files["site/quick/figures/5b.svg"] == nil)
    #expect(files.keys.contains { $0.hasPrefix("data/simulated/quandl/") })
    #expect(!files.keys.contains { $0.hasPrefix("data/quandl/") })
    let second = try report.run("build", "--preset", "quick", "--only", "5a", "--jobs", "1")
    #expect(second.status == 0 && second.output.contains(" 0 files written"))
    #expect(second.errors.contains("are known"))
    #expect(try report.files() == files)
    let list = try report.run("list", "--preset", "quick", "--only", "5a")
    #expect(list.output.contains("21 of 21 experiments done"))
    for (path, bytes) in files where path.hasSuffix(".html") {
      let page = String(decoding: bytes, as: UTF8.self)
      #expect(page.contains("Quick preset"), "\(path)")
      #expect(!page.contains(report.root.path), "\(path) names a folder of this machine")
    }
  }
}
