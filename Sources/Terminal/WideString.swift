internal import CEditline

/// Text as libedit takes it: wide characters ending with zero, at an address that stays.
///
/// The address is lent for the length of one call only: a text that is made in a call's arguments would
/// otherwise be gone before the call.
final class WideString {
  let text: String
  private let storage: UnsafeMutablePointer<wchar_t>

  init(_ text: String) {
    self.text = text
    let characters = text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
    storage = .allocate(capacity: characters.count)
    storage.initialize(from: characters, count: characters.count)
  }

  deinit { storage.deallocate() }

  /// Lends the characters.
  func lend<Result>(_ body: (UnsafePointer<wchar_t>) -> Result) -> Result {
    withExtendedLifetime(self) { body(UnsafePointer(storage)) }
  }

  /// Lends the characters of a text.
  static func lend<Result>(_ text: String, _ body: (UnsafePointer<wchar_t>) -> Result) -> Result {
    WideString(text).lend(body)
  }

  /// The characters for whoever asks while the owner of this text is known to keep it: libedit reads a prompt
  /// at once.
  var keptByOwner: UnsafeMutablePointer<wchar_t> { storage }

  /// A text that lives as long as the program: libedit keeps the names of functions.
  static func permanent(_ text: String) -> UnsafePointer<wchar_t> {
    UnsafePointer(Unmanaged.passRetained(WideString(text)).takeUnretainedValue().storage)
  }
}

extension [Unicode.Scalar] {
  var text: String { String(String.UnicodeScalarView(self)) }
}
