internal import Datasets
internal import Glibc
internal import Kernels
internal import Tensors

/// How much memory a network takes: asked before it is taken, because the system ends a program that takes
/// too much.
struct MemoryNeed {
  let graph: LayerGraph
  /// In bytes.
  var limit = MemoryNeed.free

  /// Of this machine, or of the container where that has less, in bytes; at least 1 GiB, so that a system
  /// that hides it isn't refused everything.
  static let available: Int = {
    let machine = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
    // Control groups of the second and of the first version.
    let containers = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"].flatMap(
      numbers)
    return max(1 << 30, containers.reduce(machine, min))
  }()

  /// What is left of it beside what this process holds already: data, models.
  static var free: Int { max(0, available - resident) }

  private static var resident: Int {
    // Pages: of the whole address space, then those in memory.
    let pages = numbers("/proc/self/statm")
    return pages.count > 1 ? pages[1] * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
  }

  /// The numbers in the first line of a file; none where it isn't there, or says something else, as "max".
  private static func numbers(_ path: String) -> [Int] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 256)
    guard fgets(&text, Int32(text.count), file) != nil else { return [] }
    let line = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return line.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
  }

  /// All tensors once, in bytes. Each has at most `LayerGraph.largestCount` numbers, so the sum doesn't
  /// overflow.
  private var tensors: Int { graph.tensors.reduce(0) { $0 + $1.count } * 4 }

  /// All activations of a sample, in bytes, with channels filled up to blocks of 16.
  private var activations: Int {
    graph.items.reduce(graph.input.count * 4) {
      $0 + ($1.output.channels + 15) / 16 * 16 * $1.output.height * $1.output.width * 4
    }
  }

  func checkState() throws(NetworkError) { try check("its weights", tensors) }

  /// Refuses what can't fit whatever the kernels choose, before plans are made: weights, gradients and state
  /// of the optimizer.
  func checkTraining(_ options: TrainingOptions) throws(NetworkError) {
    try check("training", tensors * (3 + Optimizer(options.optimizer).slotCount))
  }

  func checkPrediction(threads: Int) throws(NetworkError) {
    try check("prediction", tensors * 3 + activations * Predictor.pieceSize * threads)
  }

  func check(_ what: String, _ bytes: Int) throws(NetworkError) {
    if bytes > limit { throw .noMemory(what: what, bytes: bytes, memory: limit) }
  }
}

/// What a training takes at most beside the data and the weights that the network has, in bytes; known once
/// the plans are laid out, and before they take memory.
struct TrainingMemory: Sendable, Hashable {
  /// Weights, gradients, what the optimizer keeps, moving averages, and copies for the
  /// record and for checkpoints.
  var state: Int
  /// Activations, their gradients and scratchpads of all workers.
  var plans: Int

  var total: Int { state + plans }
}

extension Trainer {
  /// Takes fewer buffers of gradients, where a training needs more memory than there is: workers wait for
  /// each other then, and the result is the same.
  ///
  /// - Parameter samples: Of an epoch.
  /// - Returns: What the training needs then.
  func saveMemory(
    _ need: TrainingMemory, limit: Int, options: TrainingOptions, samples: Int
  ) -> TrainingMemory {
    let excess = need.total - limit
    let bytes = max(1, buffers.length * 4)
    guard excess > 0 else { return need }
    let leaves = options.shards(of: min(options.stepSize, samples)).count
    // Shards that share statistics are in work together.
    let together = synchronizes ? options.shards(of: min(batch, samples)).count : 1
    let fewest = GradientBuffers.most(leaves: leaves, workers: together)
    let count = max(fewest, buffers.count - (excess + bytes - 1) / bytes)
    guard count < buffers.count else { return need }
    var need = need
    need.state -= (buffers.count - count) * bytes
    // Too few all the same: the training is refused.
    if need.total <= limit {
      hasFewBuffers = true
      buffers = GradientBuffers(count: count, length: buffers.length)
    }
    return need
  }

  /// What this training takes.
  ///
  /// - Parameters:
  ///   - samples: Of an epoch: the last batch may have shards of other sizes, with plans of their own.
  ///   - isValidated: Whether a predictor runs between epochs.
  func memory(
    _ options: TrainingOptions, samples: Int, isValidated: Bool
  ) throws(KernelError) -> TrainingMemory {
    let learned = store.values.count * 4
    let shards = options.shards(of: min(options.stepSize, samples))
    let rest = samples % options.stepSize
    let sizes = Set((shards + options.shards(of: rest)).map(\.count))
    // A worker gets only so many shards; shards that share statistics are all in work together.
    let together = options.shards(of: min(batch, samples)).count
    let plansOfSize = synchronizes ? together : min(group.count, shards.count)
    var plans = 0
    for size in sizes { plans += try planBytes(of: size) * plansOfSize }
    // Beside the weights: buffers of gradients, the optimizer, averages.
    var copies = 1 + buffers.count + optimizer.slotCount + (emaDecay == nil ? 0 : 1)
    if isValidated { copies += 1 }
    // Plain: a checkpoint as tensors and as a file, the weights of the best epoch, the new weights of the
    // network.
    let kept = 1 + optimizer.slotCount + (emaDecay == nil ? 0 : 1) + (options.patience == nil ? 0 : 1)
    copies += 2 * kept + (options.patience == nil ? 1 : 2)
    let statistics = store.statistics.count * 4 * (2 + shards.count)
    return TrainingMemory(state: learned * copies + statistics, plans: plans)
  }
}
