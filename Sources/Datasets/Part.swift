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
  /// What is to be predicted of each image, by position.
  public let targets: Targets
  /// The path of each image by its store index; nil where images don't come from files of their own.
  public let files: [String]?

  /// A selection of images.
  ///
  /// - Parameters:
  ///   - indices: The places of the images in the store.
  ///   - store: The images.
  ///   - targets: What is to be predicted of each image; as many as indices.
  ///   - files: The path of each image of the store; nil where images have no files.
  /// - Throws: `.inconsistent`.
  public init(
    checking indices: [Int], of store: ImageStore, targets: Targets, files: [String]? = nil
  ) throws(DataError) {
    guard indices.count == targets.count else {
      throw .inconsistent("\(targets.count) labels for \(indices.count) images")
    }
    if let wrong = indices.first(where: { $0 < 0 || $0 >= store.count }) {
      throw .inconsistent("image \(wrong) of a store of \(store.count)")
    }
    if let files, files.count != store.count {
      throw .inconsistent("\(files.count) files for a store of \(store.count) images")
    }
    self.init(store: store, indices: indices, targets: targets, files: files)
  }

  /// A selection of images of one class each; as many labels as indices.
  ///
  /// - Throws: `.inconsistent`.
  public init(
    checking indices: [Int], of store: ImageStore, labels: [Int], files: [String]? = nil
  ) throws(DataError) {
    try self.init(checking: indices, of: store, targets: .classes(labels), files: files)
  }

  /// A selection of images.
  ///
  /// - Precondition: As many labels as indices, all indices valid, and a file for each image of the store if
  ///   any.
  package init(store: ImageStore, indices: [Int], targets: Targets, files: [String]? = nil) {
    precondition(indices.count == targets.count && indices.allSatisfy { $0 >= 0 && $0 < store.count })
    precondition(files == nil || files?.count == store.count)
    self.store = store
    self.indices = indices
    self.targets = targets
    self.files = files
  }

  /// All images of a store, in its order.
  package init(store: ImageStore, labels: [Int], files: [String]? = nil) {
    self.init(store: store, indices: Array(0..<store.count), labels: labels, files: files)
  }

  /// A selection of images of one class each.
  package init(store: ImageStore, indices: [Int], labels: [Int], files: [String]? = nil) {
    self.init(store: store, indices: indices, targets: .classes(labels), files: files)
  }

  /// The class of each image, by position; -1 where images have label sets.
  public var labels: [Int] {
    if case .classes(let labels) = targets { labels } else { [Int](repeating: -1, count: count) }
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
      store: store, indices: positions.map { indices[$0] }, targets: targets.selecting(positions),
      files: files)
  }

  /// The number of images that show each class; labels outside 0..<classes don't count.
  public func counts(classes: Int) -> [Int] {
    targets.counts(classes: classes)
  }
}
