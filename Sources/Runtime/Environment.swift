internal import Syntax

/// A value under a name, and whether it hangs on a measured field: such a value is taken from the record on
/// replay.
public struct Binding: Sendable, Equatable {
  public var value: Value
  public var isMeasured: Bool

  public init(_ value: Value, isMeasured: Bool = false) {
    self.value = value
    self.isMeasured = isMeasured
  }
}

/// The values and results that the names of a session stand for. Scope is flat.
public struct Environment: Sendable, Equatable {
  private var bindings: [String: Binding] = [:]
  /// How often a name was given a value. To name the same value again is a change too: whether two results
  /// are the same may hang on times and on what the cache knew, and what `undo` takes back must not.
  private var changes = 0

  /// The result of the last command that was recorded and succeeded, which `it` names. It is no change that
  /// `undo` would take back.
  var last: ResultRecord?

  /// Whether nothing was given a value between the two. Names of what isn't recorded count for nothing.
  public static func == (one: Environment, other: Environment) -> Bool { one.changes == other.changes }

  /// How many changes `undo` takes back.
  public static let undoDepth = 10

  public init() {}

  public subscript(name: String) -> Binding? {
    get {
      bindings[name]
        ?? (Vocabulary.lastResult.contains(name) ? last.map { Binding(.record($0)) } : nil)
    }
    set {
      bindings[name] = newValue
      changes += 1
    }
  }

  /// Gives a name what it stood for before, which is no change.
  mutating func putBack(_ name: String, _ binding: Binding?) { bindings[name] = binding }

  /// All names in byte order.
  public var names: [String] { bindings.keys.sorted() }

  /// The names of the last result that stand for nothing else.
  var namesOfLast: Set<String> { last == nil ? [] : Vocabulary.lastResult.filter { bindings[$0] == nil } }
}
