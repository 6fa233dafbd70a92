/// Why a command does not do what it was asked for: one sentence, with what to do.
struct Refusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
