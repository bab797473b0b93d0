internal import Datasets
internal import Tensors

/// What the workers share and keep during a step.
extension Trainer {
  /// What a worker has of its own.
  final class WorkerState {
    var meter: StepMeter?
    /// One for each size of shard, and as many as shards are in work together.
    var plans: [Int: [Plan]] = [:]
    /// The sum of a chunk's gradients, and room for adding it.
    var sum = FloatBuffer(count: 0)
  }

  /// A part of one learned tensor, which a worker updates at once: the sum of its gradients stays in the
  /// cache.
  struct ParameterChunk: Sendable {
    let tensor: Int
    let range: Range<Int>
  }

  /// A step, as the workers see it.
  struct StepJob {
    var step = 0
    var epoch = 0
    var rate = 0.0
    var momentum: Double?
    /// One over the summed weights of the samples.
    var scale: Float = 1
    var positions: [Int] = []
    /// What the samples are mixed with; none or as many as positions.
    var pairs: [SamplePair] = []
    var shards: [Range<Int>] = []
    /// One a batch; none where shards don't share statistics.
    var exchanges: [ShardExchange] = []
    var results: UnsafeMutableBufferPointer<ShardResult> = .init(start: nil, count: 0)
  }

  struct ShardResult {
    var loss = 0.0
    var weight = 0.0
    var correct = 0
    /// Nil without a limit of the norm.
    var gradientNorm: Double?

    var isFinite: Bool { loss.isFinite && (gradientNorm ?? 0).isFinite }
  }
}
