internal import Declarations
internal import Syntax

/// Files and folders.
extension Completer {
  /// Paths as words; those that must be quoted, as strings.
  func files(_ prefix: String, _ role: FileRole) -> [Candidate] {
    paths(prefix, role).filter(Self.isPlain).map { path in
      let needsQuotes = path.utf8.contains(where: CompletionContext.endsWord) || path.contains("#")
      let text = needsQuotes ? "\"\(path)" + (path.hasSuffix("/") ? "" : "\"") : path
      return Candidate(text, "", trials: Self.trials(path, role, text))
    }
  }

  /// Texts as words; those that must be quoted, as strings.
  func quoted(_ texts: [String]) -> [Candidate] {
    texts.filter(Self.isPlain).map { text in
      let needsQuotes =
        text.isEmpty || text.utf8.contains(where: CompletionContext.endsWord) || text.contains("#")
        || text.contains("=")
      return Candidate(needsQuotes ? "\"\(text)\"" : text, "")
    }
  }

  /// Scripts as strings, which `source` takes alone.
  func scripts(_ prefix: String) -> [Candidate] {
    paths(prefix, .script).filter(Self.isPlain).map { path in
      Candidate("\"\(path)" + (path.hasSuffix("/") ? "" : "\""), "")
    }
  }

  /// What a string may be: a path, or one of the texts that are known.
  func strings(_ context: CompletionContext, _ text: String) -> [Candidate] {
    let behind = text.utf8.dropFirst(context.start + context.prefix.utf8.count)
    let end = behind.first == UInt8(ascii: "\"") ? "" : "\""
    if let verb = context.words.first, context.list == nil {
      let option = Self.option(before: context, text).dropLast()
      let texts = texts(verb, String(option), Array(context.words.dropFirst()))
      if !texts.isEmpty { return texts.filter(Self.isPlain).map { Candidate($0 + end, "") } }
    }
    guard let role = fileRole(context, text) else { return [] }
    // A path ends behind a file, not behind a folder.
    return paths(context.prefix, role).filter(Self.isPlain).map { path in
      let text = path.hasSuffix("/") ? path : path + end
      return Candidate(text, "", trials: Self.trials(path, role, path + "\""))
    }
  }

  /// Files that would be read by the check are taken as they are, and so are folders.
  private static func trials(_ path: String, _ role: FileRole, _ text: String) -> [String] {
    guard case .endings = role, !path.hasSuffix("/") else { return [] }
    return [text]
  }

  /// Whether a path means itself inside a string.
  private static func isPlain(_ path: String) -> Bool {
    !path.unicodeScalars.contains { $0.value < 0x20 || "\"\\$".unicodeScalars.contains($0) }
  }

  /// Which files the string at the cursor can name; nil where no file is meant.
  private func fileRole(_ context: CompletionContext, _ text: String) -> FileRole? {
    guard let verb = context.words.first else { return .any }
    switch verb {
    case "source": return .script
    case "note", "print", "assert": return nil
    default: break
    }
    guard let parameters = parameters(of: verb, context) else { return .any }
    let words = Array(context.words.dropFirst())
    let option = Self.option(before: context, text)
    let parameter =
      if option.hasSuffix("=") {
        parameters.first { $0.placement == .option && $0.name + "=" == option }
      } else if let last = words.last, Vocabulary.prepositions.contains(last) {
        parameters.first { $0.preposition == last }
      } else {
        parameters.filter { $0.placement == .positional }.dropFirst(Self.positional(words)).first
      }
    return parameter.flatMap { $0.kind.holdsPath ? $0.files : nil }
  }
}

extension Completer {
  /// The option whose value the string at the cursor is, `class=`; what stands right before its quote
  /// otherwise.
  private static func option(before context: CompletionContext, _ text: String) -> String {
    let before = text.utf8.prefix(max(0, context.start - 1))
    return String(
      decoding: before.reversed().prefix { !CompletionContext.endsWord($0) }.reversed(), as: UTF8.self)
  }
}

extension ParameterKind {
  var holdsPath: Bool {
    switch self {
    case .path: true
    case .either(let kinds): kinds.contains(where: \.holdsPath)
    default: false
    }
  }
}
