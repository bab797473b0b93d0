/// The parts of a data set.
public enum PartName: String, Sendable, CaseIterable {
  case train
  case validation
  case test
}

/// Some images of a store, in an order, with their classes.
public struct Part: Sendable {
  public let store: ImageStore
  /// Which images of the store, in order.
  public let indices: [Int]
  /// The class of each, by position.
  public let labels: [Int]
  /// The file of each image of the store, by its index there; nil where the images didn't come from files of
  /// their own.
  public let files: [String]?

  /// - Precondition: As many labels as indices, and each index is one of the store's.
  public init(store: ImageStore, indices: [Int], labels: [Int], files: [String]? = nil) {
    precondition(indices.count == labels.count && indices.allSatisfy { $0 >= 0 && $0 < store.count })
    precondition(files == nil || files?.count == store.count)
    self.store = store
    self.indices = indices
    self.labels = labels
    self.files = files
  }

  /// All images of a store.
  public init(store: ImageStore, labels: [Int], files: [String]? = nil) {
    self.init(store: store, indices: Array(0..<store.count), labels: labels, files: files)
  }

  public var count: Int { indices.count }

  /// The file that the image at a position came from.
  public func file(_ position: Int) -> String? { files?[indices[position]] }

  public func shape(_ position: Int) -> SampleShape { store.shape(indices[position]) }

  /// The shape that all images of this part have, or nil when they differ or there are none.
  public var uniformShape: SampleShape? {
    if count == 0 { return nil }
    if let shape = store.uniformShape { return shape }
    let first = shape(0)
    return indices.allSatisfy { store.shape($0) == first } ? first : nil
  }

  /// The part at these positions, in this order.
  public func selecting(_ positions: [Int]) -> Part {
    Part(
      store: store, indices: positions.map { indices[$0] }, labels: positions.map { labels[$0] }, files: files
    )
  }

  /// How many samples each class has.
  public func counts(classes: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for label in labels where counts.indices.contains(label) { counts[label] += 1 }
    return counts
  }
}
