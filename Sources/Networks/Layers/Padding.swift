internal import Declarations
internal import Kernels

/// What stands around an image where a window reaches over its border.
enum Padding: Sendable, Hashable {
  /// As much as makes the output as large as the input divided by the stride, rounded up; an odd rest goes after.
  case same
  case valid
  /// This much on each side.
  case fixed(Int)

  static let kind = ParameterKind.either([.choice(["same", "valid"]), .integer(0...65_536)])

  init(_ arguments: Arguments, fallback: Padding) {
    if let count = arguments.optionalInteger("padding") {
      self = .fixed(count)
    } else {
      switch arguments.optionalText("padding") {
      case "same": self = .same
      case "valid": self = .valid
      default: self = fallback
      }
    }
  }

  /// The side of a window with this padding on `count` elements.
  func side(size: Int, stride: Int, dilation: Int, count: Int) -> WindowSide {
    var side = WindowSide(size: size, stride: stride, dilation: dilation)
    switch self {
    case .same:
      let outputs = (count + stride - 1) / stride
      let total = max((outputs - 1) * stride + side.span - count, 0)
      side.before = total / 2
      side.after = total - total / 2
    case .valid: break
    case .fixed(let padding):
      side.before = padding
      side.after = padding
    }
    return side
  }
}

extension Arguments {
  /// A size of two numbers (width x height), or one number for both.
  func windowSize(_ name: String) -> (width: Int, height: Int)? {
    if let size = optionalSize(name) { return (size[0], size[1]) }
    return optionalInteger(name).map { ($0, $0) }
  }

  static let windowKind = ParameterKind.either([.size(2...2), .integer(1...65_536)])
}
