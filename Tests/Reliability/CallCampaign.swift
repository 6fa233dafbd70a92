import Foundation
import Reproducibility

/// System calls that fail, one in each run: a full disk, a broken one, no more files.
struct CallCampaign: Campaign {
  static let name = "calls"
  static let task =
    "builds in which one system call on a file of the repository fails (full disk, error of the "
    + "disk, no more files) or kills the process: a sentence and an exit code, and the next build "
    + "as if nothing had been"
  static let unit = "run"
  static let shortCount = 24
  static let longCount = 400
  static let partCount: Int? = 20

  private(set) var tally = Tally()
  private let count: Int, seed: UInt64, program: Program

  init(count: Int, seed: UInt64, program: Program) {
    (self.count, self.seed, self.program) = (count, seed, program)
  }

  private static let calls = [
    ("write", 28), ("fsync", 5), ("rename", 5), ("open", 24), ("mkdir", 28), ("read", 5),
    ("close", 5), ("write", 0), ("rename", 0), ("fsync", 0),
  ]

  mutating func run() async throws {
    guard let library = try FailingCalls() else {
      tally.add("skipped, there is no C compiler or this is not Linux")
      return
    }
    defer { library.remove() }
    let work = try SiteWork(program, figures: ["5a"])
    var random = SeededGenerator(seed: seed, stream: "calls")
    for number in 0..<count {
      let (call, code) = Self.calls[number % Self.calls.count]
      // Early calls are met by every run, late ones by those that do more.
      let place = try Place(program)
      let at = 1 + random.whole(0..<FailingCalls.number(of: call))
      let outcome = try program.start(
        work.build, in: place, environment: library.environment(call, code: code, at: at, place)
      ).outcome()
      tally.count += 1
      let label =
        "\(call) number \(at), \(code == 0 ? "kill" : String(cString: strerror(Int32(code))))"
      if code == 0 {
        tally.add(outcome.signal == SIGKILL ? "killed at the call" : "over before the call")
      } else if let signal = outcome.signal {
        tally.faults.append("\(label): signal \(signal)")
      } else if outcome.status == 0 {
        tally.add("succeeded all the same")
        if let wrong = try work.difference(in: place) {
          tally.faults.append("\(label): exit code 0, \(wrong)")
        }
      } else {
        tally.add("a sentence and an exit code")
        if !outcome.errors.contains("Error: ") && !outcome.errors.contains("Failed: ") {
          tally.faults.append("\(label): no sentence, \(outcome.errors.suffix(200))")
        }
      }
      if let wrong = try work.recover(in: place) { tally.faults.append("\(label): \(wrong)") }
    }
  }
}

/// A library that is loaded before others and lets chosen system calls fail.
private struct FailingCalls {
  private let folder: URL
  private var library: URL { folder.appending(path: "calls.so") }

  /// Compiles the library; nil where that is not possible.
  init?() throws {
    #if os(Linux)
      folder = FileManager.default.temporaryDirectory.appending(path: "calls-\(UUID())")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let source = folder.appending(path: "calls.c")
      try Data(FailingCalls.source.utf8).write(to: source)
      for compiler in ["cc", "clang", "gcc"] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
          compiler, "-shared", "-fPIC", "-O1", "-o", folder.appending(path: "calls.so").path,
          source.path, "-ldl",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus == 0 { return }
      }
    #endif
    return nil
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// What lets a call fail: its number, counted over files below the repository's root alone.
  func environment(_ call: String, code: Int, at number: Int, _ place: Place) -> [String: String] {
    [
      "LD_PRELOAD": library.path, "FAIL_CALL": call, "FAIL_CODE": "\(code)",
      "FAIL_AT": "\(number)", "FAIL_ROOT": place.root.path,
    ]
  }

  /// About how many such calls a whole build makes.
  static func number(of call: String) -> Int {
    switch call {
    case "mkdir": 8
    case "read", "close", "open": 250
    default: 130
    }
  }

  private static let source = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <errno.h>
    #include <fcntl.h>
    #include <signal.h>
    #include <stdarg.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/stat.h>
    #include <sys/types.h>
    #include <unistd.h>

    static int count;

    static int hits(const char *call) {
      const char *wanted = getenv("FAIL_CALL");
      if (!wanted || strcmp(wanted, call)) return 0;
      if (__sync_add_and_fetch(&count, 1) != atoi(getenv("FAIL_AT"))) return 0;
      int code = atoi(getenv("FAIL_CODE"));
      if (!code) raise(SIGKILL);
      errno = code;
      return 1;
    }

    static int inside(const char *path) {
      const char *root = getenv("FAIL_ROOT");
      return root && path && (path[0] != '/' || !strncmp(path, root, strlen(root)));
    }

    static int within(int fd) {
      char link[64], path[4096];
      if (fd < 3) return 0;
      snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
      ssize_t size = readlink(link, path, sizeof path - 1);
      if (size <= 0) return 0;
      path[size] = 0;
      return path[0] == '/' && inside(path);
    }

    #define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

    ssize_t write(int fd, const void *b, size_t n) {
      return within(fd) && hits("write") ? -1 : REAL(write)(fd, b, n);
    }
    ssize_t pwrite(int fd, const void *b, size_t n, off_t o) {
      return within(fd) && hits("write") ? -1 : REAL(pwrite)(fd, b, n, o);
    }
    ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) {
      return within(fd) && hits("write") ? -1 : REAL(pwrite64)(fd, b, n, o);
    }
    ssize_t read(int fd, void *b, size_t n) {
      return within(fd) && hits("read") ? -1 : REAL(read)(fd, b, n);
    }
    ssize_t pread(int fd, void *b, size_t n, off_t o) {
      return within(fd) && hits("read") ? -1 : REAL(pread)(fd, b, n, o);
    }
    ssize_t pread64(int fd, void *b, size_t n, off64_t o) {
      return within(fd) && hits("read") ? -1 : REAL(pread64)(fd, b, n, o);
    }
    int fsync(int fd) { return within(fd) && hits("fsync") ? -1 : REAL(fsync)(fd); }
    int close(int fd) {
      if (within(fd) && hits("close")) { REAL(close)(fd); errno = EIO; return -1; }
      return REAL(close)(fd);
    }
    int rename(const char *a, const char *b) {
      return inside(b) && hits("rename") ? -1 : REAL(rename)(a, b);
    }
    int mkdir(const char *p, mode_t m) {
      return inside(p) && hits("mkdir") ? -1 : REAL(mkdir)(p, m);
    }
    #define OPEN(name) int name(const char *p, int f, ...) { \\
      va_list l; va_start(l, f); int m = va_arg(l, int); va_end(l); \\
      return inside(p) && hits("open") ? -1 : REAL(name)(p, f, m); }
    OPEN(open)
    OPEN(open64)

    """
}
