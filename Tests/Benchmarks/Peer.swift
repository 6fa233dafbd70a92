import Foundation
import Reproducibility

/// The library stack that a peer's script is written for.
enum Peer: String, CaseIterable, Sendable {
  /// PyTorch with higher for unrolled training and qpth for decisions: what the paper names.
  case torch
  /// JAX, jitted.
  case jax
  /// Arrow's reader of tables, in the same Python as JAX.
  case pyarrow
  /// Moreau's batched layer, in the same Python as torch; its script is here.
  case moreau

  /// What its Python must be able to import.
  var packages: [String] {
    switch self {
    case .torch: ["torch", "qpth", "higher"]
    case .jax: ["jax", "numpy"]
    case .pyarrow: ["pyarrow"]
    case .moreau: ["torch", "moreau"]
    }
  }

  /// Whether it runs in the Python that has torch, and not in that with JAX.
  var usesTorch: Bool { self == .torch || self == .moreau }

  /// Where its scripts are: in the given directory, or in this one.
  func directory(_ given: String) -> String {
    self == .moreau ? URL(filePath: #filePath).deletingLastPathComponent().path : given
  }
}

/// A peer's script and how its output is read.
struct PeerScript: Sendable {
  /// The library stack that it is written for.
  let peer: Peer
  /// The name of the file in the directory of peers' scripts.
  let file: String
  /// Its command line.
  let arguments: [String]
  /// How the seconds are found in what it prints.
  let reading: Reading

  /// Ways to find the seconds in the output of a script.
  enum Reading: Sendable {
    /// Under this name in the JSON object of the last line.
    case member(String)
    /// The smallest of the numbers that follow these words.
    case leastAfter([String])
  }

  /// JAX's script for attack iterations of the real domains.
  static func realDomain(_ arguments: [String]) -> PeerScript {
    PeerScript(
      peer: .jax, file: "bench_domains_jax.py", arguments: arguments,
      reading: .leastAfter(["(mixed)"]))
  }

  /// The seconds in the script's output.
  ///
  /// - Throws: `PeerError.unreadable`.
  func seconds(in output: String) throws -> Double {
    let lines = output.split(separator: "\n")
    switch reading {
    case .member(let name):
      if let line = lines.last, let seconds = try JSONValue(parsing: String(line))[name]?.double {
        return seconds
      }
    case .leastAfter(let words):
      let tokens = output.split { $0.isWhitespace || $0 == "," }
      var found: [Double] = []
      for (word, next) in zip(tokens, tokens.dropFirst()) where words.contains(String(word)) {
        if let seconds = Double(next) { found.append(seconds) }
      }
      if found.count == words.count, let least = found.min() { return least }
    }
    throw PeerError.unreadable(script: file, output: String(lines.last ?? ""))
  }
}

/// Why a peer gave no figure.
enum PeerError: Error, CustomStringConvertible {
  /// The interpreter could not be started.
  case notStarted(python: String, reason: String)
  /// The script ended with an error.
  case failed(script: String, status: Int32)
  /// The script's output has no seconds where they were expected.
  case unreadable(script: String, output: String)

  /// One sentence: what is wrong, where, what to do.
  var description: String {
    switch self {
    case .notStarted(let python, let reason):
      "the Python \(python) could not be started (\(reason)); give the path of an interpreter"
    case .failed(let script, let status):
      "the peer's script \(script) ended with status \(status); run it by hand to see why"
    case .unreadable(let script, let output):
      "the peer's script \(script) printed no seconds, but \"\(output)\"; check its version"
    }
  }
}
