/// Where the machines of a fit are kept while it goes on, so that one which is broken off begins where it ended. What a machine
/// is depends on the samples and the definition alone, so keeping it changes no result.
///
/// Machines have names, as `pair 0 3` for the one between two classes by their places among the classes that have samples, or
/// `rest 2` for that of a class against the rest, or `without fold 1, rest 2`. `pair 0 3 so far` is where an open pair stands: it
/// is kept again and again, and has no meaning once the pair itself is known.
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

  /// The same for machines that are fitted on a part of the samples.
  func part(_ part: String) -> FitMemory {
    FitMemory(known: { known("\(part), \($0)") }, keep: { keep("\(part), \($0)", $1, $2) })
  }
}
