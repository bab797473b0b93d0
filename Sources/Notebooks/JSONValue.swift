internal import Foundation

/// Any JSON, for files whose form others decide.
indirect enum JSONValue: Codable, Sendable, Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  /// A whole number that a double doesn't hold, as a seed may be.
  case large(UInt64)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .boolean(flag)
    } else if let number = try? container.decode(Double.self) {
      let whole = try? container.decode(UInt64.self)
      self = whole.map { UInt64(exactly: number) == $0 ? .number(number) : .large($0) } ?? .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let flag): try container.encode(flag)
    case .number(let number):
      // Whole numbers are written as such: some readers ask for them.
      if let whole = Int(exactly: number) {
        try container.encode(whole)
      } else {
        try container.encode(number)
      }
    case .large(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .object(let object): try container.encode(object)
    }
  }

  subscript(key: String) -> JSONValue? { if case .object(let object) = self { object[key] } else { nil } }

  var string: String? { if case .text(let text) = self { text } else { nil } }
  var items: [JSONValue]? { if case .list(let list) = self { list } else { nil } }

  /// A text that may be cut into lines, as Jupyter has them.
  var joined: String? { string ?? items.map { $0.compactMap(\.string).joined() } }

  static func lines(of text: String) -> JSONValue {
    var lines: [JSONValue] = []
    var rest = text[...]
    while let end = rest.firstIndex(of: "\n") {
      lines.append(.text(String(rest[...end])))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { lines.append(.text(String(rest))) }
    return .list(lines)
  }

  /// With sorted keys, so that the same value has the same bytes.
  var written: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // Infinite numbers never get in.
    guard let bytes = try? encoder.encode(self) else { preconditionFailure("a JSON value is always JSON") }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  /// The value of something that is written as JSON elsewhere.
  init(encoding value: some Encodable) {
    guard let bytes = try? JSONEncoder().encode(value),
      let decoded = try? JSONDecoder().decode(JSONValue.self, from: bytes)
    else { preconditionFailure("outputs are always JSON") }
    self = decoded
  }

  /// What a file holds; nil where it isn't the JSON of that.
  static func read<Value: Decodable>(_ bytes: Data, as type: Value.Type) -> Value? {
    // The decoder traps where a text ends just where its limit of nesting is passed. Behind a space nothing
    // ends there.
    try? JSONDecoder().decode(type, from: bytes + [0x20])
  }

  func decoded<Value: Decodable>(as type: Value.Type) -> Value? {
    (try? JSONEncoder().encode(self)).flatMap { try? JSONDecoder().decode(type, from: $0) }
  }
}
