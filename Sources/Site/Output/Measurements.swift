public import Foundation
public import Paper
import Reproducibility

/// What was measured or tried apart from all records and costs, each in a file of its own; pages
/// about what is missing say how to get it.
public struct Measurements: Sendable {
  /// What campaigns against the program found.
  ///
  /// The default is nil.
  public var campaigns: CampaignRecord?
  /// What was measured of the causes of failing attacks.
  ///
  /// The default is nil.
  public var causes: CauseStudy?
  /// What moved decisions.
  ///
  /// The default is nil.
  public var attribution: AttributionStudy?
  /// What the field's learners and defences lose.
  ///
  /// The default is nil.
  public var field: FieldStudy?
  /// How far one machine goes.
  ///
  /// The default is nil.
  public var scale: ScaleStudy?
  /// What decision layers answer where derivatives are known.
  ///
  /// The default is nil.
  public var court: CourtRecord?

  /// Nothing.
  public init() {}

  /// What a repository holds.
  ///
  /// - Throws: `MeasuredFileError` where a file is another one.
  public init(root: URL) throws {
    campaigns = try .ifPresent(root: root)
    causes = try .ifPresent(root: root)
    attribution = try .ifPresent(root: root)
    field = try .ifPresent(root: root)
    scale = try .ifPresent(root: root)
    court = try .ifPresent(root: root)
  }

  /// The digest of a file as what a page depends on.
  static func label(_ file: (any MeasuredFile)?) -> String {
    file.map { "\(type(of: $0).path) \((try? $0.digest).map { "\($0)" } ?? "unreadable")" }
      ?? "none"
  }
}
