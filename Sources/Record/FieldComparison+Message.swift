internal import Runtime

extension FieldComparison {
  func with(_ verdict: Verdict) -> FieldComparison {
    FieldComparison(
      line: line, row: row, field: field, recorded: recorded, found: found, verdict: verdict,
      distance: distance,
      isUnevaluated: isUnevaluated)
  }

  /// `line 14, epoch 3: loss was 0.41, is 0.42 (2.4e-2 apart by its size)`
  public var message: String {
    var text = "line \(line)" + (row.map { ", \($0)" } ?? "") + ": "
    if field == "error", recorded == nil {
      return text + "it succeeded when it was recorded, and fails now: \(found ?? "")"
    }
    switch (recorded, found) {
    case (let recorded?, let found?): text += "\(field) was \(Self.short(recorded)), is \(Self.short(found))"
    case (let recorded?, nil): text += "\(field) was \(Self.short(recorded)), is missing"
    case (nil, let found?): text += "\(field) wasn't recorded, is \(Self.short(found))"
    case (nil, nil): text += field
    }
    guard let distance, distance.relative.isFinite else { return text }
    return text + " (\(Spelling.rounded(distance.relative)) apart by its size)"
  }

  private static func short(_ text: String) -> String { text.count > 80 ? text.prefix(79) + "…" : text }
}

extension Distance {
  /// Nil where one isn't a number, or lists have not the same form.
  init?(from recorded: RecordedValue, to found: RecordedValue) {
    switch (recorded, found) {
    case (.number(let old), .number(let new)):
      let apart = old == new || (old.isNaN && new.isNaN) ? 0 : (new - old).magnitude
      let isFinite = old.isFinite && new.isFinite
      absolute = apart.isNaN ? .infinity : apart
      relative = apart == 0 ? 0 : isFinite && old != 0 ? apart / old.magnitude : .infinity
    case (.list(let old), .list(let new)):
      guard old.count == new.count else { return nil }
      var largest = (absolute: 0.0, relative: 0.0)
      for (one, other) in zip(old, new) where !one.isSame(as: other) {
        guard let distance = Distance(from: one, to: other) else { return nil }
        largest = (max(largest.absolute, distance.absolute), max(largest.relative, distance.relative))
      }
      (absolute, relative) = largest
    default: return nil
    }
  }
}
