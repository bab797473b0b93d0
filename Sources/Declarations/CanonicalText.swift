/// A text of a value that is equal for equal values and different for different ones, in any process.
///
/// It uses reflection, so that new fields are included automatically: a result stored under such a text is
/// never found with other settings.
package enum CanonicalText {
  /// The text of a value.
  ///
  /// - Precondition: The value consists of numbers, texts, enums, structs and collections, without class
  ///   instances.
  package static func text(of value: Any) -> String {
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
