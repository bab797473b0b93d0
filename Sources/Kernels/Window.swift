/// How a window moves along one side of an image.
public struct WindowSide: Sendable, Hashable {
  public var size: Int
  public var stride: Int
  /// 1 is a window without gaps.
  public var dilation: Int
  /// Zeros (for a maximum: nothing) before the first and after the last element.
  public var before: Int
  public var after: Int

  public init(size: Int, stride: Int = 1, dilation: Int = 1, before: Int = 0, after: Int = 0) {
    self.size = size
    self.stride = stride
    self.dilation = dilation
    self.before = before
    self.after = after
  }

  /// How many elements the window spans.
  public var span: Int { (size - 1) * dilation + 1 }

  /// How many places the window has on `count` elements; less than one if it doesn't fit.
  public func outputs(of count: Int) -> Int {
    let room = count + before + after - span
    return room < 0 ? 0 : room / stride + 1
  }
}

/// A window that moves over an image.
public struct Window: Sendable, Hashable {
  public var vertical: WindowSide
  public var horizontal: WindowSide

  public init(vertical: WindowSide, horizontal: WindowSide) {
    self.vertical = vertical
    self.horizontal = horizontal
  }

  var sizes: [Int64] { [Int64(vertical.size), Int64(horizontal.size)] }
  var strides: [Int64] { [Int64(vertical.stride), Int64(horizontal.stride)] }
  /// oneDNN counts the gaps: 0 is a window without.
  var dilations: [Int64] { [Int64(vertical.dilation - 1), Int64(horizontal.dilation - 1)] }
  var before: [Int64] { [Int64(vertical.before), Int64(horizontal.before)] }
  var after: [Int64] { [Int64(vertical.after), Int64(horizontal.after)] }
}
