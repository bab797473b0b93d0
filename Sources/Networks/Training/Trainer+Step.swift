internal import Datasets
internal import Tensors

/// What the workers share and keep during a step.
extension Trainer {
  /// What a worker has of its own.
  final class WorkerState {
    var meter: StepMeter?
    var plans: [Int: Plan] = [:]
    /// For the second and later shards of a lane, and the sums of lanes.
    var scratch = FloatBuffer(count: 0)
    var sum = FloatBuffer(count: 0)
  }

  /// A part of one learned tensor, which a worker updates at once: the sums of the lanes stay in the cache.
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
