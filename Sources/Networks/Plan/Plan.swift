internal import Datasets
internal import Kernels
internal import Tensors

/// The compiled work of one worker for shards of one size. It belongs to that worker.
final class Plan {
  /// What a shard is about.
  struct Job {
    var seed: UInt64 = 0
    var epoch = 0
    /// The samples of the shard, as positions in the source.
    var positions: ArraySlice<Int> = []
    /// Where the statistics of the shard go, laid out as `ParameterStore.statistics`.
    var statistics: UnsafeMutablePointer<Float>?
    /// Where shards that share statistics tell each other theirs; nil where each is alone.
    var exchange: ShardExchange?
    /// Which of the exchange's shards this is.
    var place = 0
  }

  /// A piece of work, and the item of the layer graph that it is of.
  struct Work {
    let item: Int
    let run: () -> Void
  }

  let batch: Int
  let classes: Int
  /// Plain: sample, channel, row, column.
  let input: Tensor
  var job = Job()
  /// Once a step: weights in the layouts that backward wants.
  var refreshing: [(item: Int, operation: Operation)] = []
  var forward: [Work] = []
  var backward: [Work] = []
  /// Where the work is cut: all shards of a batch have come here before any goes on.
  var forwardCuts: [Int] = []
  var backwardCuts: [Int] = []
  /// How many numbers a shard tells the others.
  var exchangeLength = 0
  /// Plain rows of one number a class.
  var logits: Tensor
  var logitGradients: Tensor
  /// Plain, as `input`; only in plans that were built with it.
  var inputGradient: Tensor?
  /// Memory that closures point into.
  var kept: [Tensor] = []
  /// Whether its kernels are compiled: they are when they first run.
  var hasRun = false
  /// Bytes of all memory that is the plan's own, and the largest scratchpad of its operations.
  var byteCount = 0
  var scratchpadBytes = 0
  /// Operations that oneDNN has only slow code for, in order.
  var slowOperations: [String] = []
  private var gradientBindings: [GradientBinding] = []
  private var gradientBase: UnsafeMutablePointer<Float>?
  private var refreshedStep = -1
  /// The values of the sample that one is mixed with.
  private var partner = FloatBuffer(count: 0)

  private struct GradientBinding {
    let operation: Operation
    let role: Role
    let offset: Int
  }

  init(batch: Int, shape: SampleShape, classes: Int) {
    self.batch = batch
    self.classes = classes
    input = Tensor(layout: .plain([batch, shape.channels, shape.height, shape.width]))
    byteCount = input.layout.byteCount
    logits = input
    logitGradients = input
  }

  func bindGradient(_ operation: Operation, _ role: Role, offset: Int) {
    gradientBindings.append(GradientBinding(operation: operation, role: role, offset: offset))
  }

  /// Lets gradients be written to this buffer, laid out as `ParameterStore.values`.
  func writeGradients(to base: UnsafeMutablePointer<Float>) throws(KernelError) {
    guard base != gradientBase else { return }
    for binding in gradientBindings { try binding.operation.bind(binding.role, base + binding.offset) }
    gradientBase = base
  }

  /// Brings the copies of the weights up to date, once a step.
  func refreshWeights(step: Int, meter: StepMeter? = nil) {
    guard refreshedStep != step else { return }
    for entry in refreshing { Self.run(entry.operation.run, of: entry.item, isForward: false, meter) }
    refreshedStep = step
  }

  func runForward(meter: StepMeter? = nil) {
    if job.exchange == nil, exchangeLength > 0 {
      job.exchange = ShardExchange(sizes: [batch], length: exchangeLength)
    }
    for segment in 0...forwardCuts.count { runForward(segment, meter: meter) }
  }

  func runBackward(meter: StepMeter? = nil) {
    for segment in 0...backwardCuts.count { runBackward(segment, meter: meter) }
  }

  /// The work up to a cut, or behind the last one.
  func runForward(_ segment: Int, meter: StepMeter?) {
    for work in forward[Self.range(segment, forwardCuts, forward.count)] {
      Self.run(work.run, of: work.item, isForward: true, meter)
    }
  }

  func runBackward(_ segment: Int, meter: StepMeter?) {
    for work in backward[Self.range(segment, backwardCuts, backward.count)] {
      Self.run(work.run, of: work.item, isForward: false, meter)
    }
  }

  private static func range(_ segment: Int, _ cuts: [Int], _ count: Int) -> Range<Int> {
    (segment == 0 ? 0 : cuts[segment - 1])..<(segment < cuts.count ? cuts[segment] : count)
  }

  @inline(__always)
  private static func run(_ work: () -> Void, of item: Int, isForward: Bool, _ meter: StepMeter?) {
    if let meter { meter.measure(item, isForward: isForward, work) } else { work() }
  }

  /// Reads samples into the input; rows that are left become zero.
  ///
  /// - Parameter pairs: What the samples are mixed with; none or as many as positions.
  func read(
    _ positions: ArraySlice<Int>, from source: any SampleSource, epoch: Int,
    pairs: ArraySlice<SamplePair> = []
  ) throws(KernelError) {
    let count = source.shape.count
    if !pairs.isEmpty, partner.count < count { partner = FloatBuffer(count: count) }
    for (row, position) in positions.enumerated() {
      let buffer = UnsafeMutableBufferPointer(start: input.pointer + row * count, count: count)
      var span = buffer.mutableSpan
      try Self.read(position, from: source, epoch: epoch, into: &span)
      guard !pairs.isEmpty else { continue }
      let pair = pairs[pairs.startIndex + row]
      guard pair.partner != position else { continue }
      let other = UnsafeMutableBufferPointer(start: partner.pointer, count: count)
      var otherSpan = other.mutableSpan
      try Self.read(pair.partner, from: source, epoch: epoch, into: &otherSpan)
      pair.mix(UnsafeBufferPointer(other).span, into: &span, shape: source.shape)
    }
    (input.pointer + positions.count * count).update(repeating: 0, count: (batch - positions.count) * count)
  }

  private static func read(
    _ position: Int, from source: any SampleSource, epoch: Int, into span: inout MutableSpan<Float>
  ) throws(KernelError) {
    do throws(DataError) {
      try source.read(position, epoch: epoch, into: &span)
    } catch {
      throw .input(message: error.message, hint: error.hint)
    }
  }
}
