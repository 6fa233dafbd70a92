/// The first bytes of a file, which say where everything else is (superblock, version 3).
enum HDF5Superblock {
  /// What every file of HDF5 begins with.
  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
  /// Where its checksum stands, after all that it covers, with addresses of eight bytes.
  private static let checked = 44

  /// Whether bytes begin a file in one of HDF5's older formats, which have no checksums.
  static func isWithoutChecksums(_ bytes: [UInt8]) -> Bool {
    bytes.count > signature.count && bytes.starts(with: signature) && bytes[signature.count] < 2
  }

  /// Makes the checksum that of the bytes.
  ///
  /// `H5Fget_file_image` clears the mark of a file that is open for writing, and leaves the
  /// checksum that was right with it.
  static func close(_ file: inout [UInt8]) {
    precondition(
      file.count > checked + 4 && file.starts(with: signature) && file[8] == 3 && file[9] == 8,
      "not a superblock of version 3 with addresses of eight bytes")
    let sum = checksum(file[..<checked])
    for byte in 0..<4 { file[checked + byte] = UInt8(truncatingIfNeeded: sum >> (8 * byte)) }
  }

  /// Bob Jenkins's hash "lookup3" of 2006, which HDF5 takes as checksum of its structures.
  static func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
    var rest = bytes[...]
    let start = 0xdead_beef &+ UInt32(truncatingIfNeeded: bytes.count)
    var words = (start, start, start)
    func word() -> UInt32 {
      let four = rest.prefix(4)
      rest = rest.dropFirst(4)
      return four.enumerated().reduce(0) { $0 | UInt32($1.element) << (8 * UInt32($1.offset)) }
    }
    func rotated(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }
    func take() {
      words.0 &+= word()
      words.1 &+= word()
      words.2 &+= word()
    }
    while rest.count > 12 {
      take()
      var (a, b, c) = words
      a = (a &- c) ^ rotated(c, 4)
      c = c &+ b
      b = (b &- a) ^ rotated(a, 6)
      a = a &+ c
      c = (c &- b) ^ rotated(b, 8)
      b = b &+ a
      a = (a &- c) ^ rotated(c, 16)
      c = c &+ b
      b = (b &- a) ^ rotated(a, 19)
      a = a &+ c
      c = (c &- b) ^ rotated(b, 4)
      b = b &+ a
      words = (a, b, c)
    }
    if rest.isEmpty { return words.2 }
    take()
    var (a, b, c) = words
    c = (c ^ b) &- rotated(b, 14)
    a = (a ^ c) &- rotated(c, 11)
    b = (b ^ a) &- rotated(a, 25)
    c = (c ^ b) &- rotated(b, 16)
    a = (a ^ c) &- rotated(c, 4)
    b = (b ^ a) &- rotated(a, 14)
    c = (c ^ b) &- rotated(b, 24)
    return c
  }
}
