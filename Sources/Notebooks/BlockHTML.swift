internal import Diagnostics
internal import Record
internal import Runtime

/// A block of commands with what they gave.
struct BlockHTML {
  private let block: NotebookState.Block
  private let notebook: Notebook

  init(_ block: NotebookState.Block, _ notebook: Notebook) {
    self.block = block
    self.notebook = notebook
  }

  var html: HTML {
    let standing = block.standing
    let word = block.outputs?.failure == nil ? standing.ofBlock : "failed"
    var html: HTML = """
      <div class="block \(standing.rawValue)" id="block-\(block.block.number)">
      <div class="bar"><span>\(block.block.number)</span>\
      <span class="verdict \(standing.rawValue)" title="\(standing.meaning)">\
      \(standing.mark) \(word)</span></div>
      <pre class="code"><code>\(code)</code></pre>

      """
    guard let outputs = block.outputs else { return html + "</div>\n" }
    let shown = outputs.entries.map(output).joined()
    if !shown.isEmpty { html += "<div class=\"outputs\">\n\(shown)</div>\n" }
    if let failure = outputs.failure { html += self.failure(failure) }
    return "\(html)\(record(outputs))</div>\n"
  }

  // MARK: Code

  /// The lines of the block; each can be linked to.
  private var code: HTML {
    let lines = notebook.source.slice(block.block.range).split(omittingEmptySubsequences: false) {
      $0 == "\n" || $0 == "\r\n"
    }
    .prefix(block.block.lineCount)
    return lines.enumerated().map { index, line -> HTML in
      // Each is a block, so that only an empty one needs a line's end.
      let inside: HTML = line.isEmpty ? "\n" : CodeColours.html(String(line))
      return #"<span id="line-\#(block.block.firstLine + index)">\#(inside)</span>"#
    }.joined()
  }

  // MARK: Outputs

  private func output(_ entry: StoredEntry) -> HTML {
    var html: HTML = ""
    if let picture = entry.picture {
      let words = entry.command.split(separator: "\n").first.map(String.init) ?? entry.command
      html += "<p>\(EmbeddedPicture.html(svg: picture.svg, words: words, isChart: !picture.images))</p>\n"
    }
    let display = Self.trimmed(entry.display ?? "")
    if !display.isEmpty { html += text(display, isRound: entry.iteration != nil) }
    return html
  }

  /// More lines than this of one round of a loop are folded: the rounds are compared first, and read
  /// then.
  private static let longestRound = 4

  private func text(_ display: String, isRound: Bool) -> HTML {
    let lines = display.split(separator: "\n", omittingEmptySubsequences: false)
    guard isRound, lines.count > Self.longestRound else { return "<pre>\(Self.html(lines[...]))</pre>\n" }
    return """
      <details class="round">
      <summary>\(lines[0])</summary>
      <pre>\(Self.html(lines.dropFirst()))</pre>
      </details>

      """
  }

  /// Shorter lines than this fit on any page.
  private static let shortLine = 40

  /// Lines of words, which may be broken where the page is narrow; those of tables, which have wide gaps, may
  /// not.
  private static func html(_ lines: ArraySlice<Substring>) -> HTML {
    var html: HTML = ""
    for (index, line) in zip(lines.indices, lines) {
      let words = line.drop { $0 == " " }
      if line.count > shortLine, !words.contains("  ") {
        html += #"<span class="words">\#(line)</span>"#
      } else {
        html += HTML(line) + (index == lines.endIndex - 1 ? "" : "\n")
      }
    }
    return html
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first == "\n" { text.removeFirst() }
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }

  private func failure(_ failure: StoredFailure) -> HTML {
    let place = failure.line > 0 ? "line \(block.block.firstLine + failure.line - 1): " : ""
    let hint: HTML = failure.hint.map { "<br>\($0)" } ?? ""
    return "<p class=\"failure\">\(place)\(failure.message)\(hint)</p>\n"
  }

  // MARK: The record

  /// Every recorded value with all its digits; closed until someone wants to see it, and open where nothing
  /// else is shown.
  private func record(_ outputs: BlockOutputs) -> HTML {
    var tables: HTML = ""
    var count = 0
    for (index, entry) in outputs.entries.enumerated() {
      guard let header = outputs.header,
        let stored = entry.entry(firstLine: block.block.firstLine, environment: header)
      else {
        continue
      }
      // Fingerprints of layers are there for replays, and say nothing to a person.
      let results = stored.results.filter {
        !$0.fields.contains { $0.name == "layers" && stored.results.count > 1 }
      }
      let values = (results + stored.measured).reduce(0) { $0 + $1.fields.count }
      guard values > 0 else { continue }
      count += values
      let standing = block.standing(of: index)
      let first = entry.command.split(separator: "\n").first.map(String.init) ?? ""
      tables += """
        <p><a href="#line-\(stored.line)">line \(stored.line)</a> <code>\(first)</code> \
        <span class="\(standing.rawValue)">\(standing.mark)</span></p>

        """
      tables += history(results.dropLast()) + fields(results.suffix(1), measured: stored.measured)
    }
    guard count > 0 else { return "" }
    let isAll = outputs.entries.allSatisfy { $0.display == nil && $0.picture == nil }
    return """
      <details class="record"\(isAll ? " open" : "")>
      <summary>\(Spelling.counted(count, "recorded value"))</summary>
      \(tables)</details>

      """
  }

  /// The rows of a training, a line each; rows of other names stand below each other.
  private func history(_ lines: ArraySlice<RecordedLine>) -> HTML {
    var html: HTML = ""
    var rest = lines
    while let first = rest.first {
      let names = first.fields.map(\.name)
      let rows = rest.prefix { $0.fields.map(\.name) == names }
      rest = rest.dropFirst(rows.count)
      let heads = names.map { "<th>\($0)</th>" as HTML }.joined()
      html += """
        <div class="wide"><table>
        <thead><tr>\(heads)</tr></thead>
        <tbody>

        """
      for row in rows {
        html += "<tr>\(row.fields.map { "<td>\(Self.short($0.text))</td>" as HTML }.joined())</tr>\n"
      }
      html += "</tbody>\n</table></div>\n"
    }
    return html
  }

  private func fields(_ lines: ArraySlice<RecordedLine>, measured: [RecordedLine]) -> HTML {
    let all =
      lines.flatMap { $0.fields.map { ($0, false) } } + measured.flatMap { $0.fields.map { ($0, true) } }
    guard !all.isEmpty else { return "" }
    let rows = all.map { field, isMeasured -> HTML in
      let mark: HTML = isMeasured ? #" <span class="measured">≈</span>"# : ""
      return "<tr><th>\(field.name)\(mark)</th><td>\(Self.short(field.text))</td></tr>\n"
    }
    return "<table>\n<tbody>\n\(rows.joined())</tbody>\n</table>\n"
  }

  private static func short(_ text: String) -> String { text.count > 600 ? text.prefix(599) + "…" : text }
}

/// The language in colours, a line at a time: good enough to read by, and never wrong in what it shows.
enum CodeColours {
  static func html(_ line: String) -> HTML {
    var html: HTML = ""
    var rest = line[...]
    var isBegin = true
    while let first = rest.first {
      if first == "#", html.isEmpty || line[..<rest.startIndex].last.map({ " \t;{(".contains($0) }) == true {
        return html + marked("comment", rest)
      }
      if first == "\"" {
        let text = string(rest)
        html += marked("string", text)
        rest = rest.dropFirst(text.count)
        isBegin = false
      } else if isWordPart(first) {
        let word = rest.prefix(while: isWordPart)
        rest = rest.dropFirst(word.count)
        html +=
          isBegin && isVerb(word, before: rest)
          ? marked("verb", word) : first.isNumber ? marked("number", word) : HTML(word)
        isBegin = false
      } else {
        if first == ";" || first == "{" || first == "}" { isBegin = true }
        if first == "=", line[..<rest.startIndex].last == " ",
          line.drop(while: { $0 == " " }).hasPrefix("let ")
        {
          isBegin = true
        }
        html += HTML(String(first))
        rest.removeFirst()
      }
    }
    return html
  }

  /// A verb is a plain word; after `let name =` it is one only when something follows.
  private static func isVerb(_ word: Substring, before rest: Substring) -> Bool {
    word.allSatisfy { $0.isLetter || $0 == "_" } && rest.first.map { " ;{".contains($0) } != false
      && rest.drop { $0 == " " }.first.map { !"*/+-<>".contains($0) } != false
  }

  private static func isWordPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "." || character == "-"
      || character == "/"
      || character == "%"
  }

  /// A string with its quotes, or all that is left of the line.
  private static func string(_ text: Substring) -> Substring {
    var isEscaped = false
    for index in text.indices.dropFirst() {
      if isEscaped {
        isEscaped = false
      } else if text[index] == "\\" {
        isEscaped = true
      } else if text[index] == "\"" {
        return text[...index]
      }
    }
    return text
  }

  private static func marked(_ name: String, _ text: Substring) -> HTML {
    #"<span class="\#(name)">\#(text)</span>"#
  }
}
