import Attacks
import Data
import Domains
import Foundation
import Learning
@testable import Paper
import Reproducibility
import Testing

@testable import Site

struct PageTests {
  @Test func escapesHostileNames() throws {
    let files = try BuiltSite.everything()
    for page in ["data.html", "provenance.html", "records-8.html"] {
      let text = try BuiltSite.text(page, in: files)
      #expect(text.contains("&lt;img src=x onerror="), "\(page)")
      #expect(!text.contains("<img src=x"), "\(page)")
    }
    let data = try BuiltSite.text("data.html", in: files)
    #expect(data.contains("&lt;B&gt;&amp;Q") && !data.contains("<B>"))
  }

  @Test func givesEveryPageItsLandmarks() throws {
    for (path, text) in BuiltSite.pages(try BuiltSite.everything()) {
      #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"), "\(path)")
      for once in [
        "<h1>", "<main id=\"main\">", "<nav ", "<header ", "<footer>", "<title>",
        "name=\"description\"",
        "name=\"viewport\"", "class=\"skip\" href=\"#main\"", "aria-current=\"",
      ] {
        #expect(text.components(separatedBy: once).count == 2, "\(path): \(once)")
      }
      let tables = text.components(separatedBy: "<table").count
      #expect(text.components(separatedBy: "<caption").count == tables, "\(path)")
      #expect(!text.contains("<script") && !text.contains("style=\""), "\(path)")
    }
  }

  @Test func leavesNoCellEmpty() throws {
    let filled: Set = [
      "td", "th", "dd", "dt", "li", "p", "code", "h1", "h2", "h3", "h4", "h5", "h6",
    ]
    for (path, text) in BuiltSite.pages(try BuiltSite.everything()) {
      let found = PageScan(text).emptyElements.filter(filled.contains)
      #expect(found == [], "\(path)")
    }
    #expect(PageScan("<p><td class=\"x\"></td></p>").emptyElements == ["td"])
  }

  @Test func linksOnlyToWhatIsThere() throws {
    let files = try BuiltSite.everything()
    let paths = Set(files.map(\.path))
    let publications = Set(Self.components.flatMap { $0.references }.compactMap(\.link))
    let scans = BuiltSite.pages(files).map { (path: $0.path, scan: PageScan($0.text)) }
    let ids = Dictionary(
      uniqueKeysWithValues: scans.map { ($0.path, Set($0.scan.values(of: "id"))) })
    for (path, scan) in scans {
      let links = ["href", "src", "srcset"].flatMap(scan.values(of:))
      #expect(links.count > 20, "\(path)")
      for link in Set(links) where link != "data:," && !publications.contains(link) {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let target = parts[0].isEmpty ? path : String(parts[0])
        #expect(paths.contains(target), "\(path) links to \(target)")
        if parts.count == 2, let known = ids[target] {
          #expect(known.contains(String(parts[1])), "\(path) links to \(link)")
        }
      }
    }
  }

  @Test func usesEveryIdentifierOncePerPage() throws {
    for (path, text) in BuiltSite.pages(try BuiltSite.everything()) {
      let ids = PageScan(text).values(of: "id")
      #expect(ids.count == Set(ids).count, "\(path)")
    }
  }

  @Test func describesTheChartInWordsWithItsNumbers() throws {
    let made = FabricatedStudy(panels: ["5a"])
    let page = try BuiltSite.text("figure-5.html", in: try BuiltSite.pageFiles(made))
    let alternative = try #require(
      page.firstMatch(of: try Regex("alt=\"([^\"]*)\"", as: (Substring, Substring).self)))
    let text = alternative.output.1
    #expect(text.hasPrefix("Line chart with one panel for each learner"))
    #expect(text.contains("5 seeds") && text.contains("0 to 1"))
    // Its numbers stand in the sentences below it, which are not said twice; the image on its own
    // has them in its description.
    let records = try #require(made.study.panels.first)
    let finding = try #require(Finding.all(PanelValues(records)).first)
    #expect(page.components(separatedBy: finding.sentence).count == 2)
    let image = try BuiltSite.text("figures/5a.svg", in: try BuiltSite.files(made))
    #expect(image.contains("At a budget of 0.5") && image.contains("95\u{a0}% interval"))
  }

  private static let components: [any Component.Type] =
    LearnerCatalog.all.map { $0 } + AttackCatalog.all.map { $0 } + DefenceCatalog.all.map { $0 }
    + DomainCatalog.all.map { type(of: $0) }

  /// Heading, caption, alternative text and the name of the scrolling region are what a screen
  /// reader says of a figure: no sentence among them comes twice.
  @Test func saysNoSentenceTwiceAboutAFigure() throws {
    let files = try BuiltSite.everything()
    for (path, text) in BuiltSite.pages(files) where path.hasPrefix("figure-") {
      let alternatives = PageScan(text).values(of: "alt")
      for alternative in alternatives {
        for sentence in alternative.split(separator: ". ") where sentence.count > 30 {
          let plain = text.replacing("alt=\"\(alternative)\"", with: "")
          #expect(!plain.contains(sentence), "\(path): \(sentence)")
        }
      }
    }
  }

  /// Three groups, each with its pages, the same on all pages; only the page itself is marked.
  @Test func groupsTheNavigation() throws {
    let files = try BuiltSite.everything()
    let pages = BuiltSite.pages(files)
    for (path, text) in pages {
      let nav = try #require(text.components(separatedBy: "<nav ").last)
        .components(separatedBy: "</nav>")[0]
      let names = nav.matches(of: try Regex("<summary>([^<]*)", as: (Substring, Substring).self))
      #expect(names.map { String($0.output.1) } == ["Results", "Method", "Reproduce"], "\(path)")
      let here = nav.components(separatedBy: "menu here").count - 1
      #expect(here == (path == "index.html" ? 0 : 1), "\(path)")
    }
    let front = try BuiltSite.text("index.html", in: files)
    for entry in SiteMap(try BuiltSite.simulated().study).groups(isWhole: true)
      .flatMap(\.entries)
    {
      #expect(front.contains("<li><a href=\"\(entry.href)\">"), "\(entry.label)")
    }
  }

  /// Everything of 20 seeds with all variants: what is long stands behind one link per figure.
  ///
  /// The pages alone are made, without ledger and charts, which takes minutes.
  @Test func keepsFigurePagesSmall() throws {
    let made = FabricatedStudy(
      preset: .full,
      panels: Grid(.full, FabricatedCalibration.calibration).panels
        .filter { ["5", "6", "8", "10"].contains($0.figure) }.map(\.id), seeds: Array(20..<40))
    let study = made.study
    let results = study.panels.map { PanelValues($0) }
    let templates = try BuiltSite.folder
    for figure in ["5", "6", "8", "10"] {
      let text = try templates.page(
        "figure",
        FigurePage(
          figure: figure, study: study, results: results, rendering: templates.page))
      #expect(text.utf8.count < 150_000, "figure \(figure): \(text.utf8.count) bytes")
      #expect(text.contains("href=\"records-\(figure).html\""))
      #expect(!text.contains("data/poisons/"))
    }
  }

  @Test func saysWhatASingleSeedCannotShow() throws {
    let made = FabricatedStudy(panels: ["5a"], seeds: [0])
    let page = try BuiltSite.text("figure-5.html", in: try BuiltSite.pageFiles(made))
    #expect(page.contains("the values of a single seed, which has no interval"))
    #expect(page.contains("With one seed nothing can be said about chance."))
    #expect(!page.contains("class=\"range\""))
  }

  @Test func listsOnlyTheReferencesOfWhatWasUsed() throws {
    let page = try BuiltSite.text("methods.html", in: try BuiltSite.everything())
    for reference in MetaReferences.used { #expect(page.contains(reference)) }
  }

  @Test func namesTheFormatOfTheManifest() throws {
    let page = try BuiltSite.text("formats.html", in: try BuiltSite.everything())
    #expect(page.contains("The site: \(SiteManifest.format)</h2>"))
  }

  /// The page about data names the ranges in words; they must be those of the domain.
  @Test func statesTheRangesThatTheDomainDrawsFrom() throws {
    let page = try BuiltSite.text("data.html", in: try BuiltSite.everything())
    #expect(
      page.contains("uniformly from [0.5, 1.5]") && page.contains("uniformly from [0.2, 0.6]"))
    var (diagonal, bounds): ([Double], [Double]) = ([], [])
    for seed in 0..<200 as Range<UInt64> {
      let domain = SyntheticDomain(instances: 1)
      let problem = try domain.scenario(from: Sources(), seed: seed).problem
      let quadratic = try #require(problem as? QuadraticUtility)
      for i in 0..<domain.variables { diagonal.append(quadratic.quadratic[i, i]) }
      for i in 0..<domain.constraints { bounds.append(quadratic.inequalityBound[0, i]) }
    }
    for (values, low, high) in [(diagonal, 0.5, 1.5), (bounds, 0.2, 0.6)] {
      let (least, most) = (try #require(values.min()), try #require(values.max()))
      #expect(least >= low && least < low + 0.01 && most <= high && most > high - 0.01)
    }
  }
}

private enum MetaReferences {
  static let used = [
    "An Exploration of Poisoning Attacks on Data-based Decision Making", "OptNet",
    "Back-gradient Optimization", "Fast Exact Multiplication by the Hessian",
  ]
}
