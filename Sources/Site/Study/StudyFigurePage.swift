/// The content of the page of a figure that a study draws itself.
struct StudyFigurePage {
  let frame: PageFrame
  let title, heading, description: String
  let picture: Picture
  let caption: String
  let findings: [String]

  init(_ figure: StudyFigure, frame: PageFrame) {
    self.frame = frame
    title = "Figure \(figure.number)"
    heading = "\(title): \(figure.title)"
    description = figure.alternative
    (picture, caption, findings) = (figure.picture, figure.caption, figure.findings)
  }
}
