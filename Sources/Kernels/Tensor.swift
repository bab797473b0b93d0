public import Tensors

/// A buffer, or a section of one, with its layout.
public struct Tensor {
  /// The layout.
  public let layout: Layout
  /// The memory, maybe shared with other tensors.
  public let buffer: FloatBuffer
  /// Its start within the buffer, in floats.
  public let offset: Int

  /// A view of a section of a buffer.
  ///
  /// - Precondition: The buffer is large enough.
  public init(layout: Layout, buffer: FloatBuffer, offset: Int = 0) {
    precondition(offset >= 0 && offset + layout.floatCount <= buffer.count)
    self.layout = layout
    self.buffer = buffer
    self.offset = offset
  }

  /// A tensor of zeros with its own memory.
  public init(layout: Layout) {
    self.init(layout: layout, buffer: FloatBuffer(count: layout.floatCount))
  }

  /// The first float.
  public var pointer: UnsafeMutablePointer<Float> { buffer.pointer + offset }

  /// The same memory as one row of numbers, with the padding of blocks, which is zero.
  public var flat: Tensor { Tensor(layout: layout.flat, buffer: buffer, offset: offset) }

  /// Zeroes the padding of channel blocks, after a function that doesn't map 0 to 0.
  public func clearPadding() {
    guard let steps = layout.activationSteps, steps.block > 1 else { return }
    let sizes = layout.sizes
    let used = sizes[1] % steps.block
    guard used > 0 else { return }
    for image in 0..<sizes[0] {
      let block = pointer + image * steps.image + sizes[1] / steps.block * steps.channelBlock
      for row in 0..<sizes[2] {
        for column in 0..<sizes[3] {
          let place = block + row * steps.row + column * steps.column
          for lane in used..<steps.block { place[lane] = 0 }
        }
      }
    }
  }
}
