/// Messages about classes without images.
public enum EmptyClasses {
  /// "2 of the 5 classes have no training image: 'a', 'b'"; nil if no class is empty.
  public static func text(_ empty: [Int], of classes: [String], part: PartName) -> String? {
    guard !empty.isEmpty else { return nil }
    let what = part == .train ? "training" : part.rawValue
    return
      "\(empty.count) of the \(classes.count) classes \(empty.count == 1 ? "has" : "have") no \(what) image: "
      + DataError.listed(empty.map { "'\(classes[$0])'" }, first: 8)
  }
}

extension Part {
  /// The classes without images in this part.
  public func emptyClasses(of classes: Int) -> [Int] {
    let counts = counts(classes: classes)
    return counts.indices.filter { counts[$0] == 0 }
  }
}
