public import Declarations

/// Why a file isn't a valid safetensors file.
@nonexhaustive
public enum SafetensorsError: ExplainedError, Hashable {
  /// The file has fewer than 8 bytes; the number of bytes.
  case tooShort(Int)
  /// The header's length exceeds 100,000,000 bytes; the length.
  case headerTooLong(UInt64)
  /// The file ends within the header; both numbers are bytes.
  case truncatedHeader(expected: Int, found: Int)
  /// The header isn't valid JSON of this format; the reason.
  case badHeader(String)
  /// The tensor has an unsupported element type.
  case unknownType(tensor: String, type: String)
  /// The position of a tensor is invalid or doesn't fit its shape.
  case badOffsets(tensor: String, reason: String)
  /// Tensors leave a gap or overlap at this byte of the data.
  case gap(at: Int)
  /// Data after the last tensor; the number of bytes.
  case trailingBytes(Int)

  /// What is wrong, in one sentence; it doesn't name the file.
  public var message: String {
    switch self {
    case .tooShort(let count):
      "it is no safetensors file: it has \(count) bytes, and the length of the header alone takes 8."
    case .headerTooLong(let length):
      "it is no safetensors file: its header would have \(length) bytes (at most 100,000,000)."
    case .truncatedHeader(let expected, let found):
      "it is cut off: its header has \(expected) bytes, found \(found)."
    case .badHeader(let reason): "its header can't be read: \(reason)."
    case .unknownType(let tensor, let type):
      "the tensor '\(tensor)' has the type '\(type)', which isn't known."
    case .badOffsets(let tensor, let reason): "the tensor '\(tensor)' lies wrong in the file: \(reason)."
    case .gap(let offset): "the tensors leave a hole or overlap at byte \(offset) of the data."
    case .trailingBytes(let count): "\(count) bytes of data belong to no tensor."
    }
  }

  /// How to fix it; nil when there is no advice.
  public var hint: String? {
    switch self {
    case .unknownType: "Known are F64 F32 F16 BF16 I64 I32 U8."
    case .truncatedHeader, .gap, .trailingBytes: "Copy the file again."
    default: nil
    }
  }
}
