internal import Diagnostics
internal import Syntax

/// What `undo` takes back in a script that is checked, as far as its text tells.
struct ChangeStack {
  /// What was known before a change.
  enum State {
    case whole(scope: StaticScope, knowledge: any Knowledge)
    /// All but a name is as it is: keeping everything for each of thousands of names would take long.
    case name(String, StaticScope.Entry)
  }

  /// What an `undo` leads to.
  enum Undone {
    case state(State)
    /// There was a change, and only running tells which.
    case unknown
    /// There is no change to take back.
    case nothing
  }

  private var states: [State] = []
  /// How many changes lie below the states that are known; nil where the text doesn't tell.
  private var below: Int?
  /// Whether anything was changed or undone since it was made.
  private(set) var isTouched = false

  /// - Parameter below: How many changes there are already; nil where nobody knows.
  init(below: Int?) { self.below = below }

  mutating func push(_ state: State) {
    isTouched = true
    states.append(state)
    guard states.count + (below ?? 0) > Environment.undoDepth else { return }
    if let count = below, count > 0 { below = count - 1 } else { states.removeFirst() }
  }

  /// After what may have been a change or none.
  mutating func lose() { self = ChangeStack(touched: ()) }

  private init(touched: Void) { isTouched = true }

  mutating func pop() -> Undone {
    isTouched = true
    if let state = states.popLast() { return .state(state) }
    guard let count = below else { return .unknown }
    guard count > 0 else { return .nothing }
    below = count - 1
    return .unknown
  }
}

/// What a command does to what `undo` brings back.
public enum WorkspaceChange: Sendable {
  case none
  /// One change.
  case change
  /// A change or none: only running tells.
  case perhaps
  /// One change: a name goes away.
  case drop(String)
  /// The last change is taken back.
  case undo
}

extension Checker {
  /// What an `undo` behind a statement leads back to.
  func state(before statement: Statement) -> ChangeStack.State {
    switch statement.kind {
    case .letValue(let name, _), .param(let name, _): .name(name.text, scope[name.text])
    default: .whole(scope: scope, knowledge: knowledge)
    }
  }

  /// Notes what a statement changed.
  mutating func note(_ statement: Statement, since before: ChangeStack.State) {
    var change = change
    switch statement.kind {
    case .letValue, .param: change = .change
    case .letCommand, .letWord:
      switch change {
      case .perhaps, .undo: break
      case .none, .change, .drop: change = .change
      }
    default: break
    }
    switch change {
    case .none, .undo: break
    case .change, .drop: changes.push(before)
    case .perhaps: changes.lose()
    }
  }

  /// Follows an `undo`.
  mutating func undo(_ command: Command, in source: SourceText) {
    switch changes.pop() {
    case .state(.whole(let before, let known)):
      for name in Set(scope.names.keys).union(before.names.keys) { defined.insert(name) }
      scope = before
      knowledge = knowledge.undone(to: known)
    case .state(.name(let name, let entry)):
      defined.insert(name)
      scope[name] = entry
    case .unknown: scope.loseTrack()
    case .nothing: findings.append(Findings.nothingToUndo(at: command.range, in: source))
    }
  }

  /// Checks parts of which it isn't known which run: afterwards holds what holds either way.
  mutating func checkAlternatives(
    _ count: Int, canSkip: Bool, _ check: (inout Checker, Int) -> Void
  ) {
    let before = (scope, knowledge)
    let (outer, outerChanges) = (defined, changes)
    defined = []
    var ways: [any Knowledge] = canSkip ? [knowledge] : []
    var isTouched = false
    // A name that one way drops may still be there.
    var reached = scope
    for index in 0..<count {
      scope = reached
      (scope.values, scope.shapes) = (before.0.values, before.0.shapes)
      knowledge = before.1
      changes = ChangeStack(below: nil)
      check(&self, index)
      isTouched = isTouched || changes.isTouched
      reached = scope.merged(with: reached)
      ways.append(knowledge)
    }
    scope = reached
    scope.values = before.0.values.filter { !defined.contains($0.key) }
    scope.shapes = before.0.shapes.filter { !defined.contains($0.key) }
    knowledge = ways.dropFirst().reduce(ways.first ?? before.1) { $0.merged(with: $1) }
    changes = outerChanges
    if isTouched { changes.lose() }
    defined.formUnion(outer)
  }
}
