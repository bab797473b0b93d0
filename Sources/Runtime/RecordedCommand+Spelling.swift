/// Commands in one spelling, so that two that ask for the same read the same.
extension RecordedCommand {
  /// What says something about a training itself: how it is judged doesn't.
  public var ownSettings: [String: String] {
    options.filter { !["candidate", "tolerance"].contains($0.key) }
  }

  /// The first word, and all options: `digits limit=100`.
  public var loadText: String {
    let options = Self.spelled(options, first: [])
    return (words.first ?? "") + (options.isEmpty ? "" : " " + options)
  }

  /// The text without its layout: the lines of blocks behind each other, comments left out.
  public var textOnOneLine: String {
    let lines = text.split(whereSeparator: \.isNewline).flatMap { line in
      line.prefix { $0 != "#" }.split(separator: ";").map {
        $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
    }
    return lines.filter { !$0.isEmpty }.joined(separator: "; ").replacing("{; ", with: "{ ").replacing(
      "; }", with: " }")
  }

  /// All options, some before the others, each with its value in one spelling: `10%` and `0.1` are the same.
  public static func spelled(_ options: [String: String], first: [String]) -> String {
    let order = first + options.keys.filter { !first.contains($0) }.sorted()
    return order.compactMap { name in
      options[name].map { "\(name)=\(Interpreter.value(ofText: $0).plainText)" }
    }.joined(separator: " ")
  }
}
