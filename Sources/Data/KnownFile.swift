public import Reproducibility

/// What is known of a source file beyond its bytes: where it comes from, and how it was made.
///
/// Files are recognised by their digest alone; of all others nothing is said.
public struct KnownFile: Sendable {
  /// The SHA-256 of the file.
  public let digest: Digest
  /// Its origin in sentences.
  public let origin: String

  /// What is known of the file with that digest; nil for an unknown one.
  public static func of(_ digest: Digest) -> KnownFile? { all.first { $0.digest == digest } }

  private static let all: [KnownFile] = [
    (
      "8818584480e79d77e149e2bc16e6e7064ad4b5dbe18e7cc9e3fc3a5b6c343fa1",
      """
      Converted, not downloaded from Quandl: daily prices of large American companies from a \
      public collection (PooksoftSP500EquityPriceDataSet by Pooksoft on GitHub, folder \
      daily_adjusted, commit 19a3f02f, under the MIT licence; it names Alpha Vantage as its \
      source), put into the columns of the WIKI table. An adjusted price is the unadjusted one \
      times the collection’s ratio of adjusted close and close, scaled such that both agree on \
      2018-03-27. No value was filled in. Against genuine WIKI files of Apple, Microsoft and \
      General Electric, daily returns agree to 10⁻⁹ on all but three days.
      """
    ),
    (
      "b8ebed0fd45e53995abafd1b70cf6a9fcc8f86abc5826d69b97fe6ca46e9c8ee",
      """
      The papers of the LINQS group’s Cora, byte for byte as in its public copies (member \
      cora/cora.content of their archives).
      """
    ),
    (
      "ec1a372391b7f0f60a6aff0084e8abd8f19f0faa7e1f2441a41c492042d5945e",
      """
      The citations of the LINQS group’s Cora, byte for byte as in its public copies (member \
      cora/cora.cites of their archives).
      """
    ),
    (
      "de4a3ca98626d77193f27af5c976b981a56080e6273c4e1c05764a95d2143ff8",
      """
      The papers of the LINQS group’s Citeseer, byte for byte as in a public copy (member \
      citeseer/citeseer.content of citeseer.zip in paologentleman/Graph-Attention-Networks on \
      GitHub, commit af71700d).
      """
    ),
    (
      "cd9730630eaaa745058c2cd2cce6b9afb79ca71278a479aebec55f4cf5eb7f30",
      """
      The citations of the LINQS group’s Citeseer, byte for byte as in the same public copy \
      (member citeseer/citeseer.cites).
      """
    ),
  ].compactMap { hex, origin in
    Digest(hex: hex).map { KnownFile(digest: $0, origin: origin) }
  }
}
