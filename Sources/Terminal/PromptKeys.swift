/// The keys of the prompt: what the editor binds them to, and what help says of that.
public enum PromptKeys {
  /// All keys with what they do, those that do the same together.
  public static var all: [(name: String, summary: String)] {
    var keys: [(function: String, names: [String])] = []
    let bound =
      control.map { (name(of: $0.key), $0.function) }
      + SpecialKey.allCases.map {
        ($0.name, $0.function)
      }
    for (name, function) in bound {
      guard let name else { continue }
      if let index = keys.firstIndex(where: { $0.function == function }) {
        keys[index].names.append(name)
      } else {
        keys.append((function, [name]))
      }
    }
    return keys.map { ($0.names.joined(separator: ", "), summary($0.function) + ".") } + signals
  }

  /// What control characters are bound to.
  static let control: [(key: String, function: String)] = [
    ("^M", "fovea-enter"), ("^J", "fovea-enter"), ("^I", "fovea-complete"), ("^R", "fovea-search"),
    ("^P", "fovea-older"), ("^N", "fovea-newer"), ("^A", "fovea-line-start"), ("^E", "fovea-line-end"),
    ("^K", "fovea-kill-line"), ("^L", "ed-clear-screen"),
  ]

  /// What libedit binds by itself to its own command line, which knows nothing of ours, and to the history
  /// that it doesn't have.
  static let unbound = ["^[x", "^[X", "^[n", "^[N", "^[p", "^[P"]

  /// What a function of the editor does.
  static func summary(_ function: String) -> String { summaries[function] ?? function }

  private static let summaries = [
    "fovea-enter": "End the entry, or begin the next line of an open block",
    "fovea-complete": "Complete the word; again: show what fits",
    "fovea-older": "Go to an older entry that begins with what is typed",
    "fovea-newer": "Go to a newer entry that begins with what is typed",
    "fovea-search": "Search the history",
    "fovea-paste": "Take a paste in one piece",
    "fovea-line-start": "Go to the start of the line",
    "fovea-line-end": "Go to the end of the line",
    "fovea-kill-line": "Delete to the end of the line",
    "ed-clear-screen": "Clear the screen",
    "ed-next-char": "Go one character to the right",
    "ed-prev-char": "Go one character to the left",
    "em-next-word": "Go one word to the right",
    "ed-prev-word": "Go one word to the left",
    "ed-delete-next-char": "Delete the character under the cursor",
    "em-delete-next-word": "Delete to the end of the word",
  ]

  /// What isn't bound, but comes from the terminal.
  private static let signals = [
    (name: "Ctrl-C", summary: "Discard the entry; stop the command that runs."),
    (name: "Ctrl-D", summary: "Leave, on an empty line."),
    (name: "Ctrl-Z", summary: "Suspend the program; 'fg' continues it."),
  ]

  /// `Ctrl-R` for "^R"; nil for one that no keyboard has.
  private static func name(of key: String) -> String? {
    switch key {
    case "^M": "Enter"
    case "^I": "Tab"
    case "^J": nil
    default: "Ctrl-" + key.dropFirst()
    }
  }
}

extension SpecialKey {
  /// What is written on it; nil for what isn't pressed.
  var name: String? {
    switch self {
    case .up: "Up"
    case .down: "Down"
    case .right: "Right"
    case .left: "Left"
    case .wordRight: "Ctrl-Right"
    case .wordLeft: "Ctrl-Left"
    case .home: "Home"
    case .end: "End"
    case .delete: "Delete"
    case .deleteWord: "Ctrl-Delete"
    case .paste: nil
    }
  }
}
