internal import COneDNN

/// A sliding window along one dimension.
public struct WindowSide: Sendable, Hashable {
  /// The number of elements.
  public var size: Int
  /// The step between positions.
  public var stride: Int
  /// The spacing of the elements; 1 means no gaps.
  public var dilation: Int
  /// Padding before the first element: zeros, or ignored by a maximum.
  public var before: Int
  /// Padding after the last element.
  public var after: Int

  /// A window, by default without padding.
  public init(size: Int, stride: Int = 1, dilation: Int = 1, before: Int = 0, after: Int = 0) {
    self.size = size
    self.stride = stride
    self.dilation = dilation
    self.before = before
    self.after = after
  }

  /// The extent of the window, gaps included.
  public var span: Int { (size - 1) * dilation + 1 }

  /// The number of positions of the window on `count` elements; 0 if it doesn't fit.
  public func outputs(of count: Int) -> Int {
    let room = count + before + after - span
    return room < 0 ? 0 : room / stride + 1
  }
}

/// A window that slides over an image.
public struct Window: Sendable, Hashable {
  /// Along the height.
  public var vertical: WindowSide
  /// Along the width.
  public var horizontal: WindowSide

  /// A window of these two sides.
  public init(vertical: WindowSide, horizontal: WindowSide) {
    self.vertical = vertical
    self.horizontal = horizontal
  }

  var raw: fovea_window {
    fovea_window(
      sizes: pair(\.size), strides: pair(\.stride), gaps: pair(\.gap), before: pair(\.before),
      after: pair(\.after))
  }

  private func pair(_ number: (WindowSide) -> Int) -> (Int64, Int64) {
    (Int64(number(vertical)), Int64(number(horizontal)))
  }
}

extension WindowSide {
  /// oneDNN counts what lies between the elements.
  fileprivate var gap: Int { dilation - 1 }
}
