internal import Runtime

/// The exit codes of the program: one rule for all subcommands, in help and in the README.
public enum ExitCodes {
  /// The codes and their meanings.
  public static let all: [(code: Int, meaning: String)] = [
    (0, "success; for a replay or a check, every result has the same bits"),
    (
      1,
      "failure: a command failed, a result differs, a record or stored outputs are damaged, or a file can't "
        + "be written"
    ),
    (
      2,
      "nothing was run: the command line, the script or the notebook is wrong, or a file or folder is "
        + "missing, unreadable or of the wrong kind"
    ),
    (3, "inconclusive: the data, the libraries or the processor differ, or there is nothing to compare"),
    (130, "stopped by Ctrl-C"),
  ]

  /// The help topic and its synonyms.
  static let topic = "exit-codes"
  static let summary = "Exit codes of the program."
  private static let topics = [topic, "exit codes", "exit code", "exit-code", "exitcodes"]

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
