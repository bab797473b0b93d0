internal import Declarations

/// Width and height in pixels of a kernel, a window or a stride; the literal `3` means 3x3.
public struct WindowSize: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// In pixels, at least 1.
  public var width: Int
  /// In pixels, at least 1.
  public var height: Int

  /// A window of this width and height in pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// A square window.
  ///
  /// - Parameter side: In pixels, at least 1.
  public init(_ side: Int) { self.init(width: side, height: side) }

  /// A square window of a literal number of pixels.
  public init(integerLiteral side: Int) { self.init(side) }

  static let kind = ParameterKind.either([.size(2...2), .integer(1...65_536)])

  /// As the language has it: width x height.
  var size: ArgumentValue { .size([width, height]) }

  /// One number where both are the same.
  var number: ArgumentValue { width == height ? .number(Double(width)) : size }
}

extension Arguments {
  /// A size of two numbers (width x height), or one number for both.
  func windowSize(_ name: String) -> WindowSize? {
    if let size = optionalSize(name) { return WindowSize(width: size[0], height: size[1]) }
    return optionalInteger(name).map { WindowSize($0) }
  }
}

/// The number of outputs of a layer: a number, or the number of classes.
public enum OutputCount: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// This many, at least 1.
  case number(Int)
  /// The number of classes of the data.
  case classes

  /// A literal number of outputs.
  public init(integerLiteral count: Int) { self = .number(count) }

  static let kind = ParameterKind.either([.choice(["classes"]), .integer(1...1_048_576)])

  /// What stands for it in the language; a word stands for the classes.
  init(_ arguments: Arguments, _ name: String) {
    self = arguments.optionalInteger(name).map(Self.number) ?? .classes
  }

  var argument: ArgumentValue {
    switch self {
    case .number(let count): .number(Double(count))
    case .classes: .text("classes")
    }
  }

  func count(classes: Int) -> Int { if case .number(let count) = self { count } else { classes } }
}
