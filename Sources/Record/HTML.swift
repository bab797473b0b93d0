/// A piece of a page. Markup comes from literals, from other pieces and from the renderer of Markdown alone;
/// every other text that is put into a piece is escaped.
///
/// ```swift
/// let cell: HTML = "<td>\(name)</td>"  // "<td>a &lt; b</td>" of the name "a < b"
/// ```
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// As it stands in the page.
  public private(set) var markup: String

  /// A text, between tags or between quotation marks.
  public init(_ text: some StringProtocol) { markup = Self.escaped(String(text)) }

  /// What a renderer made, which escaped the texts itself.
  public init(rendered markup: String) { self.markup = markup }

  /// Markup; `StaticString` keeps texts of other people out.
  public init(stringLiteral markup: StaticString) { self.markup = markup.description }

  public init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    public init(literalCapacity: Int, interpolationCount: Int) { markup.reserveCapacity(literalCapacity) }

    public mutating func appendLiteral(_ literal: StaticString) { markup += literal.description }
    public mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    public mutating func appendInterpolation(_ number: Int) { markup += String(number) }
    public mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }
    public mutating func appendInterpolation(_ text: Substring) { markup += HTML.escaped(String(text)) }
  }

  public var isEmpty: Bool { markup.isEmpty }

  public static func += (left: inout HTML, right: HTML) { left.markup += right.markup }

  public static func + (left: HTML, right: HTML) -> HTML {
    var both = left
    both += right
    return both
  }

  /// - Complexity: O(length of the text); one that needs no escapes is taken as it is.
  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: mayNeedEscape) else { return text }
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

  /// 0xC2 begins U+0080 to U+009F, among others.
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), 0..<0x20, 0x7F, 0xC2:
      true
    default: false
    }
  }
}

extension Sequence<HTML> {
  public func joined(separator: HTML = "") -> HTML {
    var all: HTML = ""
    var isFirst = true
    for piece in self {
      if !isFirst { all += separator }
      all += piece
      isFirst = false
    }
    return all
  }
}
