/// Names cut so that they differ.
extension PlainText {
  /// Names cut to a width. Names that are the same at their beginning are cut elsewhere, so that different
  /// ones stay different as long as the width allows it: in the middle, before what tells them apart, or with
  /// a number behind them.
  ///
  /// `Cherry_(including_sour)___Powdery_mildew` and `Cherry_(including_sour)___healthy` become
  /// `Cherry_(inc…dery_mildew` and `Cherry_(inc…our)___healthy`.
  ///
  /// - Parameter limit: Columns that each may take.
  /// - Complexity: O(n log n) comparisons of names.
  public static func apart(_ names: [String], to limit: Int, _ style: TerminalStyle = .blocks) -> [String] {
    let shown = names.map { Self.shown($0, style) }
    let distinct = Array(Set(shown)).sorted()
    guard distinct.contains(where: { width($0) > limit }) else { return shown }
    var texts = Dictionary(uniqueKeysWithValues: distinct.map { ($0, cut($0, to: limit, style)) })
    for way in [middle, difference] { separate(distinct, &texts, limit, style, way) }
    // What no part tells apart, a number does: that of its place among all.
    for (_, members) in groups(distinct, texts) {
      for name in members {
        guard let place = shown.firstIndex(of: name) else { continue }
        let number = String(place + 1)
        let room = limit - width(number)
        texts[name] = room >= 1 ? cut(name + "  ", to: room, style) + number : cut(number, to: limit, style)
      }
    }
    return shown.map { texts[$0] ?? $0 }
  }

  /// The names that have the same text, where there are several; in order.
  private static func groups(_ names: [String], _ texts: [String: String]) -> [(
    text: String, names: [String]
  )] {
    Dictionary(grouping: names) { texts[$0] ?? $0 }.filter { $1.count > 1 }.map { ($0, $1) }.sorted {
      $0.0 < $1.0
    }
  }

  private typealias Way = (_ name: String, _ others: [String], _ limit: Int, _ sign: String) -> String

  /// Cuts the names of a group another way, where that tells them from each other and from all others.
  private static func separate(
    _ names: [String], _ texts: inout [String: String], _ limit: Int, _ style: TerminalStyle, _ way: Way
  ) {
    let sign = style == .blocks ? "…" : "~"
    var taken = Set(texts.values)
    for (text, members) in groups(names, texts) {
      let tried = members.map { width($0) > limit ? way($0, members, limit, sign) : $0 }
      let others = taken.subtracting([text])
      guard Set(tried).count == tried.count, others.isDisjoint(with: tried),
        tried.allSatisfy({ width($0) <= limit })
      else {
        continue
      }
      for (name, text) in zip(members, tried) { texts[name] = text }
      taken = others.union(tried)
    }
  }

  /// The beginning and the end.
  private static func middle(_ name: String, _ others: [String], _ limit: Int, _ sign: String) -> String {
    let room = limit - 1
    guard room >= 2 else { return name }
    return prefix(name, room / 2) + sign + suffix(name, room - room / 2)
  }

  /// A little of the beginning, and what follows where the names begin to differ.
  private static func difference(_ name: String, _ others: [String], _ limit: Int, _ sign: String) -> String {
    guard limit >= 4, var common = others.first.map(Array.init) else { return name }
    for other in others { common = Array(zip(common, other).prefix { $0 == $1 }.map(\.0)) }
    let head = min(limit / 4, 6)
    let rest = String(name.dropFirst(common.count))
    let room = limit - head - 1
    return prefix(name, head) + sign + (width(rest) <= room ? rest : prefix(rest, room - 1) + sign)
  }

  /// The first characters that fit.
  private static func prefix(_ text: String, _ columns: Int) -> String {
    var taken = 0
    return String(
      text.prefix {
        taken += width($0)
        return taken <= columns
      })
  }

  private static func suffix(_ text: String, _ columns: Int) -> String {
    String(prefix(String(text.reversed()), columns).reversed())
  }
}
