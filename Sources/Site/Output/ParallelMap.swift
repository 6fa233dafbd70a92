import Foundation
import Synchronization

extension Array where Element: Sendable {
  /// The results of a function for all elements, in their order, worked out on all cores.
  ///
  /// - Throws: the error of the first element whose function throws.
  func mapInParallel<Value: Sendable>(_ body: @Sendable (Element) throws -> Value) throws -> [Value]
  {
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { try body(self[index]) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { $0.compactMap { $0 } }.map { try $0.get() }
  }
}
