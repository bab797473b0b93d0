internal import Runtime

/// With what the program ends: one rule for all its subcommands, in help and in the README.
public enum ExitCodes {
  /// Each with what it says.
  public static let all: [(code: Int, meaning: String)] = [
    (
      0,
      "done: what was asked for was run, shown or written; of a replay or a check, every result has the same "
        + "bits"
    ),
    (
      1,
      "failed: a command fails, a result differs, a record or stored outputs were changed or damaged, or a "
        + "file can't be written"
    ),
    (
      2,
      "nothing was begun: the command line, the script or the notebook is wrong, or a file or folder that it "
        + "names isn't there, can't be read or is of another kind"
    ),
    (
      3,
      "it can't be told whether results are the same: data are other or gone, libraries or the processor are "
        + "others, or there is nothing to compare"
    ),
    (130, "stopped by Ctrl-C"),
  ]

  /// What help calls them, and other words for that.
  static let topic = "exit-codes"
  static let summary = "with what the program ends"
  private static let topics = [topic, "exit codes", "exit code", "exit-code", "exitcodes"]

  /// Whether help on them is asked for in more than one word.
  public static func isAsked(for words: some Sequence<String>) -> Bool {
    topics.contains(words.joined(separator: " "))
  }

  /// The table for a person; nil when the topic is another.
  ///
  /// - Parameter columns: How wide its lines may be.
  static func help(_ words: String, columns: Int) -> String? {
    guard topics.contains(words) else { return nil }
    let help = Help(columns: columns)
    let lines = help.rows(all.map { (String($0.code), $0.meaning) })
    return ([help.paragraph("\(topic): \(summary)"), ""] + lines).joined(separator: "\n")
  }

  /// The table in Markdown.
  public static var table: String {
    (["| exit code | |", "| --- | --- |"] + all.map { "| \($0.code) | \($0.meaning) |" }).joined(
      separator: "\n") + "\n"
  }
}
