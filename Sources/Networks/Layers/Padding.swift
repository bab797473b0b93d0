internal import Declarations
internal import Kernels

/// The padding of a convolution or pooling window at the borders.
public enum Padding: Sendable, Hashable {
  /// The output size is the input size divided by the stride, rounded up; an odd element of padding goes
  /// after.
  case same
  /// No padding.
  case valid
  /// This many pixels on each side.
  case fixed(left: Int, right: Int, top: Int, bottom: Int)

  /// The same number of pixels on all sides.
  public static func fixed(_ count: Int) -> Padding {
    .fixed(left: count, right: count, top: count, bottom: count)
  }

  enum Axis { case horizontal, vertical }

  static let kind = ParameterKind.either([
    .choice(["same", "valid"]), .integer(0...65_536), .list(of: .integer(0...65_536)),
  ])

  /// `padding=1` is for all sides, `padding=[2, 1]` for left and right, top and bottom,
  /// `padding=[0, 1, 0, 1]` for left, right, top and bottom.
  init(_ arguments: Arguments, fallback: Padding) {
    if let count = arguments.optionalInteger("padding") {
      self = .fixed(count)
    } else if case .list(let items) = arguments["padding"] {
      let counts = items.map { item in if case .number(let number) = item { Int(number) } else { -1 } }
      switch counts.count {
      case 2: self = .fixed(left: counts[0], right: counts[0], top: counts[1], bottom: counts[1])
      case 4: self = .fixed(left: counts[0], right: counts[1], top: counts[2], bottom: counts[3])
      // No padding is negative: `problem` refuses it.
      default: self = .fixed(left: -1, right: -1, top: -1, bottom: -1)
      }
    } else {
      switch arguments.optionalText("padding") {
      case "same": self = .same
      case "valid": self = .valid
      default: self = fallback
      }
    }
  }

  /// What `padding=` says for it.
  var argument: ArgumentValue {
    switch self {
    case .same: .text("same")
    case .valid: .text("valid")
    case .fixed(let left, let right, let top, let bottom):
      if left == right, left == top, left == bottom {
        .number(Double(left))
      } else {
        .list([left, right, top, bottom].map { .number(Double($0)) })
      }
    }
  }

  /// Throws for a list that has another number of sides than two or four.
  func check() throws(LayerProblem) {
    if case .fixed(let left, _, _, _) = self, left < 0 {
      throw LayerProblem(
        found: "a list for its padding",
        expected: "two numbers (left and right, top and bottom) or four (left, right, top, bottom)",
        hint: "For example: padding=[0, 1, 0, 1]")
    }
  }

  /// The side of a window with this padding on `count` elements.
  func side(size: Int, stride: Int, dilation: Int, count: Int, _ axis: Axis) -> WindowSide {
    var side = WindowSide(size: size, stride: stride, dilation: dilation)
    switch self {
    case .same:
      let outputs = (count + stride - 1) / stride
      let total = max((outputs - 1) * stride + side.span - count, 0)
      side.before = total / 2
      side.after = total - total / 2
    case .valid: break
    case .fixed: (side.before, side.after) = fixed(axis)
    }
    return side
  }

  /// The side of a window that spreads pixels; `same` makes the output `stride` times as large, an odd rest
  /// is cut after.
  func spreadSide(size: Int, stride: Int, dilation: Int, _ axis: Axis) -> WindowSide {
    var side = WindowSide(size: size, stride: stride, dilation: dilation)
    switch self {
    case .same:
      let total = max(side.span - stride, 0)
      side.before = total / 2
      side.after = total - total / 2
    case .valid: break
    case .fixed: (side.before, side.after) = fixed(axis)
    }
    return side
  }

  private func fixed(_ axis: Axis) -> (Int, Int) {
    guard case .fixed(let left, let right, let top, let bottom) = self else { return (0, 0) }
    return axis == .horizontal ? (left, right) : (top, bottom)
  }
}
