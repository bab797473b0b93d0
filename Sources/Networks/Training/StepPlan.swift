/// How many steps a training of limited time has: what was planned before the first one, and what became of
/// that on the way.
///
/// It is measured once. The same plan gives the same training again.
public struct StepPlan: Sendable, Hashable, Codable {
  /// A number of steps that took the place of the one before.
  public struct Revision: Sendable, Hashable, Codable {
    /// Steps that were done.
    public var step: Int
    /// Steps that the whole training has from there on.
    public var total: Int

    public init(step: Int, total: Int) {
      self.step = step
      self.total = total
    }
  }

  /// Steps that were planned first.
  public let first: Int
  /// By their steps, at most one a step.
  public private(set) var revisions: [Revision] = []

  public init(first: Int, revisions: [Revision] = []) {
    self.first = first
    for revision in revisions { revise(revision) }
  }

  /// Steps of the whole training as they are planned now.
  public var total: Int { revisions.last?.total ?? first }

  /// Takes another number from a step on. What never comes about is passed over: a step before the last
  /// revision or behind the end, a number below what is done.
  mutating func revise(_ revision: Revision) {
    guard revision.step > 0, revision.step <= total, revision.total >= revision.step else { return }
    if let last = revisions.last {
      guard revision.step >= last.step else { return }
      if revision.step == last.step { revisions.removeLast() }
    }
    revisions.append(revision)
  }

  /// The same with no number above `most` or below 1: a record may say anything.
  func bounded(by most: Int) -> StepPlan {
    StepPlan(
      first: min(max(1, first), most),
      revisions: revisions.map { Revision(step: $0.step, total: min($0.total, most)) })
  }

  /// The share of the training that lies before a step, where `rising` steps aren't counted.
  ///
  /// It grows by what is left, divided by the steps that are left: so nothing that goes by it jumps where the
  /// plan changes.
  func share(before step: Int, rising: Int) -> Double {
    var (start, share, end) = (rising, 0.0, first)
    for revision in revisions where revision.step <= step {
      let place = max(revision.step, start)
      share += (1 - share) * (Double(place - start) / Double(max(end - start, 1)))
      (start, end) = (place, revision.total)
    }
    return share + (1 - share) * (Double(step - start) / Double(max(end - start, 1)))
  }
}
