internal import COneDNN
internal import Tensors

/// Rows of numbers, packed once, with which the dot products of many batches of other rows are taken.
///
/// Unchecked: nothing of it changes once it is made.
public final class PackedRows: @unchecked Sendable {
  /// What the rows hold.
  public enum Elements: Sendable {
    case floats
    /// Bytes from 0 to 255. Dot products are those of a query with `row - 128`, exact in 32 bits for widths
    /// up to `widestBytes`; the caller adds 128 times the sum of the query.
    case bytes
  }

  public let count: Int
  public let width: Int
  /// Rows of queries at a time, at most.
  public let batch: Int
  /// Whether a query's products have the same bits however many queries are asked with it, and in whatever
  /// place: whole numbers do, and so does oneDNN's code that takes block after block of the features.
  public let isSteady: Bool
  public let elements: Elements
  let layout: Layout
  let buffer: FloatBuffer

  /// 255 * 255 * width stays below 2^31.
  public static let widestBytes = 33_000

  /// - Parameters:
  ///   - rows: `count` rows of `width` floats or bytes, one after the other.
  ///   - context: That of the worker which packs; any worker may use the rows.
  public init(
    _ rows: UnsafeRawPointer, count: Int, width: Int, elements: Elements, batch: Int, context: KernelContext
  ) throws(KernelError) {
    precondition(count > 0 && width > 0 && (elements == .floats || width <= Self.widestBytes))
    self.count = count
    self.width = width
    self.batch = batch
    self.elements = elements
    let operation = try context.dotProducts(
      count: count, width: width, elements: elements, batch: batch, layout: nil)
    isSteady = elements == .bytes || operation.implementation.hasPrefix("brgemm")
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

/// The dot products of batches of queries with packed rows. It belongs to the worker of its context.
public final class DotProducts {
  public let rows: PackedRows
  /// Rows of queries at a time.
  public let batch: Int
  private let operation: Operation

  /// - Parameter batch: At most that for which the rows are packed, which is taken without it, and where the
  ///   processor has no code for fewer that gives the same bits.
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
    if rows.isSteady, rows.elements == .floats, !operation.implementation.hasPrefix("brgemm") {
      batch = rows.batch
      operation = try make()
    }
    self.batch = batch
    self.operation = operation
    try operation.bind(.weights, rows.buffer.pointer)
  }

  /// Writes `batch` lines of `count` products.
  ///
  /// - Parameters:
  ///   - queries: `batch` rows of floats, or of bytes, as the packed rows are.
  ///   - products: Floats, or for bytes 32-bit integers.
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
    var descriptor = dnnl_inner_product_desc_t()
    var source = Layout.plain([batch, width], of: isFloat ? dnnl_f32 : dnnl_u8).raw
    var weights = (layout ?? Layout.any([count, width], of: isFloat ? dnnl_f32 : dnnl_s8)).raw
    var destination = Layout.plain([batch, count], of: isFloat ? dnnl_f32 : dnnl_s32).raw
    try check(
      dnnl_inner_product_forward_desc_init(
        &descriptor, dnnl_forward_inference, &source, &weights, nil, &destination),
      "dnnl_inner_product_forward_desc_init")
    return try operation(descriptor)
  }
}
