extension ImageGrid {
  /// A line below a picture: a text, or the names of what it shows with something before and behind them.
  ///
  /// ```swift
  /// let plain: ImageGrid.Caption = "ring"
  /// let list = ImageGrid.Caption(before: "said ", names: ["ring", "star"], after: " 83%")
  /// list.text   // said ring, star 83%
  /// ```
  public struct Caption: Sendable, Hashable, ExpressibleByStringInterpolation {
    public var before: String
    public var names: [String]
    public var after: String

    public init(before: String = "", names: [String], after: String = "") {
      self.before = before
      self.names = names
      self.after = after
    }

    public init(_ text: String) { self.init(names: [text]) }

    public init(stringLiteral value: String) { self.init(value) }

    /// The whole line.
    public var text: String { before + names.joined(separator: ", ") + after }

    /// The line cut to a width: of several names the first ones whole, as many as fit, and a sign for the
    /// others. Where not even the first one fits, it is cut itself. One name is left whole, for whoever cuts
    /// it so that it differs from others.
    func listed(to limit: Int, _ style: TerminalStyle) -> String {
      func shown(_ text: String) -> String { PlainText.shown(text, style) }
      let whole = shown(text)
      guard names.count > 1, PlainText.width(whole) > limit else { return whole }
      let sign = style == .blocks ? "…" : "~"
      // A comma that leads to the next line would stand behind the sign.
      let end = after == "," ? "" : after
      for count in stride(from: names.count - 1, to: 0, by: -1) {
        let line = shown(before + names.prefix(count).joined(separator: ", ") + ", ") + sign + shown(end)
        if PlainText.width(line) <= limit { return line }
      }
      let room = limit - PlainText.width(shown(before)) - PlainText.width(shown(end))
      guard room >= Self.leastRoom else { return PlainText.cut(whole, to: limit, style) }
      return shown(before) + PlainText.cut(shown(names[0]) + ", " + sign, to: room, style) + shown(end)
    }

    /// With fewer columns nobody would know the name.
    private static let leastRoom = 4
  }
}
