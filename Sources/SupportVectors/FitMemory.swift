/// Storage for the partial results of a fit, from which an interrupted fit continues. A machine depends on
/// samples and definition only, so storage doesn't affect results.
///
/// Machines have names, such as `pair 0 3` for two classes by their index among the classes with samples,
/// `rest 2` for a class against the rest, or `without fold 1, rest 2`. `pair 0 3 so far` is the intermediate
/// state of an open machine: it is stored repeatedly, and obsolete once the machine itself is stored.
public struct FitMemory {
  /// Returns what was stored of a machine; nil if nothing.
  public let known: (_ name: String) -> [String: String]?
  /// Stores the solution of a machine.
  ///
  /// - Parameter seconds: The work in seconds that would be lost without it.
  public let keep: (_ name: String, _ solution: [String: String], _ seconds: Double) -> Void

  /// Storage by these functions.
  public init(
    known: @escaping (_ name: String) -> [String: String]?,
    keep: @escaping (_ name: String, _ solution: [String: String], _ seconds: Double) -> Void
  ) {
    self.known = known
    self.keep = keep
  }

  /// How often the state of open machines is stored.
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
