internal import Datasets
internal import Runtime

extension KnownWorkspace: Knowledge {
  func merged(with other: any Knowledge) -> any Knowledge {
    guard let other = other as? KnownWorkspace else { return self }
    var merged = self
    // A name that only one way defines may be used, so what that way tells of it holds.
    merged.data.merge(other.data) { $0.merged(with: $1) }
    merged.models.merge(other.models) { $0.merged(with: $1) }
    merged.resultClasses = resultClasses.filter { other.resultClasses[$0.key] == $0.value }
    // What only one way writes may be what was there before.
    for (path, file) in other.written {
      merged.written[path] = written[path].map { $0.merged(with: file) } ?? KnownFile()
    }
    for path in written.keys where other.written[path] == nil { merged.written[path] = KnownFile() }
    return merged
  }

  func undone(to earlier: any Knowledge) -> any Knowledge {
    guard var earlier = earlier as? KnownWorkspace else { return self }
    earlier.written = written
    return earlier
  }
}

extension KnownData {
  fileprivate func merged(with other: KnownData) -> KnownData {
    var merged = self
    merged.outline = outline.merged(with: other.outline)
    if counts != other.counts { merged.counts = nil }
    if preparation?.steps.map(\.text) != other.preparation?.steps.map(\.text) { merged.preparation = nil }
    if augmentation?.lines != other.augmentation?.lines { merged.augmentation = nil }
    return merged
  }
}

extension KnownModel {
  /// What is known of a model that is one or the other.
  func merged(with other: KnownModel) -> KnownModel {
    var merged = self
    if family != other.family { merged.family = nil }
    if canonicalText == nil || canonicalText != other.canonicalText { merged.entry = nil }
    if state != other.state { merged.state = nil }
    if shape != other.shape { merged.shape = nil }
    if classes != other.classes { merged.classes = nil }
    if task != other.task { merged.task = nil }
    if hasCurve != other.hasCurve { merged.hasCurve = nil }
    if hasCandidates != other.hasCandidates { merged.hasCandidates = nil }
    if input != other.input { merged.input = nil }
    for candidate in other.chosen { merged.add(candidate) }
    return merged
  }

  private var canonicalText: String? { entry.map { $0.family.canonicalText(of: $0) } }
}
