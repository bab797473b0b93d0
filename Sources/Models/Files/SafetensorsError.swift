public import Tensors

/// What can be wrong with a safetensors file.
@nonexhaustive
public enum SafetensorsError: ExplainedError, Hashable {
  case tooShort(Int)
  case headerTooLong(UInt64)
  case truncatedHeader(expected: Int, found: Int)
  case badHeader(String)
  case unknownType(tensor: String, type: String)
  case badOffsets(tensor: String, reason: String)
  case gap(at: Int)
  case trailingBytes(Int)

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

  public var hint: String? {
    switch self {
    case .unknownType: "Known are F64 F32 F16 BF16 I64 I32 U8."
    case .truncatedHeader, .gap, .trailingBytes: "Copy the file again."
    default: nil
    }
  }
}
