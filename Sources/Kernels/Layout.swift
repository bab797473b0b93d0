internal import COneDNN

/// The memory layout of a tensor: sizes, order and blocking.
///
/// Activations have the sizes (batch, channels, height, width), weights (outputs, inputs, height, width).
public struct Layout: Equatable, Sendable {
  private let descriptor: Descriptor

  /// A descriptor of oneDNN, and what it tells of itself.
  ///
  /// `@unchecked Sendable`: nobody changes a descriptor once it is made.
  private final class Descriptor: @unchecked Sendable {
    let raw: OpaquePointer
    let type: dnnl_data_type_t
    let sizes: [Int]
    let paddedSizes: [Int]
    /// Strides and blocks, if the layout has such.
    let blocking: Blocking?

    /// - Parameter raw: A descriptor of the shim, which becomes owned.
    init(_ raw: OpaquePointer) {
      self.raw = raw
      let form = fovea_layout_look(raw)
      type = form.type
      sizes = Self.numbers(form.sizes, count: form.rank)
      paddedSizes = Self.numbers(form.padded_sizes, count: form.rank)
      guard form.is_blocked != 0 else {
        blocking = nil
        return
      }
      blocking = Blocking(
        strides: Self.numbers(form.strides, count: form.rank),
        blockSizes: Self.numbers(form.block_sizes, count: form.block_count),
        blockDimensions: Self.numbers(form.block_dimensions, count: form.block_count))
    }

    deinit { fovea_layout_destroy(raw) }

    private static func numbers<Tuple>(_ tuple: Tuple, count: Int32) -> [Int] {
      withUnsafeBytes(of: tuple) { bytes in
        bytes.bindMemory(to: Int64.self).prefix(Int(count)).map(Int.init)
      }
    }
  }

  /// The strides of blocks, and the blocks from the outermost to the innermost.
  private struct Blocking {
    let strides: [Int]
    let blockSizes: [Int]
    let blockDimensions: [Int]
  }

  /// - Parameter made: A descriptor of the shim, which becomes owned; nil where oneDNN refuses to make it.
  init?(_ made: OpaquePointer?) {
    guard let made else { return nil }
    descriptor = Descriptor(made)
  }

  /// Calls `body` with the descriptor, which is valid for that call.
  func withDescriptor<Result>(_ body: (OpaquePointer) -> Result) -> Result {
    withExtendedLifetime(descriptor) { body(descriptor.raw) }
  }

  /// Row-major order: the last dimension is contiguous.
  public static func plain(_ sizes: [Int]) -> Layout { plain(sizes, of: dnnl_f32) }

  static func plain(_ sizes: [Int], of type: dnnl_data_type_t) -> Layout {
    var strides = [Int64](repeating: 1, count: sizes.count)
    for index in stride(from: sizes.count - 2, through: 0, by: -1) {
      strides[index] = strides[index + 1] * Int64(sizes[index + 1])
    }
    let made = fovea_layout_strided(Int32(sizes.count), sizes.map(Int64.init), type, strides)
    guard let layout = Layout(made) else { preconditionFailure("sizes are checked before") }
    return layout
  }

  static func tagged(
    _ tag: dnnl_format_tag_t, _ sizes: [Int], of type: dnnl_data_type_t = dnnl_f32
  ) -> Layout {
    let made = fovea_layout_tagged(Int32(sizes.count), sizes.map(Int64.init), type, tag)
    guard let layout = Layout(made) else { preconditionFailure("sizes are checked before") }
    return layout
  }

  /// Sizes only; the operation chooses the layout.
  public static func any(_ sizes: [Int], _ precision: Precision = .float32) -> Layout {
    any(sizes, of: precision.raw)
  }

  static func any(_ sizes: [Int], of type: dnnl_data_type_t) -> Layout {
    tagged(dnnl_format_tag_any, sizes, of: type)
  }

  /// Activations with contiguous channels (NHWC).
  static func channelsLast(_ sizes: [Int]) -> Layout { tagged(dnnl_nhwc, sizes) }

  public static func == (left: Layout, right: Layout) -> Bool {
    left.withDescriptor { first in right.withDescriptor { fovea_layout_equal(first, $0) == 1 } }
  }

  /// The size of each dimension.
  public var sizes: [Int] { descriptor.sizes }

  /// The type of the elements.
  var type: dnnl_data_type_t { descriptor.type }

  /// Bytes in memory, including block padding.
  public var byteCount: Int { withDescriptor { fovea_layout_bytes($0) } }

  /// The size of a buffer for it, in floats.
  public var floatCount: Int { (byteCount + 3) / 4 }

  /// Whether it is row-major without blocks.
  public var isPlain: Bool { self == .plain(sizes, of: type) }

  /// Whether it has padding, as when channels don't fill their blocks; padding must stay zero.
  public var isPadded: Bool { descriptor.blocking == nil || sizes != descriptor.paddedSizes }

  /// The same memory with other sizes; nil if the blocking doesn't allow it.
  public func reshaped(_ sizes: [Int]) -> Layout? {
    Layout(withDescriptor { fovea_layout_reshaped($0, Int32(sizes.count), sizes.map(Int64.init)) })
  }

  /// The same memory with the padding taken as additional channels, which are zero.
  public var filledChannels: Layout { withChannels(descriptor.paddedSizes[1]) }

  /// The same memory with another number of channels, up to the capacity of its blocks.
  public func withChannels(_ count: Int) -> Layout {
    precondition(
      sizes.count > 1 && count <= descriptor.paddedSizes[1], "channels stay within the blocks")
    if count == sizes[1] { return self }
    let made = withDescriptor { fovea_layout_with_channels($0, Int64(count)) }
    guard let layout = Layout(made) else { preconditionFailure("blocks of channels have a tag") }
    return layout
  }

  /// The same order of elements of another type; row-major where oneDNN has no such order for it.
  func converted(to type: dnnl_data_type_t) -> Layout {
    if type == self.type { return self }
    return Layout(withDescriptor { fovea_layout_typed($0, type) }) ?? .plain(sizes, of: type)
  }

  /// Strides for our own loops over activations; nil for more complex layouts.
  public var activationSteps: ActivationSteps? {
    guard let blocking = descriptor.blocking, sizes.count == 4 else { return nil }
    let strides = blocking.strides
    guard blocking.blockDimensions.allSatisfy({ $0 == 1 }), blocking.blockSizes.count < 2 else { return nil }
    return ActivationSteps(
      block: blocking.blockSizes.first ?? 1, image: strides[0], channelBlock: strides[1], row: strides[2],
      column: strides[3])
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
