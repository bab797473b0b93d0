/// The number of steps of a time-limited training: the first estimate and its revisions.
///
/// It is measured once; the same plan reproduces the training.
public struct StepPlan: Sendable, Hashable, Codable {
  /// A revised number of steps.
  public struct Revision: Sendable, Hashable, Codable {
    /// Steps done at the revision.
    public var step: Int
    /// The new number of steps of the whole training.
    public var total: Int

    /// A revision with these values.
    public init(step: Int, total: Int) {
      self.step = step
      self.total = total
    }
  }

  /// The first estimate.
  public let first: Int
  /// The revisions in order of their steps, at most one per step.
  public private(set) var revisions: [Revision] = []

  /// A plan with revisions, of which impossible ones are ignored.
  public init(first: Int, revisions: [Revision] = []) {
    self.first = first
    for revision in revisions { revise(revision) }
  }

  /// The current number of steps of the whole training.
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
