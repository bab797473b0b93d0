import Synchronization
import Tensors
import Testing

@testable import Kernels

/// Numbers from -1 to 1 that Float holds exactly, so that kernel and reference begin from the same.
func noise(_ count: Int, _ stream: UInt32) -> [Double] {
  let random = RandomStream(seed: 11, stream: StreamName(identity: stream))
  return (0..<count).map { Double(random.uniform(epoch: 0, sample: 0, index: $0)) * 2 - 1 }
}

/// Whether a kernel's numbers are those of the reference: |a - b| <= tolerance (|b| + rms(b)).
///
/// The tolerance of 1e-5 allows some hundred roundings in sums of a few thousand products, and what Winograd
/// adds.
func expectAgreement(
  _ found: [Float], _ expected: [Double], tolerance: Double = 1e-5, _ what: String,
  location: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, "\(what)", sourceLocation: location)
  guard found.count == expected.count else { return }
  let rms = (expected.reduce(0) { $0 + $1 * $1 } / Double(max(expected.count, 1))).squareRoot()
  let worst = zip(found, expected).map { abs(Double($0) - $1) / (abs($1) + rms + 1e-30) }.max() ?? 0
  #expect(worst <= tolerance, "\(what): off by \(worst)", sourceLocation: location)
}

/// Runs on a worker, as all kernels must.
func onWorker<Result: Sendable>(
  _ body: @escaping @Sendable (Bench) throws -> Result
) throws -> Result {
  let pool = try WorkerPool(count: 1)
  let result = Mutex<Swift.Result<Result, any Error>?>(nil)
  pool.run { _ in
    let value = Swift.Result { try body(Bench(context: try KernelContext())) }
    result.withLock { $0 = value }
  }
  return try result.withLock { try #require($0) }.get()
}

/// Runs operations on plain numbers.
struct Bench {
  let context: KernelContext

  /// Binds plain numbers in the layout that the operation wants.
  @discardableResult
  func give(_ operation: Kernels.Operation, _ role: Role, _ values: [Double]) throws -> Tensor {
    let tensor = try laid(values, operation.required(role))
    try operation.bind(role, tensor)
    return tensor
  }

  func laid(_ values: [Double], _ layout: Layout) throws -> Tensor {
    let tensor = Tensor(layout: layout)
    let plain = Tensor(layout: .plain(layout.sizes), buffer: FloatBuffer(values.map(Float.init)))
    try context.copy(plain, to: tensor)
    return tensor
  }

  /// Channels in blocks, as after a convolution.
  func blocked(_ sizes: [Int]) throws -> Layout {
    try context.convolution(
      ConvolutionShape(
        batch: sizes[0], inputs: 16, height: sizes[2], width: sizes[3], outputs: sizes[1],
        window: ConvolutionTests.window(1))
    ).required(.destination)
  }

  /// Binds room for a result.
  func take(_ operation: Kernels.Operation, _ role: Role) throws -> Tensor {
    let tensor = Tensor(layout: operation.required(role))
    try operation.bind(role, tensor)
    return tensor
  }

  func plain(_ tensor: Tensor) throws -> [Float] {
    let plain = Tensor(layout: .plain(tensor.layout.sizes))
    try context.copy(tensor, to: plain)
    return Array(plain.buffer.values.prefix(tensor.layout.sizes.reduce(1, *)))
  }
}

/// The gradient of `loss` by central differences.
func differences(_ x: [Double], _ loss: ([Double]) -> Double) -> [Double] {
  let step = 1e-5
  return x.indices.map { index in
    var (up, down) = (x, x)
    up[index] += step
    down[index] -= step
    return (loss(up) - loss(down)) / (2 * step)
  }
}

func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
