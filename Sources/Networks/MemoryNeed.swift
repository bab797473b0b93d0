internal import Datasets
internal import Glibc

/// About how much memory a network takes: asked before it is taken, because the system ends a program that takes too much.
struct MemoryNeed {
  let blueprint: Blueprint

  /// Of this machine, in bytes; at least 1 GiB, so that a container that hides it isn't refused everything.
  static let available = max(1 << 30, Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE))))

  /// All tensors once, in bytes. Each has at most `Blueprint.largestCount` numbers, so the sum doesn't overflow.
  private var tensors: Int { blueprint.tensors.reduce(0) { $0 + $1.count } * 4 }

  /// All activations of a sample, in bytes, with channels filled up to blocks of 16.
  private var activations: Int {
    blueprint.items.reduce(blueprint.input.count * 4) {
      $0 + ($1.output.channels + 15) / 16 * 16 * $1.output.height * $1.output.width * 4
    }
  }

  func checkState() throws(NetworkError) { try check("its weights", tensors) }

  func checkTraining(_ options: TrainingOptions, threads: Int) throws(NetworkError) {
    let shards = Numerics.shards(of: min(options.batch, 1 << 20))
    let lanes = min(shards.count * min(options.accumulation, Numerics.lanes), Numerics.lanes)
    // Before and after, plain and as the kernels want them, the lanes, the optimizer, a scratch sum a worker.
    let copies =
      4 + lanes + Optimizer(options.optimizer).slotCount + (shards.count * options.accumulation > lanes ? threads : 0)
      + (options.averaging == nil ? 0 : 1) + (options.patience == nil ? 0 : 1) + (options.maxNorm == nil ? 0 : 1)
    // Forward and backward.
    try check("training", tensors * copies + activations * 2 * (shards.first?.count ?? 0) * threads)
  }

  func checkPrediction(threads: Int) throws(NetworkError) {
    try check("prediction", tensors * 3 + activations * Predictor.pieceSize * threads)
  }

  private func check(_ what: String, _ bytes: Int) throws(NetworkError) {
    if bytes > Self.available { throw .noMemory(what: what, bytes: bytes, memory: Self.available) }
  }
}
