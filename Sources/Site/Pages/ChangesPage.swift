import Paper
import Reproducibility

/// The content of the page that lists releases.
struct ChangesPage {
  let frame: PageFrame
  let releases: [Release]

  init(_ study: PaperStudy) {
    frame = PageFrame(of: study, page: SiteMap.changes)
    releases = Release.all
  }
}
