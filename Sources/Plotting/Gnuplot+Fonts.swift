internal import CGnuplot
internal import Glibc

/// Characters that no installed font has: the libraries that draw PNG and PDF put a box in their place that
/// is as large as the whole picture.
extension Gnuplot {
  /// Fonts for pictures have all letters of Latin scripts.
  private static let firstToAsk: UInt32 = 0x250

  /// A text with a question mark for each character that can't be drawn.
  func drawable(_ text: String) -> String {
    let asked = Set(text.unicodeScalars.filter { $0.value >= Self.firstToAsk }).sorted()
    guard !asked.isEmpty else { return text }
    let missing = missing(of: asked)
    guard !missing.isEmpty else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(missing.contains(scalar) ? "?" : scalar) }
    return String(result)
  }

  /// Those of some characters that no font has; none where that can't be found out.
  private func missing(of asked: [Unicode.Scalar]) -> Set<Unicode.Scalar> {
    let memory = fovea_gnuplot_memory()
    guard memory >= 0 else { return [] }
    defer { close(memory) }
    // The first is a letter that every font has: without an answer nobody knows.
    let lines = (["A"] + asked).map { scalar in
      "print strlen(system(\"fc-list ':charset=\(String(scalar.value, radix: 16))' family 2>/dev/null\"))"
    }
    let script = "set print '-'\n" + lines.joined(separator: "\n") + "\n"
    guard (try? run(script, output: memory)) != nil, let bytes = try? content(of: memory) else { return [] }
    let lengths = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { Int($0) }
    guard lengths.count == asked.count + 1, lengths[0] > 0 else { return [] }
    return Set(zip(asked, lengths.dropFirst()).filter { $0.1 == 0 }.map { $0.0 })
  }
}
