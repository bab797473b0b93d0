internal import CSolver
internal import Datasets
internal import Kernels
internal import Tensors

/// A kernel on the rows as they are kept: how dot products become kernel values.
///
/// Rows of floats are kept less the mean of the training part where the kernel allows it: an RBF only sees
/// differences, and a linear machine's solution doesn't change when all its points move together. Dot
/// products of small numbers round less: without it the dual objective is off by 3e-5 on Fashion-MNIST, with
/// it by 2e-6. Rows of bytes need none of this, their dot products are exact; for a linear kernel the mean
/// enters the offsets below.
struct KernelMap: Sendable {
  let function: KernelFunction
  /// The scale of rows of bytes; nil for floats.
  let bytes: ByteScale?
  let width: Int
  /// The mean of each feature.
  let means: [Double]

  /// The same with means of float precision, as files keep them.
  var rounded: KernelMap {
    KernelMap(function: function, bytes: bytes, width: width, means: means.map { Double(Float($0)) })
  }

  /// Whether rows of floats are kept less the means.
  var isCentred: Bool { bytes == nil && (function.kind == .rbf || function.kind == .linear) }

  /// What the loops need of a row besides its products.
  struct RowStatistics: Sendable {
    /// Of bytes: the sum of squares, and the sum.
    var square: Int32 = 0
    var sum: Int32 = 0
    /// Of floats: the sum of squares.
    var norm: Float = 0
    /// Its share of what is added to the scaled dot product.
    var offset = 0.0
    /// The kernel of the row with itself.
    var diagonal = 1.0
  }

  /// What the dot product is multiplied by.
  var scale: Double {
    let gamma = function.kind == .linear ? 1 : function.gamma
    return bytes.map { gamma * $0.step * $0.step } ?? gamma
  }

  /// Whether the offsets of rows vary.
  var hasOffsets: Bool {
    guard let bytes, function.kind != .rbf else { return false }
    return function.kind == .linear || bytes.offset != 0
  }

  func facts(bytes row: UnsafePointer<UInt8>) -> RowStatistics {
    guard let bytes else { preconditionFailure("rows of bytes have a scale") }
    var facts = RowStatistics()
    var square = 0
    var sum = 0
    for k in 0..<width {
      let value = Int(row[k])
      sum += value
      square += value * value
    }
    facts.square = Int32(square)
    facts.sum = Int32(sum)
    guard function.kind != .rbf else { return facts }
    let plain = bytes.step * bytes.offset * Double(sum) + Double(width) * bytes.offset * bytes.offset / 2
    if function.kind == .linear {
      var inner = 0.0
      var meanSquare = 0.0
      for k in 0..<width {
        inner += means[k] * (bytes.offset + bytes.step * Double(row[k]))
        meanSquare += means[k] * means[k]
      }
      facts.offset = plain - inner + meanSquare / 2
    } else {
      facts.offset = function.gamma * plain + function.coef0 / 2
    }
    facts.diagonal = value(scale * Double(square) + 2 * facts.offset)
    return facts
  }

  func facts(floats row: UnsafePointer<Float>) -> RowStatistics {
    var facts = RowStatistics()
    var square = 0.0
    for k in 0..<width { square += Double(row[k]) * Double(row[k]) }
    facts.norm = Float(square)
    facts.offset = function.kind == .polynomial || function.kind == .sigmoid ? function.coef0 / 2 : 0
    if function.kind != .rbf { facts.diagonal = value(scale * square + 2 * facts.offset) }
    return facts
  }

  private func value(_ inner: Double) -> Double {
    switch function.kind {
    case .linear, .rbf: inner
    case .polynomial: KernelFunction.power(inner, function.degree)
    case .sigmoid: ElementaryFunctions.tanh(inner)
    }
  }

  /// The kernels of one query with all rows of a block, from their dot products.
  func apply(
    products: UnsafeRawPointer, query: RowStatistics, block: KernelBlock,
    into out: UnsafeMutablePointer<Float>
  ) {
    let count = block.count
    let kind: Int32 =
      switch function.kind {
      case .linear, .rbf: 0
      case .polynomial: 1
      case .sigmoid: 2
      }
    let degree = Int32(function.degree)
    if bytes != nil {
      let dots = products.assumingMemoryBound(to: Int32.self)
      // Packed rows are bytes less 128.
      let shift = 128 * query.sum
      if function.kind == .rbf {
        fovea_rbf_integers(dots, block.squares, query.square, shift, Float(scale), out, count)
      } else {
        let offsets = hasOffsets ? UnsafePointer(block.offsets) : nil
        let own = hasOffsets ? query.offset : 2 * query.offset
        fovea_inner_integers(dots, shift, offsets, own, scale, kind, degree, out, count)
      }
    } else {
      let dots = products.assumingMemoryBound(to: Float.self)
      if function.kind == .rbf {
        fovea_rbf_floats(dots, block.norms, query.norm, Float(scale), out, count)
      } else {
        fovea_inner_floats(dots, nil, 2 * query.offset, scale, kind, degree, out, count)
      }
    }
  }
}

/// Rows that kernels are taken with, packed: the training images of a class, or its support vectors.
///
/// Unchecked: nothing of it changes once it is made.
final class KernelBlock: @unchecked Sendable {
  /// Problems of a large class begin with a quarter of its rows: those that stand first, which are as good as
  /// any.
  private static let sampleShare = 4
  private static let leastSample = 256

  let rows: FeatureRows
  let packed: PackedRows
  let facts: [KernelMap.RowStatistics]
  let squares: UnsafeMutablePointer<Int32>
  let norms: UnsafeMutablePointer<Float>
  let offsets: UnsafeMutablePointer<Double>

  var count: Int { rows.count }

  /// - Parameters:
  ///   - batch: Queries at a time, at most.
  ///   - isSteady: Whether the kernels of a query must not hang on its place in the batch.
  init(
    _ rows: FeatureRows, map: KernelMap, batch: Int, isSteady: Bool = true, context: KernelContext
  ) throws(KernelError) {
    self.rows = rows
    packed = try PackedRows(
      rows.memory, count: rows.count, width: rows.width, elements: rows.isBytes ? .bytes : .floats,
      batch: batch, isSteady: isSteady, context: context)
    var facts: [KernelMap.RowStatistics] = []
    facts.reserveCapacity(rows.count)
    for row in 0..<rows.count {
      facts.append(rows.isBytes ? map.facts(bytes: rows.bytes(row)) : map.facts(floats: rows.floats(row)))
    }
    self.facts = facts
    squares = .allocate(capacity: rows.count)
    norms = .allocate(capacity: rows.count)
    offsets = .allocate(capacity: rows.count)
    for (index, fact) in facts.enumerated() {
      squares[index] = fact.square
      norms[index] = fact.norm
      offsets[index] = fact.offset
    }
  }

  /// The rows with which problems begin; nil where there are too few to make it worth while.
  var sample: FeatureRows? {
    count >= Self.sampleShare * Self.leastSample ? rows.slice(0..<count / Self.sampleShare) : nil
  }

  deinit {
    squares.deallocate()
    norms.deallocate()
    offsets.deallocate()
  }
}
