internal import COneDNN
public import Tensors

/// The memory layout of a tensor: sizes, order and blocking.
///
/// Activations have the sizes (batch, channels, height, width), weights (outputs, inputs, height, width).
public struct Layout: Equatable, Sendable {
  let raw: dnnl_memory_desc_t

  init(raw: dnnl_memory_desc_t) { self.raw = raw }

  /// Row-major order: the last dimension is contiguous.
  public static func plain(_ sizes: [Int]) -> Layout { plain(sizes, of: dnnl_f32) }

  static func plain(_ sizes: [Int], of type: dnnl_data_type_t) -> Layout {
    var strides = [Int64](repeating: 1, count: sizes.count)
    for index in stride(from: sizes.count - 2, through: 0, by: -1) {
      strides[index] = strides[index + 1] * Int64(sizes[index + 1])
    }
    var raw = dnnl_memory_desc_t()
    let status = dnnl_memory_desc_init_by_strides(
      &raw, Int32(sizes.count), sizes.map(Int64.init), type, strides)
    precondition(status == dnnl_success, "sizes are checked before")
    return Layout(raw: raw)
  }

  /// Sizes only; the operation chooses the layout.
  public static func any(_ sizes: [Int], _ precision: Precision = .float32) -> Layout {
    any(sizes, of: precision.raw)
  }

  /// Activations with contiguous channels (NHWC).
  static func channelsLast(_ sizes: [Int]) -> Layout {
    var raw = dnnl_memory_desc_t()
    let status = dnnl_memory_desc_init_by_tag(
      &raw, Int32(sizes.count), sizes.map(Int64.init), dnnl_f32, dnnl_nhwc)
    precondition(status == dnnl_success, "sizes are checked before")
    return Layout(raw: raw)
  }

  static func any(_ sizes: [Int], of type: dnnl_data_type_t) -> Layout {
    var raw = dnnl_memory_desc_t()
    let status = dnnl_memory_desc_init_by_tag(
      &raw, Int32(sizes.count), sizes.map(Int64.init), type, dnnl_format_tag_any)
    precondition(status == dnnl_success, "sizes are checked before")
    return Layout(raw: raw)
  }

  public static func == (left: Layout, right: Layout) -> Bool {
    var first = left.raw
    var second = right.raw
    return dnnl_memory_desc_equal(&first, &second) == 1
  }

  /// The size of each dimension.
  public var sizes: [Int] { Self.numbers(raw.dims, count: Int(raw.ndims)) }

  /// Bytes in memory, including block padding.
  public var byteCount: Int {
    var copy = raw
    return dnnl_memory_desc_get_size(&copy)
  }

  /// The size of a buffer for it, in floats.
  public var floatCount: Int { (byteCount + 3) / 4 }

  /// Whether it is row-major without blocks.
  public var isPlain: Bool { self == .plain(sizes, of: raw.data_type) }

  /// Whether it has padding, as when channels don't fill their blocks; padding must stay zero.
  public var isPadded: Bool {
    guard raw.format_kind == dnnl_blocked else { return true }
    return sizes != Self.numbers(raw.padded_dims, count: Int(raw.ndims))
  }

  /// The same memory with other sizes; nil if the blocking doesn't allow it.
  public func reshaped(_ sizes: [Int]) -> Layout? {
    var copy = raw
    var result = dnnl_memory_desc_t()
    guard dnnl_memory_desc_reshape(&result, &copy, Int32(sizes.count), sizes.map(Int64.init)) == dnnl_success
    else {
      return nil
    }
    return Layout(raw: result)
  }

  /// The same memory with the padding taken as additional channels, which are zero.
  public var filledChannels: Layout { withChannels(Int(raw.padded_dims.1)) }

  /// The same memory with another number of channels, up to the capacity of its blocks.
  public func withChannels(_ count: Int) -> Layout {
    precondition(raw.ndims > 1 && count <= Int(raw.padded_dims.1), "channels stay within the blocks")
    var copy = raw
    copy.dims.1 = Int64(count)
    return Layout(raw: copy)
  }

  /// Strides for our own loops over activations; nil for more complex layouts.
  public var activationSteps: ActivationSteps? {
    guard raw.format_kind == dnnl_blocked, raw.ndims == 4 else { return nil }
    let blocking = raw.format_desc.blocking
    let strides = Self.numbers(blocking.strides, count: 4)
    switch blocking.inner_nblks {
    case 0:
      return ActivationSteps(
        block: 1, image: strides[0], channelBlock: strides[1], row: strides[2], column: strides[3])
    case 1 where blocking.inner_idxs.0 == 1:
      return ActivationSteps(
        block: Int(blocking.inner_blks.0), image: strides[0], channelBlock: strides[1], row: strides[2],
        column: strides[3])
    default: return nil
    }
  }

  private static func numbers<Tuple>(_ tuple: Tuple, count: Int) -> [Int] {
    withUnsafeBytes(of: tuple) { bytes in
      bytes.bindMemory(to: Int64.self).prefix(count).map(Int.init)
    }
  }
}

/// Strides, in floats, of activations whose channels may be blocked.
public struct ActivationSteps: Sendable, Hashable {
  /// Channels per block.
  public let block: Int
  /// The stride from image to image.
  public let image: Int
  /// The stride from block to block of channels.
  public let channelBlock: Int
  /// The stride from row to row.
  public let row: Int
  /// The stride from column to column.
  public let column: Int

  /// The position of an element within its image.
  public func offset(channel: Int, row y: Int, column x: Int) -> Int {
    channel / block * channelBlock + channel % block + y * row + x * column
  }
}

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
}
