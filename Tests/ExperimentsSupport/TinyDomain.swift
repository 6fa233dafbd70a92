public import Domains

extension SyntheticDomain {
  /// A size that takes a fraction of a second.
  public static var tiny: SyntheticDomain {
    var domain = SyntheticDomain(instances: 24, constraints: 3)
    (domain.targets, domain.heldOut, domain.hidden) = (8, 6, 4)
    return domain
  }
}
