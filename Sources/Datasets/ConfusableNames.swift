/// Names of classes that look the same: they differ in characters that nobody sees, or in how Unicode spells
/// one.
enum ConfusableNames {
  /// A sentence for each group of such names, with the characters in which they differ.
  static func warnings(for names: [String]) -> [String] {
    var groups: [String: [String]] = [:]
    var order: [String] = []
    for name in names {
      // Swift compares strings by what their characters are, however Unicode spells them.
      let key = shown(name)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(name)
    }
    return order.compactMap { key in groups[key].flatMap { $0.count > 1 ? text($0) : nil } }
  }

  /// What is seen of a name: no invisible characters, one kind of blank, none at the ends.
  private static func shown(_ name: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in name.unicodeScalars where !isInvisible(scalar) {
      scalars.append(scalar.properties.isWhitespace ? " " : scalar)
    }
    return String(scalars).split(separator: " ").joined(separator: " ")
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .format
  }

  private static func text(_ names: [String]) -> String {
    let all = names.map(counts)
    var common: [Unicode.Scalar: Int] = [:]
    for scalar in all[0].keys { common[scalar] = all.map { $0[scalar] ?? 0 }.min() }
    let parts = names.map { name -> String in
      var left = common
      let own = name.unicodeScalars.filter { scalar in
        if let count = left[scalar], count > 0 {
          left[scalar] = count - 1
          return false
        }
        return true
      }
      return "'\(spelled(name))'"
        + (own.isEmpty ? "" : " with " + own.prefix(3).map(title).joined(separator: ", "))
    }
    return "the classes \(parts.joined(separator: " and ")) look the same"
  }

  private static func counts(_ name: String) -> [Unicode.Scalar: Int] {
    name.unicodeScalars.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// The name with invisible characters as `\u{200B}`.
  private static func spelled(_ name: String) -> String {
    name.unicodeScalars.map { isInvisible($0) ? "\\u{\(hexadecimal($0))}" : String($0) }.joined()
  }

  /// `U+0301 COMBINING ACUTE ACCENT`.
  private static func title(_ scalar: Unicode.Scalar) -> String {
    "U+\(hexadecimal(scalar))"
      + ((scalar.properties.name ?? scalar.properties.nameAlias).map { " " + $0 } ?? "")
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
