/// The shape of one sample as a model sees it: planes of rows of columns.
public struct SampleShape: Sendable, Hashable, CustomStringConvertible {
  public let channels: Int
  public let height: Int
  public let width: Int

  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// How many numbers one sample has.
  public var count: Int { channels * height * width }

  /// Width, height, channels, as sizes are typed: `28x28x1`.
  public var description: String { "\(width)x\(height)x\(channels)" }
}

/// Samples that a model trains on or judges: prepared, and augmented where they are for training.
///
/// Reading is pure: what a position gives depends on nothing but the position and the epoch, so any thread
/// may read any sample at any time.
public protocol SampleSource: Sendable {
  var count: Int { get }
  var shape: SampleShape { get }
  /// The number of classes.
  var classes: Int { get }
  /// The class of a sample, -1 when it is unknown.
  func label(_ position: Int) -> Int
  /// Writes a sample as planes (channel, row, column), prepared; augmented for `epoch` when the source is for
  /// training.
  ///
  /// - Parameters:
  ///   - position: From 0 to below `count`.
  ///   - epoch: Counted from 0. Nothing but augmentation depends on it.
  ///   - destination: At least `shape.count` numbers; the first ones are written.
  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>)
}
