/// The shape of one sample: channels x height x width, channel planes of rows (CHW).
public struct SampleShape: Sendable, Hashable, CustomStringConvertible {
  /// The number of channels: 1 for gray, 3 for RGB.
  public let channels: Int
  /// The height in pixels.
  public let height: Int
  /// The width in pixels.
  public let width: Int

  /// A shape of channels x height x width.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// The number of values in a sample.
  public var count: Int { channels * height * width }

  /// Width, height and channels, in the order in which sizes are typed: `28x28x1`.
  public var description: String { "\(width)x\(height)x\(channels)" }
}

/// Prepared samples for training or evaluation, augmented where they are for training.
///
/// Reading is pure: the result depends on position and epoch only, so any thread may read any sample at any
/// time.
public protocol SampleSource: Sendable {
  /// The number of samples.
  var count: Int { get }
  /// The shape of every sample.
  var shape: SampleShape { get }
  /// The number of classes.
  var classes: Int { get }
  /// The class of a sample; -1 when unknown, and where samples have label sets.
  func label(_ position: Int) -> Int
  /// The classes of each sample, by position, where it may show any number of them; nil where it shows one.
  /// Asked for each sample that is read: store it, rather than compute it.
  var labelSets: LabelSets? { get }
  /// What is to be predicted of a sample.
  func target(_ position: Int) -> Target
  /// Writes a sample in channel, row, column order, prepared, and augmented for `epoch` if the source is for
  /// training.
  ///
  /// - Parameters:
  ///   - position: The position of the sample, from 0.
  ///   - epoch: The epoch, from 0; it only affects augmentation.
  ///   - destination: Room for at least `shape.count` values; the first ones are written.
  /// - Throws: `DataError` where the sample isn't in memory and can't be read any more.
  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) throws(DataError)
  /// The samples that those of one training step are mixed with, in their order; empty where nothing is
  /// mixed.
  ///
  /// - Parameters:
  ///   - positions: The samples of the training step.
  ///   - epoch: The epoch, from 0.
  func pairs(of positions: [Int], epoch: Int) -> [SamplePair]
}

extension SampleSource {
  /// Nothing is mixed.
  public func pairs(of positions: [Int], epoch: Int) -> [SamplePair] { [] }
}
