/// Texts and numbers as gnuplot reads them.
enum GnuplotText {
  /// A text in single quotes, in which nothing but the quote is special: no backslash, macro or shell
  /// command.
  ///
  /// - Parameter limit: How many characters wide it may be.
  static func quoted(_ text: String, limit: Int = .max) -> String {
    "'" + PlainText.cut(PlainText.oneLine(text), to: limit, .blocks).replacing("'", with: "''") + "'"
  }

  /// A text where gnuplot expects a format: a percent sign is doubled.
  static func quotedFormat(_ text: String) -> String { quoted(text.replacing("%", with: "%%")) }

  /// Axis marks with their labels, or without them where another panel below has them.
  static func marks(_ ticks: Ticks, labelled: Bool = true) -> String {
    zip(ticks.labels, ticks.values).map { "\(quotedFormat(labelled ? $0 : "")) \($1)" }.joined(
      separator: ", ")
  }
}
