internal import Runtime

/// The report as a page: one file that needs nothing else, light or dark as the reader's system is.
extension ReplayReport {
  public var page: String {
    let title = "Replay of \(session)"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(Self.escaped(title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <main>
      <h1>\(Self.escaped(title))</h1>
      <p class="whole"><span class="\(whatIf.isEmpty ? verdict.rawValue : "unjudged")">\(headline)</span></p>
      <dl>
      \(facts.map { "<dt>\(Self.escaped($0.0))</dt><dd>\(Self.escaped($0.1))</dd>" }.joined(separator: "\n"))
      </dl>
      \(comparisons.isEmpty ? "" : table)
      \(comparisons.filter { $0.verdict != .same }.map(Self.details).joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  private var headline: String { whatIf.isEmpty ? verdict.rawValue : "differences, not judged" }

  private var facts: [(String, String)] {
    var facts = [("commands compared", "\(compared)")]
    for verdict in [Verdict.same, .differs, .inconclusive] { facts.append((verdict.rawValue, "\(count(verdict))")) }
    if !whatIf.isEmpty { facts.append(("set", whatIf.joined(separator: " "))) }
    facts.append(("chain", chain ?? "nothing was sealed"))
    switch ending {
    case .complete: break
    case .until(let line): facts.append(("ended", "at line \(line), as asked"))
    case .otherData(let line):
      facts.append(("ended", "\(otherData(line)); nothing below it was run"))
    case .brokenChain(let fault): facts.append(("the chain is broken", fault.message + "; nothing was run"))
    case .interrupted: facts.append(("ended", "interrupted"))
    }
    if !isClosed { facts.append(("session", "was cut off, so it may have held more")) }
    if !environment.isEmpty { facts.append(("environment", environment.map(\.message).joined(separator: "; "))) }
    return facts
  }

  private var table: String {
    let rows = comparisons.map { comparison in
      let verdict = comparison.verdict.rawValue
      let link =
        comparison.verdict == .same ? verdict : "<a href=\"#line\(comparison.line)\">\(verdict)</a>"
      return "<tr><td>\(comparison.line)</td><td><code>\(Self.escaped(comparison.text))</code></td>"
        + "<td class=\"\(verdict)\">\(link)</td></tr>"
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

  private static func details(_ comparison: EntryComparison) -> String {
    let rows = comparison.fields.filter { $0.verdict != .same }.map { field in
      let name = (field.row.map { $0 + ": " } ?? "") + field.field
      let distance = field.distance.map { $0.relative.isFinite ? Spelling.rounded($0.relative) : "" } ?? ""
      return "<tr><td>\(field.line)</td><td>\(escaped(name))</td><td><code>\(escaped(field.recorded ?? "—"))</code></td>"
        + "<td><code>\(escaped(field.found ?? "—"))</code></td><td>\(distance)</td></tr>"
    }
    return """
      <section id="line\(comparison.line)">
      <h2>Line \(comparison.line): \(comparison.verdict.rawValue)</h2>
      <pre>\(escaped(comparison.text))</pre>
      \(comparison.divergence.map { "<p>\(escaped($0.message)).</p>" } ?? "")
      <table>
      <thead><tr><th>line</th><th>field</th><th>recorded</th><th>now</th><th>relative distance</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </section>
      """
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      // No page may hold them.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1d1d1f; --paper: #fff; --line: #d5d5da; --good: #11703c; --bad: #b3261e; --open: #8a5a00 }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8e8ea; --paper: #17181a; --line: #3b3c40; --good: #62c98b; --bad: #ff8a80; --open: #f0b94a }
    }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
    main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
    h1 { font-size: 1.4rem; overflow-wrap: anywhere }
    h2 { font-size: 1.1rem; margin-top: 2.5rem }
    .whole span { font-size: 1.2rem; font-weight: 600; border: 2px solid; border-radius: .4rem; padding: .2rem .7rem }
    .same { color: var(--good) } .differs { color: var(--bad) } .inconclusive, .unjudged { color: var(--open) }
    td a { color: inherit }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem }
    dt { opacity: .75 } dd { margin: 0; overflow-wrap: anywhere }
    table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
    caption { text-align: left; font-weight: 600; padding: .3rem 0 }
    th:first-child, td:first-child { white-space: nowrap }
    th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere }
    code, pre { font: .85rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 }
    @media (max-width: 40rem) { body { font-size: 15px } th, td { padding-right: .4rem } }
    @media print { body { background: #fff; color: #000 } }
    """
}
