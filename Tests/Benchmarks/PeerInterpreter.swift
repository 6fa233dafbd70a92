import Foundation

/// A Python that runs peers' scripts in place, on one thread of one core and without writing
/// anything.
struct PeerInterpreter {
  /// The library stack whose packages it should have.
  let peer: Peer
  /// The path of the Python.
  let python: String
  /// The directory of the scripts, which is also their working directory.
  let directory: String

  /// The packages that cannot be imported, each with the reason; empty if all is there.
  func missingPackages() throws -> String {
    let code = """
      import sys
      missing = []
      for name in sys.argv[1:]:
          try:
              __import__(name)
          except Exception as error:
              missing.append(f'{name} ({error})')
      print(', '.join(missing))
      """
    return try output(of: ["-c", code] + peer.packages, named: "import")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Runs a script and returns the seconds that it printed.
  func seconds(of script: PeerScript) throws -> Double {
    let arguments = ["-c", Self.onOneCore, script.file] + script.arguments
    return try script.seconds(in: output(of: arguments, named: script.file))
  }

  private func output(of arguments: [String], named name: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: directory, directoryHint: .isDirectory)
    process.environment = ProcessInfo.processInfo.environment.merging(Self.oneThread) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    do {
      try process.run()
    } catch {
      throw PeerError.notStarted(python: python, reason: error.localizedDescription)
    }
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PeerError.failed(script: name, status: process.terminationStatus)
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Runs the script that its arguments name on one core: threads of which the environment knows
  /// nothing, such as those of newer versions of JAX, share it.
  private static let onOneCore = """
    import os, runpy, sys
    if hasattr(os, 'sched_setaffinity'):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name='__main__')
    """

  private static let oneThread = [
    "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu", "PYTHONDONTWRITEBYTECODE": "1",
  ]
}
