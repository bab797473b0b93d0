internal import CEditline
internal import Glibc

/// The keys that a person bound in ~/.editrc (or the file that EDITRC names). libedit read the file already; the bindings
/// come once more after ours, so that they win.
enum PersonalBindings {
  /// Binds them, and returns the sequences that are bound, as the keyboard sends them.
  static func apply(to editor: OpaquePointer) -> Set<[UInt8]> {
    guard let path, let text = read(path), let words = tok_init(nil) else { return [] }
    defer { tok_end(words) }
    var sequences: Set<[UInt8]> = []
    for line in text.split(whereSeparator: \.isNewline) where line.first(where: { !$0.isWhitespace }) != "#" {
      tok_reset(words)
      var count: Int32 = 0
      var list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
      let status = String(line).withCString { tok_str(words, $0, &count, &list) }
      guard status == 0, count >= 2, let list else { continue }
      let parts = (0..<Int(count)).map { list[$0].map { String(cString: $0) } ?? "" }
      // A mode would wipe what is bound, and a word before a colon names another program, which libedit knows.
      guard parts[0].split(separator: ":").last == "bind", !parts.contains(where: { ["-v", "-e", "-l"].contains($0) }),
        el_parse(editor, count, list) >= 0
      else { continue }
      if let key = parts.dropFirst().first(where: { !$0.hasPrefix("-") }) { sequences.insert(bytes(of: key)) }
    }
    return sequences.filter { $0.count > 1 && $0.first == KeySequence.escape }
  }

  private static var path: String? {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    return variable("EDITRC") ?? variable("HOME").map { $0 + "/.editrc" }
  }

  /// The file, where it is one and of a size that a person writes.
  private static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }

  /// A key as libedit reads it: `^[[A`, `\e[A`, `\033[A`.
  static func bytes(of key: String) -> [UInt8] {
    var result: [UInt8] = []
    var rest = Array(key.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "^"):
        guard let letter = rest.popFirst() else { return result + [byte] }
        result.append(letter == UInt8(ascii: "?") ? 0x7F : letter & 0x1F)
      case UInt8(ascii: "\\"):
        let digits = rest.prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        if !digits.isEmpty {
          rest.removeFirst(digits.count)
          result.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }))
        } else if let letter = rest.popFirst() {
          result.append(letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") ? KeySequence.escape : letter)
        }
      default: result.append(byte)
      }
    }
    return result
  }
}
