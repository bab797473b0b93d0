internal import COneDNN
public import Tensors

/// How the numbers of a tensor lie in memory: sizes, order, blocks.
///
/// Activations have sizes (batch, channels, height, width), weights (outputs, inputs, height, width).
public struct Layout: Equatable, Sendable {
  let raw: dnnl_memory_desc_t

  init(raw: dnnl_memory_desc_t) { self.raw = raw }

  /// Rows after rows, the last size running fastest.
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

  /// The sizes alone: the operation chooses how they lie.
  public static func any(_ sizes: [Int], _ precision: Precision = .float32) -> Layout {
    any(sizes, of: precision.raw)
  }

  /// Activations whose channels run fastest.
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

  public var sizes: [Int] { Self.numbers(raw.dims, count: Int(raw.ndims)) }

  /// Bytes in memory, padding of blocks included.
  public var byteCount: Int {
    var copy = raw
    return dnnl_memory_desc_get_size(&copy)
  }

  /// How many floats a buffer for it must hold.
  public var floatCount: Int { (byteCount + 3) / 4 }

  public var isPlain: Bool { self == .plain(sizes, of: raw.data_type) }

  /// Whether there is room in it that belongs to no element, as where channels don't fill their blocks; that
  /// must stay zero.
  public var isPadded: Bool {
    guard raw.format_kind == dnnl_blocked else { return true }
    return sizes != Self.numbers(raw.padded_dims, count: Int(raw.ndims))
  }

  /// The same memory with other sizes; nil where the blocks don't allow it.
  public func reshaped(_ sizes: [Int]) -> Layout? {
    var copy = raw
    var result = dnnl_memory_desc_t()
    guard dnnl_memory_desc_reshape(&result, &copy, Int32(sizes.count), sizes.map(Int64.init)) == dnnl_success
    else {
      return nil
    }
    return Layout(raw: result)
  }

  /// The same memory, taken as having as many channels as its blocks have room for. The added channels are
  /// the padding, which is zero.
  public var filledChannels: Layout { withChannels(Int(raw.padded_dims.1)) }

  /// The same memory with another number of channels, within the room that its blocks have.
  public func withChannels(_ count: Int) -> Layout {
    precondition(raw.ndims > 1 && count <= Int(raw.padded_dims.1), "channels stay within the blocks")
    var copy = raw
    copy.dims.1 = Int64(count)
    return Layout(raw: copy)
  }

  /// Where the elements of activations lie, for loops of our own; nil for layouts that have no such simple
  /// form.
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

/// Distances in memory, in floats, between the elements of activations whose channels may lie in blocks.
public struct ActivationSteps: Sendable, Hashable {
  /// Channels that lie side by side.
  public let block: Int
  public let image: Int
  public let channelBlock: Int
  public let row: Int
  public let column: Int

  /// The place of an element within its image.
  public func offset(channel: Int, row y: Int, column x: Int) -> Int {
    channel / block * channelBlock + channel % block + y * row + x * column
  }
}

/// A layout and the memory that it describes.
public struct Tensor {
  public let layout: Layout
  public let buffer: FloatBuffer
  /// Where it begins in the buffer, in floats.
  public let offset: Int

  public init(layout: Layout, buffer: FloatBuffer, offset: Int = 0) {
    precondition(offset >= 0 && offset + layout.floatCount <= buffer.count)
    self.layout = layout
    self.buffer = buffer
    self.offset = offset
  }

  /// A tensor of zeros with memory of its own.
  public init(layout: Layout) {
    self.init(layout: layout, buffer: FloatBuffer(count: layout.floatCount))
  }

  public var pointer: UnsafeMutablePointer<Float> { buffer.pointer + offset }
}
