/// The header of a .npy file: `\x93NUMPY`, the version, its length, and a Python dictionary of the type, the
/// order and the shape.
struct ArrayHeader {
  let type: NumberArray.ElementType
  let isFortran: Bool
  let shape: [Int]
  /// Where elements begin.
  let length: Int

  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Enough of a file to hold its header: of all but monstrous structured types.
  static let longest = 1 << 16

  /// - Parameters:
  ///   - content: A file, or its first bytes.
  ///   - name: For messages.
  init(_ content: [UInt8], name: String) throws(DataError) {
    guard content.starts(with: Self.magic), content.count >= 10 else {
      throw .arrayContent(
        path: name,
        reason:
          "it isn't an array of NumPy; it begins with \(DataError.hexadecimal(Array(content.prefix(6))))",
        hint: "Expected is a file that numpy.save or numpy.savez wrote.")
    }
    guard (1...3).contains(content[6]) else {
      throw .arrayContent(
        path: name, reason: "its format has version \(content[6]).\(content[7]); expected 1 to 3",
        hint: "Save it again with numpy.save.")
    }
    let digits = content[6] == 1 ? 2 : 4
    let size = content[8..<min(content.count, 8 + digits)].reversed().reduce(0) { $0 << 8 | Int($1) }
    length = 8 + digits + size
    guard length <= content.count else {
      throw .truncated(path: name, expected: length, found: content.count)
    }
    let text = String(decoding: content[(8 + digits)..<length], as: UTF8.self)
    guard let descriptor = Self.value("descr", in: text), let order = Self.value("fortran_order", in: text),
      let sizes = Self.value("shape", in: text), sizes.hasPrefix("("), sizes.hasSuffix(")")
    else {
      throw .arrayContent(
        path: name, reason: "its header can't be read: \(text.prefix(80))",
        hint: "Save it again with numpy.save.")
    }
    type = try Self.type(descriptor, name)
    isFortran = order == "True"
    let parts = sizes.dropFirst().dropLast().split(separator: ",").map {
      $0.filter { $0 != " " && $0 != "L" }
    }
    .filter { !$0.isEmpty }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }) else {
      throw .arrayContent(
        path: name, reason: "its shape can't be read: \(sizes)", hint: "Save it again with numpy.save.")
    }
    shape = numbers
  }

  /// The number of elements.
  func count(_ name: String) throws(DataError) -> Int {
    var count = max(1, type.size)
    for size in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard !overflows else {
        throw .arrayContent(
          path: name, reason: "its header says a size that no array has: \(ArrayLayout.text(shape))",
          hint: "Save it again with numpy.save.")
      }
      count = product
    }
    return count / max(1, type.size)
  }

  /// The value of a key of the dictionary, without quotes.
  private static func value(_ key: String, in text: String) -> String? {
    guard let range = text.firstRange(of: "'\(key)':") ?? text.firstRange(of: "\"\(key)\":") else {
      return nil
    }
    let rest = text[range.upperBound...].drop { $0 == " " }
    switch rest.first {
    case "(": return rest.firstIndex(of: ")").map { String(rest[...$0]) }
    case "'", "\"":
      guard let quote = rest.first else { return nil }
      return String(rest.dropFirst().prefix { $0 != quote })
    case "[": return "["
    default: return String(rest.prefix { $0.isLetter || $0.isNumber })
    }
  }

  private static func type(_ text: String, _ name: String) throws(DataError) -> NumberArray.ElementType {
    let order = text.first ?? " "
    let rest = "<>|=".contains(order) ? text.dropFirst() : text[...]
    let kinds: [Character: (NumberArray.ElementType.Kind, [Int])] = [
      "b": (.boolean, [1]), "u": (.unsigned, [1, 2, 4, 8]), "i": (.signed, [1, 2, 4, 8]),
      "f": (.real, [2, 4, 8]), "U": (.text, []), "S": (.bytes, []), "a": (.bytes, []),
    ]
    guard let letter = rest.first, let (kind, sizes) = kinds[letter], let size = Int(rest.dropFirst()),
      sizes.contains(size) || sizes.isEmpty && (1...1 << 16).contains(size)
    else {
      let isObject = text.contains("O")
      throw .arrayContent(
        path: name,
        reason: isObject
          ? "it holds objects of Python, which may run anything when they are read"
          : "its elements are of type '\(text == "[" ? "structure" : text)'; expected numbers or texts",
        hint: isObject ? "Save plain numbers: numpy.save(file, numpy.asarray(list, dtype=float))" : nil)
    }
    return NumberArray.ElementType(
      kind: kind, size: kind == .text ? 4 * size : size, isBigEndian: order == ">")
  }
}
