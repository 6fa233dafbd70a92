import COpenSSL

/// The Secure Hash Algorithm with 256 bits of output, fed piece by piece.
///
/// The result depends on the concatenated bytes only, not on how they were divided among the calls
/// of `update`.
///
/// ```swift
/// var hash = SHA256()
/// bytes.withUnsafeBytes { hash.update($0) }
/// let digest = hash.finalised()
/// ```
///
/// - SeeAlso: FIPS 180-4, Secure Hash Standard (2015).
public struct SHA256: ~Copyable {
  /// The address of libcrypto's SHA-256, looked up once, since that takes longer than hashing a
  /// short text; a number, since pointers do not cross threads.
  private static let address: Int = {
    guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else {
      preconditionFailure("libcrypto has no SHA-256")
    }
    return Int(bitPattern: algorithm)
  }()

  private static var algorithm: OpaquePointer? { OpaquePointer(bitPattern: address) }

  /// What libcrypto knows about the message so far.
  private let context: OpaquePointer

  /// Starts with no bytes.
  public init() {
    context = Self.newContext()
    Self.require(EVP_DigestInit_ex(context, Self.algorithm, nil))
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Appends bytes to the hashed message.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    Self.require(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
  }

  /// The digest of all bytes given so far; more bytes may follow afterwards.
  public func finalised() -> Digest {
    let copy = Self.newContext()
    defer { EVP_MD_CTX_free(copy) }
    Self.require(EVP_MD_CTX_copy_ex(copy, context))
    return Digest(writtenBy: { EVP_DigestFinal_ex(copy, $0, nil) })
  }

  /// The digest of one message that lies in memory as a whole.
  static func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
    Digest(writtenBy: { EVP_Digest(bytes.baseAddress, bytes.count, $0, nil, algorithm, nil) })
  }

  private static func newContext() -> OpaquePointer {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("no memory for a SHA-256") }
    return context
  }

  /// Stops where libcrypto reports a failure; with an algorithm that it has, none is known.
  fileprivate static func require(_ status: CInt) {
    precondition(status == 1, "libcrypto failed to compute a SHA-256")
  }
}

extension Digest {
  /// Takes the 32 bytes that a function of libcrypto writes.
  fileprivate init(writtenBy write: (UnsafeMutablePointer<UInt8>) -> CInt) {
    var words = FourWords()
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(EVP_MAX_MD_SIZE)) { bytes in
      guard let start = bytes.baseAddress else { return }
      SHA256.require(write(start))
      for i in 0..<4 {
        let word = UnsafeRawPointer(start).loadUnaligned(fromByteOffset: 8 * i, as: UInt64.self)
        words[i] = UInt64(bigEndian: word)
      }
    }
    self.init(words: words)
  }
}
