internal import Runtime

/// The report as a page: one file that needs nothing else, light or dark as the reader's system is.
extension ReplayReport {
  public var page: String {
    let title = "Replay of \(session)"
    return HTMLPage.text(
      title: title,
      body: """
        <main>
        <h1>\(title)</h1>
        <p class="whole"><span \
        class="\(whatIf.isEmpty ? verdict.rawValue : "unjudged")">\(headline)</span></p>
        <dl>
        \(HTMLPage.facts(facts))
        </dl>
        \(comparisons.isEmpty ? HTML("") : table)
        \(comparisons.filter { $0.verdict != .same }.map(Self.details).joined(separator: "\n"))
        </main>
        """)
  }

  private var headline: String { whatIf.isEmpty ? verdict.rawValue : "differences, without a verdict" }

  private var facts: [(String, String)] {
    var facts = [("commands compared", "\(compared)")]
    for verdict in [Verdict.same, .differs, .inconclusive] {
      facts.append((verdict.rawValue, "\(count(verdict))"))
    }
    if !whatIf.isEmpty { facts.append(("set", whatIf.joined(separator: " "))) }
    facts.append(("chain", chain ?? "nothing was sealed"))
    switch ending {
    case .complete: break
    case .until(let line): facts.append(("ended", "at line \(line), as asked"))
    case .brokenChain(let fault): facts.append(("the chain is broken", fault.message + "; nothing was run"))
    case .foreignCommand(let line, let word):
      facts.append(("refused", "line \(line) holds '\(word)', which is never recorded; nothing was run"))
    case .otherData, .interrupted, .failed: facts.append(("ended", endingText ?? ""))
    }
    if !isClosed { facts.append(("session", "\(openEnd), so it may have held more")) }
    if !environment.isEmpty {
      facts.append(("environment", environment.map(\.message).joined(separator: "; ")))
    }
    return facts
  }

  private var table: HTML {
    let rows = comparisons.map { comparison -> HTML in
      let verdict = comparison.verdict.rawValue
      let link: HTML =
        comparison.verdict == .same
        ? "\(verdict)" : "<a href=\"#line\(comparison.line)\">\(verdict)</a>"
      return """
        <tr><td>\(comparison.line)</td><td><code>\(comparison.text)</code></td>\
        <td class="\(verdict)">\(link)</td></tr>
        """
    }
    return """
      <table>
      <caption>Every command, and what its results are now</caption>
      <thead><tr><th>line</th><th>command</th><th>verdict</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  private static func details(_ comparison: EntryComparison) -> HTML {
    let rows = comparison.fields.filter { $0.verdict != .same }.map { field -> HTML in
      let name = (field.row.map { $0 + ": " } ?? "") + field.field
      let distance = field.distance.map { $0.relative.isFinite ? Spelling.rounded($0.relative) : "" } ?? ""
      return """
        <tr><td>\(field.line)</td><td>\(name)</td>\
        <td><code>\(field.recorded ?? "—")</code></td>\
        <td><code>\(field.found ?? "—")</code></td><td>\(distance)</td></tr>
        """
    }
    return """
      <section id="line\(comparison.line)">
      <h2>Line \(comparison.line): \(comparison.verdict.rawValue)</h2>
      <pre>\(comparison.text)</pre>
      \(comparison.divergence.map { "<p>\($0.message).</p>" as HTML } ?? "")
      <table>
      <thead><tr><th>line</th><th>field</th><th>recorded</th><th>now</th><th>relative \
      distance</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </section>
      """
  }
}
