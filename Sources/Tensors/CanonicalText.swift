/// What a value says, as text: the same text for equal values, another for others, whatever the process.
///
/// It is found by reflection, so that a field which is added to a type enters by itself: what is looked up by
/// such a text is never found under other settings.
public enum CanonicalText {
  /// - Precondition: The value is made of numbers, texts, enums, structs and collections; objects have no
  ///   meaning by value.
  public static func text(of value: Any) -> String {
    switch value {
    case let text as String: return String(reflecting: text)
    case let number as Double: return number.description
    case let number as Float: return number.description
    default: break
    }
    let mirror = Mirror(reflecting: value)
    let children = mirror.children.map { child in
      (child.label.map { $0 + ": " } ?? "") + text(of: child.value)
    }
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { text(of: $0.value) } ?? "nil"
    case .collection: return "[" + mirror.children.map { text(of: $0.value) }.joined(separator: ", ") + "]"
    // These have no order of their own.
    case .set, .dictionary:
      return "{" + mirror.children.map { text(of: $0.value) }.sorted().joined(separator: ", ") + "}"
    case .class, .foreignReference:
      preconditionFailure("\(mirror.subjectType) is an object and has no meaning by value")
    case .enum where children.isEmpty: return "\(mirror.subjectType).\(value)"
    case .struct, .tuple, .enum: return "\(mirror.subjectType)(" + children.joined(separator: ", ") + ")"
    default:
      return children.isEmpty ? "\(value)" : "\(mirror.subjectType)(" + children.joined(separator: ", ") + ")"
    }
  }
}
