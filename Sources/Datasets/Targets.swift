/// What is to be predicted of the samples of a part.
public enum Targets: Sendable, Hashable {
  /// One class each: its number, -1 where it is unknown.
  case classes([Int])
  /// Any number of classes each (multi-label).
  case labelSets(LabelSets)

  /// The number of samples.
  public var count: Int {
    switch self {
    case .classes(let labels): labels.count
    case .labelSets(let sets): sets.count
    }
  }

  /// What is to be predicted of a sample.
  public func target(_ position: Int) -> Target {
    switch self {
    case .classes(let labels): .oneOf(labels[position])
    case .labelSets(let sets): .anyOf(sets, row: position)
    }
  }

  /// The class of a sample; -1 where it is unknown, and for label sets.
  public func label(_ position: Int) -> Int {
    if case .classes(let labels) = self { labels[position] } else { -1 }
  }

  /// The number of samples of each class; labels outside 0..<classes don't count.
  public func counts(classes: Int) -> [Int] {
    switch self {
    case .classes(let labels):
      var counts = [Int](repeating: 0, count: classes)
      for label in labels where counts.indices.contains(label) { counts[label] += 1 }
      return counts
    case .labelSets(let sets): return sets.counts
    }
  }

  /// Those at these positions, in this order.
  public func selecting(_ positions: [Int]) -> Targets {
    switch self {
    case .classes(let labels): .classes(positions.map { labels[$0] })
    case .labelSets(let sets): .labelSets(sets.selecting(positions))
    }
  }
}

/// What is to be predicted of one sample.
public enum Target: Sendable {
  /// One class; -1 where it is unknown.
  case oneOf(Int)
  /// Any number of classes: a row of label sets.
  case anyOf(LabelSets, row: Int)

  /// The classes of the sample, ascending; none where its class is unknown.
  public var labels: [Int] {
    switch self {
    case .oneOf(let label): label < 0 ? [] : [label]
    case .anyOf(let sets, let row): sets[row]
    }
  }

  /// The names of its classes: "cat, dog"; "none" without any.
  public func text(_ classes: [String]) -> String { Self.text(labels, classes) }

  /// The names of its classes one by one; "none" without any.
  package func names(_ classes: [String]) -> [String] { Self.names(labels, classes) }

  /// The names of classes: "cat, dog"; "none" without any.
  package static func text(_ labels: [Int], _ classes: [String]) -> String {
    names(labels, classes).joined(separator: ", ")
  }

  /// The names of classes one by one; "none" without any.
  package static func names(_ labels: [Int], _ classes: [String]) -> [String] {
    labels.isEmpty ? ["none"] : labels.map { classes[$0] }
  }

  /// Whether the sample shows this class.
  public func contains(_ label: Int) -> Bool {
    switch self {
    case .oneOf(let own): own == label
    case .anyOf(let sets, let row): sets.contains(label, at: row)
    }
  }
}

/// What models learn to tell of images.
public enum PredictionTask: String, Sendable, CaseIterable {
  /// Which one of the classes an image shows.
  case classification
  /// Which of the classes an image shows, any number of them (multi-label classification).
  case multilabel
}

extension DataSet {
  /// What models learn to tell of its images.
  public var task: PredictionTask { train.task }
}

extension Part {
  /// What models learn to tell of its images.
  public var task: PredictionTask {
    if case .labelSets = targets { .multilabel } else { .classification }
  }

  /// What is to be predicted of the image at a position.
  public func target(_ position: Int) -> Target { targets.target(position) }

  /// The label sets of a multi-label part; nil where images have one class each.
  public var labelSets: LabelSets? { if case .labelSets(let sets) = targets { sets } else { nil } }

  /// The same images with unknown classes.
  public var unlabelled: Part {
    Part(
      store: store, indices: indices, targets: .classes([Int](repeating: -1, count: count)), files: files)
  }
}

extension SampleSource {
  /// One class for each sample.
  public var labelSets: LabelSets? { nil }

  /// What is to be predicted of a sample.
  public func target(_ position: Int) -> Target {
    labelSets.map { .anyOf($0, row: position) } ?? .oneOf(label(position))
  }

  /// What is to be predicted of all samples, in order.
  ///
  /// - Complexity: O(count).
  public var targets: Targets { labelSets.map { .labelSets($0) } ?? .classes((0..<count).map(label)) }

  /// What models learn to tell of them.
  public var task: PredictionTask { labelSets == nil ? .classification : .multilabel }
}
