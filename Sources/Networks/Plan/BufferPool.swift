internal import Tensors

/// Memory that the operations of a plan use one after the other: what nobody reads any more is given to the
/// next who asks.
///
/// Gradients are read by one layer mostly, and in prediction so are activations; each with memory of its own,
/// they would take as much as all that training has to remember.
struct BufferPool {
  private var free: [FloatBuffer] = []
  /// Held, so that no other buffer comes to lie where one of them was.
  private var lent: [ObjectIdentifier: FloatBuffer] = [:]

  /// The smallest free buffer that is large enough, else a new one. What it holds is whatever was there.
  mutating func take(count: Int) -> (buffer: FloatBuffer, isNew: Bool) {
    let fitting = free.indices.filter { free[$0].count >= count }
    let best = fitting.min { (free[$0].count, $0) < (free[$1].count, $1) }
    let buffer = best.map { free.remove(at: $0) } ?? FloatBuffer(count: count)
    lent[ObjectIdentifier(buffer)] = buffer
    return (buffer, best == nil)
  }

  /// Takes a buffer back.
  ///
  /// - Returns: Whether it is from here and was still lent.
  mutating func give(_ buffer: FloatBuffer) -> Bool {
    guard lent.removeValue(forKey: ObjectIdentifier(buffer)) != nil else { return false }
    free.append(buffer)
    return true
  }
}
