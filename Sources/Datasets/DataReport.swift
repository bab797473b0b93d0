/// Statistics of a data set, over the images as loaded, before any preparation.
public struct DataReport: Sendable, Hashable {
  /// Statistics of one part.
  public struct PartReport: Sendable, Hashable {
    /// Which part.
    public let name: PartName
    /// The number of images.
    public let count: Int
    /// The number of images per class.
    public let classCounts: [Int]
    /// The image sizes, most frequent first; ties in order of appearance.
    public let sizes: [SizeCount]
    /// Mean and standard deviation per channel, with pixels scaled to [0, 1].
    public let channels: [FittedPreparation.ChannelScale]
    /// Images identical to an earlier one of this part, pixel by pixel.
    public let duplicates: Int
  }

  /// An image size and its frequency.
  public struct SizeCount: Sendable, Hashable {
    /// The size and the number of channels.
    public let shape: SampleShape
    /// The number of images of this size.
    public let count: Int
  }

  /// Images that two parts share (data leakage): evaluation would use images from training.
  public struct Overlap: Sendable, Hashable {
    /// The earlier part.
    public let first: PartName
    /// The later part.
    public let second: PartName
    /// The number of images of the second part that are also in the first.
    public let count: Int
  }

  /// An image to check by hand.
  public struct SuspiciousImage: Sendable, Hashable {
    /// Why the image is suspicious.
    public enum Reason: Sendable, Hashable {
      /// All pixels are equal.
      case blank
      /// The same pixels also occur with another class, at this place.
      case otherClass(part: PartName, position: Int, labels: [Int], file: String?)
    }

    /// The part that the image is in.
    public let part: PartName
    /// Its position in the part, from 0.
    public let position: Int
    /// Its class; of images with label sets all its classes.
    public let labels: [Int]
    /// The path of its file; nil where images don't come from files of their own.
    public let file: String?
    /// Why it is suspicious.
    public let reason: Reason
  }

  /// The names of the classes, by label.
  public let classes: [String]
  /// The parts in the order train, validation, test.
  public let parts: [PartReport]
  /// The largest class of the training part divided by the smallest; infinite where a class is empty.
  public var imbalance: Double { ratio(smallest: parts.first?.classCounts.min() ?? 1) }
  /// The largest class of the training part divided by the smallest nonempty one.
  public var imbalanceOfFilled: Double {
    ratio(smallest: parts.first?.classCounts.filter { $0 > 0 }.min() ?? 1)
  }
  /// The pairs of parts that share images.
  public let overlaps: [Overlap]
  /// Suspicious images by part and position.
  public let doubtful: [SuspiciousImage]
  /// The warnings from loading and splitting.
  public let warnings: [String]

  private func ratio(smallest: Int) -> Double {
    Double(parts.first?.classCounts.max() ?? 1) / Double(smallest)
  }
}

extension DataReport.PartReport {
  /// The classes without images in this part.
  public var emptyClasses: [Int] { classCounts.indices.filter { classCounts[$0] == 0 } }
}
