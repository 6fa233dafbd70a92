import Foundation
import TestSupport
import Testing

struct DumpTests {
  private static let tool = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
    .map { "\($0)/h5dump" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(.enabled(if: tool != nil, "h5dump is not installed"))
  func isReadByTheStandardTool() async throws {
    let folder = try TemporaryDirectory()
    try await Example.all().write(to: folder.file("arrays.h5"))
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.tool))
    process.arguments = ["-H", "-p", folder.file("arrays.h5").path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    for part in [
      "DATASET \"features\"", "( 12, 5 )", "H5T_IEEE_F64LE", "H5T_STD_I64LE", "H5T_CSET_UTF8",
      "PREPROCESSING SHUFFLE", "COMPRESSION DEFLATE", "CHECKSUM FLETCHER32",
      "ATTRIBUTE \"content_sha256\"", "GROUP \"bare\"", "( 0, 7 )",
    ] {
      #expect(text.contains(part), "\(part) is missing")
    }
  }
}
