/// Pages that are one file and need nothing else: no script, no font, no picture from elsewhere; light or
/// dark as the reader's system is.
public enum HTMLPage {
  /// A whole page.
  ///
  /// - Parameters:
  ///   - title: Plain text.
  ///   - extraStyle: Rules of CSS behind those that all pages have.
  public static func text(title: String, extraStyle: HTML = "", body: HTML) -> String {
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <style>
      \(style)\(extraStyle.isEmpty ? extraStyle : "\n" + extraStyle)
      </style>
      </head>
      <body>
      \(body)
      </body>
      </html>

      """
    return page.markup
  }

  /// Terms and what they are, as the inside of a list of definitions.
  public static func facts(_ facts: [(String, String)]) -> HTML {
    facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as HTML }.joined(separator: "\n")
  }

  static let style: HTML = """
    :root { --ink: #1d1d1f; --paper: #fff; --line: #d5d5da; --good: #11703c; --bad: #b3261e; --open: #8a5a00 }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8e8ea; --paper: #17181a; --line: #3b3c40; --good: #62c98b; --bad: #ff8a80; --open: \
      #f0b94a }
    }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
    main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: break-word }
    h1 { font-size: 1.4rem; overflow-wrap: anywhere }
    h2 { font-size: 1.1rem; margin-top: 2.5rem }
    .whole span { font-size: 1.2rem; font-weight: 600; border: 2px solid; border-radius: .4rem; padding: \
    .2rem .7rem }
    .same { color: var(--good) } .differs { color: var(--bad) } .inconclusive, .unjudged { color: \
    var(--open) }
    td a { color: inherit }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem }
    dt { opacity: .75 } dd { margin: 0; overflow-wrap: anywhere }
    table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
    caption { text-align: left; font-weight: 600; padding: .3rem 0 }
    th:first-child, td:first-child { white-space: nowrap }
    th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; \
    vertical-align: top }
    td.same, td.differs, td.inconclusive { white-space: nowrap }
    code, pre { font: .85rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; \
    margin: 0 }
    @media (max-width: 40rem) { body { font-size: 15px } th, td { padding-right: .4rem } }
    @media print { body { background: #fff; color: #000 } }
    """
}
