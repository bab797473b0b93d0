/// The parts of a data set.
public enum PartName: String, Sendable, CaseIterable {
  /// The training part.
  case train
  /// The validation part, for tuning and early stopping.
  case validation
  /// The test part, for evaluation.
  case test
}

/// A labeled, ordered selection of images of a store.
public struct Part: Sendable {
  /// The store that the images are in, maybe shared with other parts.
  public let store: ImageStore
  /// The store index of each image, by position.
  public let indices: [Int]
  /// The class of each image, by position.
  public let labels: [Int]
  /// The path of each image by its store index; nil where images don't come from files of their own.
  public let files: [String]?

  /// A selection of images.
  ///
  /// - Parameters:
  ///   - indices: The places of the images in the store.
  ///   - store: The images.
  ///   - labels: The class of each image; as many as indices.
  ///   - files: The path of each image of the store; nil where images have no files.
  /// - Throws: `.inconsistent`.
  public init(
    checking indices: [Int], of store: ImageStore, labels: [Int], files: [String]? = nil
  ) throws(DataError) {
    guard indices.count == labels.count else {
      throw .inconsistent("\(labels.count) labels for \(indices.count) images")
    }
    if let wrong = indices.first(where: { $0 < 0 || $0 >= store.count }) {
      throw .inconsistent("image \(wrong) of a store of \(store.count)")
    }
    if let files, files.count != store.count {
      throw .inconsistent("\(files.count) files for a store of \(store.count) images")
    }
    self.init(store: store, indices: indices, labels: labels, files: files)
  }

  /// A selection of images.
  ///
  /// - Precondition: As many labels as indices, all indices valid, and a file for each image of the store if
  ///   any.
  package init(store: ImageStore, indices: [Int], labels: [Int], files: [String]? = nil) {
    precondition(indices.count == labels.count && indices.allSatisfy { $0 >= 0 && $0 < store.count })
    precondition(files == nil || files?.count == store.count)
    self.store = store
    self.indices = indices
    self.labels = labels
    self.files = files
  }

  /// All images of a store, in its order.
  package init(store: ImageStore, labels: [Int], files: [String]? = nil) {
    self.init(store: store, indices: Array(0..<store.count), labels: labels, files: files)
  }

  /// The number of images.
  public var count: Int { indices.count }

  /// The path of the image at a position; nil where images don't come from files of their own.
  public func file(_ position: Int) -> String? { files?[indices[position]] }

  /// The shape of the image at a position.
  public func shape(_ position: Int) -> SampleShape { store.shape(indices[position]) }

  /// The common shape of all images of this part; nil when they differ or there are none.
  public var uniformShape: SampleShape? {
    if count == 0 { return nil }
    if let shape = store.uniformShape { return shape }
    let first = shape(0)
    return indices.allSatisfy { store.shape($0) == first } ? first : nil
  }

  /// The images at these positions, in this order.
  public func selecting(_ positions: [Int]) -> Part {
    Part(
      store: store, indices: positions.map { indices[$0] }, labels: positions.map { labels[$0] }, files: files
    )
  }

  /// The number of samples per class; labels outside 0..<classes don't count.
  public func counts(classes: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for label in labels where counts.indices.contains(label) { counts[label] += 1 }
    return counts
  }
}
