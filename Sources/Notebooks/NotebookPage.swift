internal import Diagnostics
internal import Files
internal import Foundation
internal import Record
internal import Runtime

extension Notebook {
  /// The document with its stored outputs as one HTML page that needs nothing else. Nothing runs.
  ///
  /// - Parameter path: Beside what the outputs lie, and from where pictures are taken.
  /// - Returns: The page, and the blocks of which nothing is stored that belongs to their text and to the
  ///   last run, by the lines of their fences.
  public func page(at path: String) throws(NotebookError) -> (text: String, stale: [Int]) {
    let state = NotebookState(self, try NotebookState.stored(self, OutputFolder(of: path)))
    let stale = state.blocks.filter { $0.isStale }.map(\.block.fenceLine)
    return (NotebookPage(self, state, path: path).text(), stale)
  }
}

/// Writes a notebook as a page. cmark writes the prose; what is ours is put into its tree before.
struct NotebookPage {
  let notebook: Notebook
  let state: NotebookState
  /// Of the document.
  let path: String
  /// By the lines in which they stand.
  private let values: [Int: [NotebookState.Value]]

  init(_ notebook: Notebook, _ state: NotebookState, path: String) {
    self.notebook = notebook
    self.state = state
    self.path = path
    values = Dictionary(grouping: state.values) { $0.number.line }
  }

  private struct Heading {
    let level: Int
    let id: String
    let text: String
  }

  func text() -> String {
    let tree = MarkdownTree(notebook.source.text)
    let blocks = Dictionary(uniqueKeysWithValues: state.blocks.map { ($0.block.fenceLine, $0) })
    let values = Dictionary(uniqueKeysWithValues: state.values.map { ($0.number.codeIndex, $0) })
    var anchors = Anchors(taken: state.blocks.map { "block-\($0.block.number)" })
    var headings: [Heading] = []
    var titleIsWritten = false
    var codes = 0
    let nodes = tree.all
    // The table of contents goes below the title, so that all headings must be known first.
    for node in nodes where node.kind == .heading {
      headings.append(
        Heading(level: node.headingLevel, id: anchors.anchor(for: label(node)), text: label(node)))
    }
    var next = headings[...]
    for node in nodes {
      switch node.kind {
      case .heading:
        guard let heading = next.popFirst() else { break }
        let isTitle = heading.level == 1 && !titleIsWritten
        titleIsWritten = titleIsWritten || isTitle
        node.wrap(
          opening: #"<h\#(heading.level) id="\#(heading.id)">"#,
          closing: "</h\(heading.level)>\n" + (isTitle ? top(headings) : ""), isBlock: true)
      case .codeBlock:
        if let block = blocks[node.startLine] {
          node.replace(byHTML: BlockHTML(block, notebook).html, isBlock: true)
        }
      case .code:
        if let value = values[codes] { node.replace(byHTML: Self.html(value), isBlock: false) }
        codes += 1
      case .htmlBlock:
        let shown: HTML = "<pre class=\"raw\">\(node.literal)</pre>\n"
        node.replace(byHTML: Self.isComment(node.literal) ? "" : shown, isBlock: true)
      case .html:
        let shown: HTML = "<code>\(node.literal)</code>"
        node.replace(byHTML: Self.isComment(node.literal) ? "" : shown, isBlock: false)
      case .image where !node.isInPicture:
        node.replace(byHTML: EmbeddedPicture.html(of: node, beside: path), isBlock: false)
      default: break
      }
    }
    let title: HTML = titleIsWritten ? "" : "<h1>\(notebook.title)</h1>\n\(top(headings))"
    return HTMLPage.text(
      title: notebook.title, extraStyle: Self.style,
      body: "<main class=\"note\">\n\(title)\(tree.html)\(footer)</main>")
  }

  /// Whether HTML is comments and nothing else.
  ///
  /// - Complexity: O(length of the text), also where comments have no end.
  static func isComment(_ html: String) -> Bool {
    var rest = html[...]
    while true {
      rest = rest.drop(while: \.isWhitespace)
      if rest.isEmpty { return true }
      guard rest.utf8.starts(with: "<!--".utf8) else { return false }
      let bytes = rest.utf8.dropFirst(4)
      guard
        let end = zip(bytes.indices, zip(bytes, zip(bytes.dropFirst(), bytes.dropFirst(2)))).first(where: {
          $1.0 == UInt8(ascii: "-") && $1.1.0 == UInt8(ascii: "-") && $1.1.1 == UInt8(ascii: ">")
        })?.0
      else { return false }
      rest = rest[bytes.index(end, offsetBy: 3)...]
    }
  }

  // MARK: Around the text

  /// The words of a heading, with its values in place.
  private func label(_ node: MarkdownTree.Node) -> String {
    var text = node.plainText
    for value in values[node.startLine] ?? [] {
      if case .text(let shown) = value.shown { text = text.replacing("=" + value.number.text, with: shown) }
    }
    return text
  }

  /// What stands below the title: the verdict of the whole, and the table of contents.
  private func top(_ headings: [Heading]) -> HTML {
    let whole = standing
    var html: HTML = """
      <p class="whole"><a class="\(whole.rawValue)" href="#how">\(whole.mark) \(whole.ofAll)</a></p>

      """
    if !parameters.isEmpty {
      let given = parameters.map { "<code>\($0)</code>" as HTML }.joined(separator: ", ")
      html += """
        <p class="given">It ran with \(given) in place of what its <code>param</code> lines say.</p>

        """
    }
    let listed = headings.filter { (2...3).contains($0.level) }
    guard listed.count > 1 else { return html }
    html += "<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n"
    for heading in listed {
      html += """
        <li class="level\(heading.level)"><a href="#\(heading.id)">\(heading.text)</a></li>

        """
    }
    return html + "</ul>\n</nav>\n"
  }

  /// The parameters that were given other values for the run, as they were given.
  private var parameters: [String] {
    (state.blocks.lazy.compactMap(\.outputs).first?.set ?? [:]).sorted { $0.key < $1.key }.map {
      "\($0.key)=\($0.value)"
    }
  }

  private var standing: NotebookState.Standing {
    .weakest(state.blocks.map(\.standing))
  }

  /// How the page came about, and what its marks mean.
  private var footer: HTML {
    var facts: [(String, String)] = []
    let outputs = state.blocks.compactMap(\.outputs)
    if let first = outputs.first, let header = first.header {
      facts.append(("ran with", String(header.environmentLine.dropFirst(3))))
      facts.append(("seed", "\(header.seed)"))
      if !parameters.isEmpty { facts.append(("set", parameters.joined(separator: " "))) }
    }
    if let last = state.blocks.last { facts.append(("hash of all commands", "sha256:" + last.block.hash)) }
    let file = path.pathParts.last ?? path
    facts.append(("check it", "fovea notebook check \(file)"))
    let used = Set(state.values.map(\.standing) + state.blocks.map(\.standing))
    let marks = NotebookState.Standing.inOrder.filter { used.contains($0) }.map {
      #"<li><span class="\#($0.rawValue)">\#($0.mark)</span> \#($0.meaning)</li>"# as HTML
    }
    let list: HTML =
      marks.isEmpty ? "" : "<ul class=\"marks\">\n\(marks.joined(separator: "\n"))\n</ul>"
    return """
      <footer id="how">
      <h2>How this page came about</h2>
      <dl>
      \(HTMLPage.facts(facts))
      </dl>
      \(list)
      </footer>

      """
  }

  // MARK: Values

  /// A value, linked to the command that made it.
  private static func html(_ value: NotebookState.Value) -> HTML {
    guard case .text(let shown) = value.shown else {
      var reason = "no value"
      if case .failed(let finding) = value.shown { reason = finding.message }
      return #"<span class="value missing" title="\#(reason)">—</span>"#
    }
    guard let origin = value.origin else { return #"<span class="value">\#(shown)</span>"# }
    let command = origin.command.split(separator: "\n").first.map(String.init) ?? ""
    let title = "\(value.exact) · line \(origin.line): \(command) · \(value.standing.meaning)"
    return """
      <a class="value \(value.standing.rawValue)" href="#line-\(origin.line)" title="\(title)">\
      \(shown)<sup>\(value.standing.mark)</sup></a>
      """
  }
}

/// Names of places in a page, each once.
private struct Anchors {
  private var taken: Set<String>
  /// The number that comes next for a text that was there before.
  private var numbers: [String: Int] = [:]

  init(taken: [String]) { self.taken = Set(taken + ["how"]) }

  mutating func anchor(for text: String) -> String {
    var plain = ""
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
        plain.unicodeScalars.append(scalar)
      } else if !plain.isEmpty, plain.last != "-" {
        plain += "-"
      }
    }
    while plain.last == "-" { plain.removeLast() }
    // Places of ours begin so.
    if plain.isEmpty || plain.hasPrefix("line-") || plain.hasPrefix("block-") { plain = "section-" + plain }
    var anchor = plain
    var number = numbers[plain] ?? 2
    while !taken.insert(anchor).inserted {
      anchor = "\(plain)-\(number)"
      number += 1
    }
    numbers[plain] = number
    return anchor
  }
}
