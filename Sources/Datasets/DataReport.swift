/// What `describe` tells of a data set: numbers about the images as they were loaded, before any preparation.
public struct DataReport: Sendable, Hashable {
  public struct PartReport: Sendable, Hashable {
    public let name: PartName
    public let count: Int
    /// Images of each class.
    public let classCounts: [Int]
    /// The sizes that occur, the most frequent first, of equally frequent ones that which comes first.
    public let sizes: [SizeCount]
    /// Mean and deviation of each channel, in units where white is 1.
    public let channels: [FittedPreparation.ChannelScale]
    /// Images that equal an earlier one of this part, pixel by pixel.
    public let duplicates: Int
  }

  public struct SizeCount: Sendable, Hashable {
    public let shape: SampleShape
    public let count: Int
  }

  /// Images that two parts share: a model would be judged by what it has learnt from.
  public struct Overlap: Sendable, Hashable {
    public let first: PartName
    public let second: PartName
    /// Images of the second part that also are in the first.
    public let count: Int
  }

  /// An image that somebody should look at.
  public struct SuspiciousImage: Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
      /// Every pixel is the same.
      case blank
      /// The same picture stands elsewhere with another class.
      case otherClass(part: PartName, position: Int, label: Int, file: String?)
    }

    public let part: PartName
    public let position: Int
    public let label: Int
    public let file: String?
    public let reason: Reason
  }

  public let classes: [String]
  public let parts: [PartReport]
  /// The largest class of the training part divided by the smallest one; infinite where one has no image.
  public var imbalance: Double { ratio(smallest: parts.first?.classCounts.min() ?? 1) }
  /// The same of the classes that have images.
  public var imbalanceOfFilled: Double {
    ratio(smallest: parts.first?.classCounts.filter { $0 > 0 }.min() ?? 1)
  }
  public let overlaps: [Overlap]
  /// By part and position.
  public let doubtful: [SuspiciousImage]
  public let warnings: [String]

  private func ratio(smallest: Int) -> Double {
    Double(parts.first?.classCounts.max() ?? 1) / Double(smallest)
  }
}

extension DataReport.PartReport {
  /// The classes that have no image here.
  public var emptyClasses: [Int] { classCounts.indices.filter { classCounts[$0] == 0 } }
}
