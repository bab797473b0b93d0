internal import COneDNN
internal import Tensors

/// A matrix of row vectors, packed once, to compute dot products with many batches of other vectors.
///
/// `@unchecked Sendable`: it is immutable after initialization.
public final class PackedRows: @unchecked Sendable {
  /// The type of the elements.
  public enum Elements: Sendable {
    /// Float32.
    case floats
    /// Bytes from 0 to 255. The products are those of a query with `row - 128`, exact in 32 bits for widths
    /// up to `widestBytes`; the caller adds 128 times the sum of the query.
    case bytes
  }

  /// The number of rows.
  public let count: Int
  /// The length of each row.
  public let width: Int
  /// The maximum number of queries per batch.
  public let batch: Int
  /// Whether smaller batches give the same bits: true for integers, and for oneDNN's `brgemm` code.
  public let takesFewer: Bool
  /// The type of the elements.
  public let elements: Elements
  let layout: Layout
  let buffer: FloatBuffer

  /// Code for matrix products cuts a batch into tiles of 4, 6 or 8 queries (AVX2: 6), and has other code,
  /// with other bits, for what is left: of this many nothing is.
  static let steadyBatch = 24

  /// The largest width of bytes: 255 * 255 * width stays below 2^31.
  public static let widestBytes = 33_000

  /// Packs a matrix.
  ///
  /// - Parameters:
  ///   - rows: The matrix in row-major order.
  ///   - count: The number of rows.
  ///   - width: The length of each row.
  ///   - elements: The type of the elements.
  ///   - batch: The maximum number of queries per batch.
  ///   - isSteady: Whether the products of a query must be bit-identical wherever it stands in the batch. On
  ///     processors whose code doesn't promise that, batches then are smaller.
  ///   - context: The context of the packing worker; any worker may use the rows.
  public init(
    _ rows: UnsafeRawPointer, count: Int, width: Int, elements: Elements, batch: Int, isSteady: Bool = false,
    context: KernelContext
  ) throws(KernelError) {
    precondition(count > 0 && width > 0 && (elements == .floats || width <= Self.widestBytes))
    self.count = count
    self.width = width
    self.elements = elements
    var operation = try context.dotProducts(
      count: count, width: width, elements: elements, batch: batch, layout: nil)
    takesFewer = elements == .bytes || operation.implementation.hasPrefix("brgemm")
    if isSteady, !takesFewer, batch > Self.steadyBatch {
      self.batch = Self.steadyBatch
      operation = try context.dotProducts(
        count: count, width: width, elements: elements, batch: self.batch, layout: nil)
    } else {
      self.batch = batch
    }
    layout = operation.required(.weights)
    buffer = FloatBuffer(count: layout.floatCount, inLargePages: true)
    let plain = Layout.plain([count, width], of: elements == .floats ? dnnl_f32 : dnnl_s8)
    let reorder = try context.reorder(from: plain, to: layout)
    let shifted: FloatBuffer?
    switch elements {
    case .floats:
      shifted = nil
      // It is only read.
      try reorder.bind(.source, UnsafeMutablePointer(mutating: rows.assumingMemoryBound(to: Float.self)))
    case .bytes:
      let copy = FloatBuffer(count: plain.floatCount)
      let from = rows.assumingMemoryBound(to: UInt8.self)
      let to = UnsafeMutableRawPointer(copy.pointer).assumingMemoryBound(to: UInt8.self)
      // The top bit turned over is the byte less 128, as a signed one.
      for index in 0..<count * width { to[index] = from[index] ^ 0x80 }
      shifted = copy
      try reorder.bind(.source, copy.pointer)
    }
    try reorder.bind(.destination, buffer.pointer)
    reorder.run()
    withExtendedLifetime(shifted) {}
  }
}

/// The dot products of batches of queries with packed rows; bound to the worker of its context.
public final class DotProducts {
  /// The packed rows.
  public let rows: PackedRows
  /// The number of queries per batch.
  public let batch: Int
  private let operation: Operation

  /// The products with packed rows.
  ///
  /// - Parameters:
  ///   - rows: The packed rows.
  ///   - batch: The number of queries, at most `rows.batch`, which is the default, and is also used if the
  ///     processor has no bit-identical code for smaller batches.
  ///   - context: The context of the worker.
  public init(_ rows: PackedRows, batch: Int? = nil, context: KernelContext) throws(KernelError) {
    self.rows = rows
    var batch = batch ?? rows.batch
    precondition((1...rows.batch).contains(batch))
    func make() throws(KernelError) -> Operation {
      try context.dotProducts(
        count: rows.count, width: rows.width, elements: rows.elements, batch: batch, layout: rows.layout)
    }
    var operation = try make()
    // Other code for fewer queries could give other bits.
    if rows.takesFewer, rows.elements == .floats, !operation.implementation.hasPrefix("brgemm") {
      batch = rows.batch
      operation = try make()
    }
    self.batch = batch
    self.operation = operation
    try operation.bind(.weights, rows.buffer.pointer)
  }

  /// Writes batch x count products in row-major order.
  ///
  /// - Parameters:
  ///   - queries: batch x width floats or bytes, as the packed rows are.
  ///   - products: Room for floats, or for bytes 32-bit integers.
  public func run(queries: UnsafeMutableRawPointer, into products: UnsafeMutableRawPointer)
    throws(KernelError)
  {
    // Handles of memory carry no type of their own: the layouts say what lies there.
    try operation.bind(.source, queries.assumingMemoryBound(to: Float.self))
    try operation.bind(.destination, products.assumingMemoryBound(to: Float.self))
    operation.run()
  }
}

extension KernelContext {
  fileprivate func dotProducts(
    count: Int, width: Int, elements: PackedRows.Elements, batch: Int, layout: Layout?
  ) throws(KernelError) -> Operation {
    let isFloat = elements == .floats
    return try operation(
      "dnnl_inner_product_forward", source: .plain([batch, width], of: isFloat ? dnnl_f32 : dnnl_u8),
      weights: layout ?? .any([count, width], of: isFloat ? dnnl_f32 : dnnl_s8),
      destination: .plain([batch, count], of: isFloat ? dnnl_f32 : dnnl_s32)
    ) { fovea_inner_product_forward($0, dnnl_forward_inference) }
  }
}
