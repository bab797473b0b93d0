internal import CEditline
internal import Glibc

/// What a person set in ~/.editrc (or the file that EDITRC names).
///
/// libedit would read the file itself, by `el_source`, but ends the process where a quotation mark isn't
/// closed: it goes on with words that it never found. So lines are taken apart here, and it gets those that
/// are whole.
enum EditrcBindings {
  /// libedit copies keys and their meanings into arrays of 1024 characters, however long they are.
  private static let longestLine = 1000

  /// Gives libedit all lines, as `el_source` would.
  static func source(in editor: OpaquePointer) {
    forEachLine { _, count, list in el_parse(editor, count, list) }
  }

  /// Binds the keys once more, so that they win over ours, and returns the sequences that are bound, as the
  /// keyboard sends them.
  static func apply(to editor: OpaquePointer) -> Set<[UInt8]> {
    var sequences: Set<[UInt8]> = []
    forEachLine { words, count, list in
      // A mode would wipe what is bound, and a word before a colon names another program, which libedit
      // knows.
      guard words.count >= 2, words[0].split(separator: ":").last == "bind",
        !words.contains(where: { ["-v", "-e", "-l"].contains($0) }), el_parse(editor, count, list) >= 0
      else { return }
      if let key = words.dropFirst().first(where: { !$0.hasPrefix("-") }) { sequences.insert(bytes(of: key)) }
    }
    return sequences.filter { $0.count > 1 && $0.first == KeySequence.escape }
  }

  /// The words of each line that isn't a comment, as texts and as libedit takes them.
  private static func forEachLine(
    _ body: (_ words: [String], _ count: Int32, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Void
  ) {
    guard let path, let text = read(path), let tokens = tok_init(nil) else { return }
    defer { tok_end(tokens) }
    for line in text.split(whereSeparator: \.isNewline) where line.first(where: { !$0.isWhitespace }) != "#" {
      guard line.utf8.count <= longestLine else { continue }
      tok_reset(tokens)
      var count: Int32 = 0
      var list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
      let status = String(line).withCString { tok_str(tokens, $0, &count, &list) }
      // Other numbers say that a quotation goes on behind the line.
      guard status == 0, count >= 1, let list else { continue }
      body((0..<Int(count)).map { list[$0].map { String(cString: $0) } ?? "" }, count, list)
    }
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
          result.append(
            letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") ? KeySequence.escape : letter)
        }
      default: result.append(byte)
      }
    }
    return result
  }
}
