internal import Diagnostics

/// The wording of everything that reading a text can find.
enum Message {
  static func stringNotClosed() -> (String, String?) {
    ("the string isn't closed on its line.", "End it with '\"'; write a newline in it as '\\n'.")
  }
  static func escape(_ character: String) -> (String, String?) {
    (
      "'\\\(character)' isn't an escape.",
      "The escapes are \\\" \\\\ \\n and \\$; write a backslash as '\\\\'."
    )
  }
  static func blanksAroundEquals(_ name: String) -> (String, String?) {
    ("an option has no spaces around '='.", "Type \(name)=VALUE.")
  }
  static func optionWithoutValue(_ name: String, isSemicolon: Bool = false) -> (String, String?) {
    (
      "the option '\(name)' has no value.",
      "Type \(name)=VALUE" + (isSemicolon ? "; if ';' is the value: \(name)=\";\"" : ".")
    )
  }
  static func valueExpected(of name: String, found: String) -> (String, String?) {
    (
      "expected a value of '\(name)', found '\(found)'.",
      found == "(" ? "Write a calculation as \(name)=$( … )." : "In quotes it is a text: \(name)=\"\(found)\""
    )
  }
  static func dollarAlone(hint: String? = nil) -> (String, String?) {
    (
      "'$' is followed by neither a name nor '('.",
      hint ?? "Write a plain dollar sign in a string as '\\$'."
    )
  }
  static func dollarInExpression(found: String) -> (String, String?) {
    ("expected a value, found \(found).", "In an expression a name stands without '$'.")
  }
  static func expectedName(_ what: String, found: String) -> (String, String?) {
    ("expected \(what), found \(found).", "A name is a letter or '_', then letters, digits and '_'.")
  }
  static func reserved(_ name: String) -> (String, String?) {
    ("'\(name)' is a word of the language and can't be a name.", "Choose another name, such as '\(name)_1'.")
  }
  static func expected(_ what: String, found: String, hint: String? = nil) -> (String, String?) {
    ("expected \(what), found \(found).", hint)
  }
  static func verbExpected(found: String, hint: String?) -> (String, String?) {
    let topic = found.hasPrefix("'?") ? found.dropFirst(2).prefix { $0 != "'" && $0 != " " } : ""
    return (
      "a command begins with a verb, found \(found).",
      topic.isEmpty
        ? hint ?? "Type 'help' for the list of commands." : "In scripts it is written: help \(topic)"
    )
  }
  static func unexpectedClose(_ bracket: String) -> (String, String?) {
    ("'\(bracket)' closes nothing.", nil)
  }
  static func open(_ bracket: String) -> (String, String?) {
    let close = ["{": "}", "[": "]", "(": ")"][bracket] ?? ""
    return ("'\(bracket)' isn't closed.", "Add '\(close)'.")
  }
  static func continuationAtEnd() -> (String, String?) {
    ("the text ends after '\\'.", "A '\\' at the end of a line continues it on the next.")
  }
  static func elseAlone() -> (String, String?) {
    ("'else' stands without its 'if'.", "Put it on the line of the '}' that ends the 'if' block: } else {")
  }
  static func overflow(_ text: String) -> (String, String?) {
    ("the number '\(text)' is too large.", nil)
  }
  static func descending(_ text: String) -> (String, String?) {
    ("the range '\(text)' runs downwards.", "Write the smaller end first.")
  }
  static func depth(_ limit: Int) -> (String, String?) {
    ("this is nested deeper than \(limit) levels.", nil)
  }
  static func links(_ limit: Int) -> (String, String?) {
    ("this expression joins more than \(limit) parts.", "Keep some of them under a name: let part = …")
  }
  static func format(_ text: String) -> (String, String?) {
    (
      "':\(text)' is no format for numbers.",
      "Formats are such as :.2 (digits), :.1% (percent), :, (thousands) and :full (all digits)."
    )
  }
  static func doubleStar() -> (String, String?) { ("there is no operator '**'.", "Powers are written x^2.") }
  static func chainedComparison() -> (String, String?) {
    ("comparisons can't be chained.", "Join them with 'and': a < b and b < c.")
  }
  static func badOptionName(_ name: String) -> (String, String?) {
    ("'\(name)' can't be an option.", "Options are written in lower case: \(name.lowercased())=VALUE.")
  }
  static func interpolationInPath() -> (String, String?) {
    ("the path of 'source' is literal: values can't stand in it.", nil)
  }
}
