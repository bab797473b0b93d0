internal import Crypto
internal import Foundation
internal import Tensors

/// A file of named tensors in the safetensors format: <https://github.com/huggingface/safetensors>.
///
/// The file has the header's length (64 bits, little-endian), a JSON header with type, shape and position of
/// each tensor, and the contiguous data. F32 is written; F64, F16, BF16, I64, I32 and U8 are read as well.
public struct Safetensors: Sendable, Hashable {
  /// The tensors, in the order of their data in the file.
  public var tensors: [NamedTensor]
  /// The `__metadata__` of the header.
  public var metadata: [String: String]

  /// A file with these tensors and metadata.
  public init(tensors: [NamedTensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  static let headerLimit: UInt64 = 100_000_000
  private static let metadataKey = "__metadata__"

  /// `sha256:` and 64 hexadecimal digits over names, shapes, values and metadata, in a fixed order.
  public var digest: String {
    var hash = SHA256()
    func add(_ text: String) {
      hash.update(data: Data(text.utf8))
      hash.update(data: Data([0]))
    }
    for tensor in tensors {
      add(tensor.name)
      add(tensor.shape.map(String.init).joined(separator: "x"))
      tensor.values.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      add(key)
      add(value)
    }
    return "sha256:" + hash.finalize().hexadecimal
  }

  // MARK: Writing

  /// The bytes of the file; equal tensors and metadata give equal bytes.
  public func encoded() -> [UInt8] {
    var header: [String: Any] = [:]
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.values.count * 4
      header[tensor.name] = ["dtype": "F32", "shape": tensor.shape, "data_offsets": [offset, end]]
      offset = end
    }
    if !metadata.isEmpty { header[Self.metadataKey] = metadata }
    // Keys and values are strings and whole numbers, which JSON always holds.
    guard
      var json = try? JSONSerialization.data(
        withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    else {
      preconditionFailure("a header of strings and whole numbers is always JSON")
    }
    // The numbers begin at a multiple of 8; blanks at the header's end are allowed for that.
    while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + json.count + offset)
    withUnsafeBytes(of: UInt64(json.count).littleEndian) { bytes += $0 }
    bytes += json
    for tensor in tensors {
      tensor.values.withUnsafeBytes { bytes += $0 }
    }
    return bytes
  }

  // MARK: Reading

  struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    // The name is that of the file format.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let data_offsets: [Int]
  }

  struct Header: Decodable {
    var entries: [String: Entry] = [:]
    var metadata: [String: String] = [:]

    struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }

      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in container.allKeys {
        if key.stringValue == metadataKey {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
        }
      }
    }
  }

  /// Whether a file beginning with these bytes may be in this format; 8 bytes are enough.
  public static func mayBegin(with bytes: [UInt8]) -> Bool {
    bytes.count >= 8 && bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } <= headerLimit
  }

  static func header(_ head: [UInt8]) throws(SafetensorsError) -> Header {
    let json = Data(head)
    guard String(validating: json, as: UTF8.self) != nil else { throw .badHeader("it isn't UTF-8") }
    do {
      // The decoder traps where a text ends just where its limit of nesting is passed. Behind a space nothing
      // ends there.
      return try JSONDecoder().decode(Header.self, from: json + [0x20])
    } catch {
      throw .badHeader("it isn't the JSON of a safetensors header")
    }
  }

  /// Parses the bytes of a whole file.
  public init(decoding bytes: [UInt8]) throws(SafetensorsError) {
    let length = try Self.headLength(of: bytes, size: bytes.count)
    let header = try Self.header(Array(bytes[8..<8 + length]))
    let data = bytes[(8 + length)...]
    var tensors: [NamedTensor] = []
    var position = 0
    // Both ends, so that an empty tensor comes before the one that begins where it lies.
    let ordered = header.entries.sorted {
      $0.value.data_offsets.lexicographicallyPrecedes($1.value.data_offsets)
    }
    for (name, entry) in ordered {
      guard let type = ElementType(rawValue: entry.dtype) else {
        throw .unknownType(tensor: name, type: entry.dtype)
      }
      let count = try Self.count(of: entry, name)
      guard entry.data_offsets.count == 2, entry.data_offsets[0] >= 0,
        entry.data_offsets[1] >= entry.data_offsets[0]
      else {
        throw .badOffsets(tensor: name, reason: "its offsets make no sense")
      }
      let (start, end) = (entry.data_offsets[0], entry.data_offsets[1])
      guard end <= data.count else {
        throw .badOffsets(tensor: name, reason: "it ends at byte \(end) of \(data.count)")
      }
      guard end - start == count * type.size else {
        throw .badOffsets(
          tensor: name, reason: "its shape takes \(count * type.size) bytes, its offsets give \(end - start)")
      }
      guard start == position else { throw .gap(at: min(start, position)) }
      position = end
      let slice = data[(data.startIndex + start)..<(data.startIndex + end)]
      tensors.append(NamedTensor(name: name, shape: entry.shape, values: type.values(slice, count: count)))
    }
    guard position == data.count else { throw .trailingBytes(data.count - position) }
    self.init(tensors: tensors, metadata: header.metadata)
  }

  private static func count(of entry: Entry, _ name: String) throws(SafetensorsError) -> Int {
    var count = 1
    for side in entry.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      guard side >= 0, !overflow, product < 1 << 48 else {
        throw .badOffsets(tensor: name, reason: "its shape makes no sense")
      }
      count = product
    }
    return count
  }
}

/// The types of numbers that are read.
private enum ElementType: String {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case brain16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case uint8 = "U8"

  var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .brain16: 2
    case .uint8: 1
    }
  }

  func values(_ bytes: ArraySlice<UInt8>, count: Int) -> [Float] {
    bytes.withUnsafeBytes { raw in
      (0..<count).map { index in
        func load<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
          Number(littleEndian: raw.loadUnaligned(fromByteOffset: index * size, as: type))
        }
        switch self {
        case .float64: return Float(Double(bitPattern: load(UInt64.self)))
        case .float32: return Float(bitPattern: load(UInt32.self))
        case .float16: return Self.half(load(UInt16.self))
        case .brain16: return Float(bitPattern: UInt32(load(UInt16.self)) << 16)
        case .int64: return Float(load(Int64.self))
        case .int32: return Float(load(Int32.self))
        case .uint8: return Float(load(UInt8.self))
        }
      }
    }
  }

  /// A number of IEEE's 16 bits; `Float16` isn't there on every machine.
  private static func half(_ bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }
}
