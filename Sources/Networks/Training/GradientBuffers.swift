internal import Glibc
internal import Tensors

/// Hands out a step's leaves in order, each with a buffer for its gradients, and adds buffers up where there
/// are fewer than leaves.
///
/// A worker that finds no free buffer adds two parts of a node that are done; where there are none, it waits
/// for those that are in work. It never waits for nothing: with no leaf in work, what is done is the first
/// leaves, whose sums take at most one buffer a level of the tree, and there is one more.
///
/// Unchecked: `lock` guards everything that changes but the numbers; those of a buffer belong to the worker
/// that took it.
final class GradientBuffers: @unchecked Sendable {
  private let buffers: [FloatBuffer]
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var tree = GradientTree(leaves: 1)
  private var next = 0
  private var free: [Int] = []
  /// Sums that are whole, in order.
  private var done: [(leaves: Range<Int>, buffer: Int)] = []
  private var isAbandoned = false

  /// A leaf, and the buffer for its gradients.
  struct Leaf {
    let number: Int
    fileprivate let buffer: Int
    let gradients: UnsafeMutablePointer<Float>
  }

  /// - Parameters:
  ///   - count: Buffers, from `fewest` to `most`.
  ///   - length: Numbers in each.
  init(count: Int, length: Int) {
    buffers = (0..<count).map { _ in FloatBuffer(count: length) }
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  /// With fewer, workers could wait for each other forever.
  static func fewest(leaves: Int) -> Int { min(leaves, GradientTree(leaves: leaves).depth + 1) }

  /// With more, no worker would wait less.
  static func most(leaves: Int, workers: Int) -> Int {
    min(leaves, workers + GradientTree(leaves: leaves).depth)
  }

  var count: Int { buffers.count }
  /// Numbers in each.
  var length: Int { buffers.first?.count ?? 0 }

  /// Before a step, while no worker runs.
  func begin(leaves: Int) {
    tree = GradientTree(leaves: leaves)
    next = 0
    free = Array((0..<min(buffers.count, leaves)).reversed())
    done = []
    isAbandoned = false
  }

  /// A leaf; nil when all were taken, or the step was abandoned.
  ///
  /// - Parameters:
  ///   - number: Which one; nil is the next one. Leaves that are in work together, and wait for each other,
  ///     need as many buffers and one more a level of the tree.
  ///   - meter: Takes the time of adding.
  func take(_ number: Int? = nil, meter: StepMeter?) -> Leaf? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while next < tree.leaves, !isAbandoned {
      if let buffer = free.popLast() {
        defer { next += 1 }
        return Leaf(number: number ?? next, buffer: buffer, gradients: buffers[buffer].pointer)
      }
      if let first = firstPair {
        addPair(at: first, meter: meter)
      } else {
        pthread_cond_wait(changed, lock)
      }
    }
    return nil
  }

  /// The gradients of a leaf are in its buffer.
  func finish(_ leaf: Leaf) {
    pthread_mutex_lock(lock)
    insert(leaf.number..<leaf.number + 1, leaf.buffer)
    pthread_mutex_unlock(lock)
  }

  /// A worker failed: nobody gets a leaf of this step any more.
  func abandon() {
    pthread_mutex_lock(lock)
    isAbandoned = true
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(lock)
  }

  /// What is left to add, once all leaves are done and no worker takes any.
  var sum: GradientSum { GradientSum(done.map { ($0.leaves, buffers[$0.buffer]) }) }

  /// The first of two neighbours in `done` that are the parts of one node.
  private var firstPair: Int? {
    done.indices.dropLast().first { index in
      let (left, right) = (done[index].leaves, done[index + 1].leaves)
      return left.upperBound == right.lowerBound
        && tree.parent(of: left) == left.lowerBound..<right.upperBound
    }
  }

  /// Adds, with the lock given away meanwhile.
  private func addPair(at index: Int, meter: StepMeter?) {
    let (left, right) = (done[index], done[index + 1])
    done.removeSubrange(index...index + 1)
    pthread_mutex_unlock(lock)
    let (sum, addend) = (buffers[left.buffer], buffers[right.buffer])
    meter.measure(.update) {
      for index in 0..<sum.count { sum.pointer[index] += addend.pointer[index] }
    }
    pthread_mutex_lock(lock)
    free.append(right.buffer)
    insert(left.leaves.lowerBound..<right.leaves.upperBound, left.buffer)
  }

  private func insert(_ leaves: Range<Int>, _ buffer: Int) {
    let place = done.firstIndex { $0.leaves.lowerBound > leaves.lowerBound } ?? done.count
    done.insert((leaves, buffer), at: place)
    pthread_cond_broadcast(changed)
  }
}
