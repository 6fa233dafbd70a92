import Charts
import LinearAlgebra
import Reproducibility
import Storage

/// What the program that writes a site was built with.
public struct Toolchain: Sendable, Equatable {
  /// A library or compiler and its version.
  public struct Entry: Sendable, Equatable, Codable {
    /// Its name.
    public var name: String
    /// Its version, with what else decides on its results.
    public var version: String
  }

  /// Libraries and the compiler, in the order of a page.
  public var entries: [Entry]

  private static let instructions = "Linear algebra"

  /// Whether both compute the same bits: instructions do not matter.
  public func computesLike(_ other: Toolchain) -> Bool { decisive == other.decisive }

  /// The entries on which results depend.
  var decisive: [Entry] { entries.filter { $0.name != Toolchain.instructions } }

  /// What this program runs with.
  public static var current: Toolchain {
    Toolchain(entries: [
      Entry(name: Release.name, version: Release.version),
      Entry(name: Toolchain.instructions, version: Instructions.summary),
      Entry(name: "HDF5", version: HDF5Library.version),
      Entry(name: "Cairo", version: CairoLibrary.version),
      Entry(name: "Swift compiler", version: compiler),
    ])
  }

  private static var compiler: String {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}
