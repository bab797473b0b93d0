public import Runtime

/// A value that a session holds behind `name=`.
public indirect enum RecordedValue: Sendable, Equatable {
  case number(Double)
  case boolean(Bool)
  case text(String)
  case list([RecordedValue])
}

/// A field that a session holds.
public struct RecordedField: Sendable, Equatable {
  public let name: String
  public let value: RecordedValue
  /// The value as it is written in the file.
  public let text: String
}

extension RecordedValue {
  /// Reads a written value; nil when it has not the form of one.
  init?(_ text: String) {
    var scanner = RecordedScanner(Array(text.utf8)[...])
    guard let value = scanner.value(depth: 0), scanner.rest.isEmpty else { return nil }
    self = value
  }

  /// The number that a text spells, as `Spelling.number` does: decimal, `nan`, `inf` or `-inf`.
  static func number(_ text: String) -> Double? {
    switch text {
    case "nan": return .nan
    case "inf": return .infinity
    case "-inf": return -.infinity
    default:
      let bytes = text.utf8
      guard bytes.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
        bytes.contains(where: { (0x30...0x39).contains($0) })
      else { return nil }
      return Double(text)
    }
  }

  /// A hash, or a list of fingerprints as `3.conv:9f2c11aa`: what numbers can't be near to.
  var isHash: Bool {
    switch self {
    case .text(let text): text.hasPrefix("sha256:")
    case .list(let items):
      !items.isEmpty
        && items.allSatisfy { item in
          guard case .text(let text) = item, let colon = text.lastIndex(of: ":") else { return false }
          let digits = text[colon...].dropFirst()
          return digits.utf8.count == 8 && digits.allSatisfy(\.isHexDigit)
        }
    default: false
    }
  }

  /// Equal bit for bit: nan equals nan, and 0 isn't -0.
  func isSame(as other: RecordedValue) -> Bool {
    switch (self, other) {
    case (.number(let one), .number(let two)): one.bitPattern == two.bitPattern || (one.isNaN && two.isNaN)
    case (.list(let one), .list(let two)):
      one.count == two.count && zip(one, two).allSatisfy { $0.isSame(as: $1) }
    default: self == other
    }
  }
}

extension RecordedValue {
  /// The value as that of a field again.
  public var result: ResultValue {
    switch self {
    case .number(let number): .number(number)
    case .boolean(let flag): .boolean(flag)
    case .text(let text): .text(text)
    case .list(let items): .list(items.map(\.result))
    }
  }
}

/// Reads the fields of a line. Nothing fed to it fails but by nil.
struct RecordedScanner {
  var rest: ArraySlice<UInt8>
  /// Lists of a session are never deeper; a hostile file must not exhaust the stack.
  private static let deepest = 32

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// `name=value name=value`, or nil.
  static func fields(_ bytes: ArraySlice<UInt8>) -> [RecordedField]? {
    var scanner = RecordedScanner(bytes)
    var fields: [RecordedField] = []
    scanner.skipBlanks()
    while !scanner.rest.isEmpty {
      guard let name = scanner.name() else { return nil }
      let start = scanner.rest.startIndex
      guard let value = scanner.value(depth: 0), scanner.rest.isEmpty || scanner.isAtBlank else { return nil }
      let text = String(decoding: bytes[start..<scanner.rest.startIndex], as: UTF8.self)
      fields.append(RecordedField(name: name, value: value, text: text))
      scanner.skipBlanks()
    }
    return fields.isEmpty ? nil : fields
  }

  private var isAtBlank: Bool { rest.first == 0x20 }

  private mutating func skipBlanks() { rest = rest.drop { $0 == 0x20 } }

  private mutating func name() -> String? {
    let name = rest.prefix { $0 != UInt8(ascii: "=") && $0 != 0x20 && $0 != UInt8(ascii: "\"") }
    guard !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == UInt8(ascii: "=") else {
      return nil
    }
    rest = rest[(name.endIndex + 1)...]
    return String(decoding: name, as: UTF8.self)
  }

  mutating func value(depth: Int) -> RecordedValue? {
    guard depth <= Self.deepest, let first = rest.first else { return nil }
    switch first {
    case UInt8(ascii: "\""): return quoted().map(RecordedValue.text)
    case UInt8(ascii: "["): return list(depth: depth)
    default:
      let word = rest.prefix { !" ,[]\"=".utf8.contains($0) }
      guard !word.isEmpty else { return nil }
      rest = rest[word.endIndex...]
      let text = String(decoding: word, as: UTF8.self)
      if text == "yes" || text == "no" { return .boolean(text == "yes") }
      return RecordedValue.number(text).map(RecordedValue.number) ?? .text(text)
    }
  }

  private mutating func list(depth: Int) -> RecordedValue? {
    rest.removeFirst()
    var items: [RecordedValue] = []
    skipBlanks()
    if rest.first == UInt8(ascii: "]") {
      rest.removeFirst()
      return .list([])
    }
    while let item = value(depth: depth + 1) {
      items.append(item)
      skipBlanks()
      guard let next = rest.popFirst() else { return nil }
      if next == UInt8(ascii: "]") { return .list(items) }
      guard next == UInt8(ascii: ",") else { return nil }
      skipBlanks()
    }
    return nil
  }

  private mutating func quoted() -> String? {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        bytes.append(escaped == UInt8(ascii: "n") ? 0x0A : escaped)
      default: bytes.append(byte)
      }
    }
    return nil
  }
}
