/// Where the machines of a fit are kept while it goes on, so that one which is broken off begins where it
/// ended. What a machine is depends on the samples and the definition alone, so keeping it changes no result.
///
/// Machines have names, as `pair 0 3` for the one between two classes by their places among the classes that
/// have samples, or `rest 2` for that of a class against the rest, or `without fold 1, rest 2`.
/// `pair 0 3 so far` is where an open machine stands: it is kept again and again, and has no meaning once the
/// machine itself is known.
public struct FitMemory {
  /// What was kept of a machine.
  public let known: (_ name: String) -> [String: String]?
  /// Takes what a machine came to.
  ///
  /// - Parameter seconds: How long the work took that would be lost without it.
  public let keep: (_ name: String, _ solution: [String: String], _ seconds: Double) -> Void

  public init(
    known: @escaping (_ name: String) -> [String: String]?,
    keep: @escaping (_ name: String, _ solution: [String: String], _ seconds: Double) -> Void
  ) {
    self.known = known
    self.keep = keep
  }

  /// How often it is kept where open machines stand.
  static let interval = Duration.seconds(10)

  /// Where a machine stood when an earlier fit was broken off.
  func standing(of name: String) -> [String: String]? { known(name + " so far") }

  func keep(standing: [String: String], of name: String, seconds: Double) {
    keep(name + " so far", standing, seconds)
  }

  /// The same for machines that are fitted on a part of the samples.
  func part(_ part: String) -> FitMemory {
    FitMemory(known: { known("\(part), \($0)") }, keep: { keep("\(part), \($0)", $1, $2) })
  }
}

/// Keeps the machines of a fit as they come, and tells of each how long it took.
struct FitKeeper {
  private let memory: FitMemory
  private var kept: Set<Int>
  private var last = ContinuousClock.now
  private var lastStanding = ContinuousClock.now

  /// - Parameter known: The places of machines that are kept already.
  init(_ memory: FitMemory, known: Set<Int>) {
    self.memory = memory
    kept = known
  }

  /// Keeps those that are new; what ended together shares the time.
  mutating func keep(_ done: [Int], _ machine: (Int) -> (name: String, text: [String: String])) {
    let new = done.filter { !kept.contains($0) }
    guard !new.isEmpty else { return }
    let seconds = (ContinuousClock.now - last) / .seconds(1) / Double(new.count)
    for place in new {
      let (name, text) = machine(place)
      memory.keep(name, text, seconds)
    }
    kept.formUnion(new)
    last = .now
  }

  /// Keeps where open machines stand, now and then, and when the fit is stopped.
  mutating func keepStandings(isStopped: Bool, _ open: () -> [(name: String, text: [String: String])]) {
    let spent = ContinuousClock.now - lastStanding
    guard isStopped || spent > FitMemory.interval else { return }
    for (name, text) in open() { memory.keep(standing: text, of: name, seconds: spent / .seconds(1)) }
    lastStanding = .now
  }
}
