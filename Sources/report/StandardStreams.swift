@preconcurrency import Foundation

/// Standard output and standard error as tools of the system treat them: what cannot be told on
/// standard error is not told, and a command whose output is lost has failed.
enum StandardStreams {
  /// To be called before anything else is done.
  ///
  /// Where a shell has closed one of the three streams (as by `2>&-`), the next file to be opened
  /// would take its number and receive what is printed. A place that takes nothing stands there
  /// instead.
  static func prepare() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) == -1 {
      // Writing to what was opened for reading fails, as writing to a closed stream does.
      let flags = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY
      guard open("/dev/null", flags) == descriptor else { _exit(EXIT_FAILURE) }
    }
    refuseWithoutThreads()
    // Beyond a limit of file sizes writing fails, and is told, instead of ending the process.
    signal(SIGXFSZ, SIG_IGN)
    // Runs after all other handlers, since it is the first that is named.
    atexit {
      guard fflush(stdout) != 0 || ferror(stdout) != 0 else { return }
      StandardStreams.say("The output cannot be written to standard output.\n")
      _exit(EXIT_FAILURE)
    }
  }

  /// Ends the process where no thread can be started.
  ///
  /// All work is done on others than the first one, which would wait for them for ever.
  private static func refuseWithoutThreads() {
    #if os(Linux)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    guard pthread_create(&thread, nil, { _ in nil }, nil) == 0 else {
      say("No thread can be started: raise the limit of processes (ulimit -u) or end others.\n")
      _exit(EXIT_FAILURE)
    }
    #if os(Linux)
      pthread_join(thread, nil)
    #else
      if let thread { pthread_join(thread, nil) }
    #endif
  }

  /// Goes back to the start of the line and clears it, on a terminal.
  static let clearing = "\r\u{1B}[2K"

  /// Writes to standard error what can be written there.
  static func say(_ text: String) {
    let start = text.hasPrefix(clearing) ? clearing : ""
    var rest = Array((start + printable(text.dropFirst(start.count))).utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// A text without characters by which files could give orders to a terminal: names and titles in
  /// them may hold any.
  static func printable(_ text: some StringProtocol) -> String {
    let isOrder = { (character: Unicode.Scalar) in
      character.properties.generalCategory == .control
        && !["\n", "\t"].contains(Character(character))
    }
    guard text.unicodeScalars.contains(where: isOrder) else { return String(text) }
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { isOrder($0) ? "\u{FFFD}" : $0 }))
  }
}

/// Prints a text of this program, in which there may be texts of files.
func print(_ text: String, terminator: String = "\n") {
  Swift.print(StandardStreams.printable(text), terminator: terminator)
}
