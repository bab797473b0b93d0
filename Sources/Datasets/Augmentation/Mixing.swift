public import Images
internal import Tensors

/// A step that mixes a training image with another one of the same training step, and their classes with
/// them: the loss is λ times the loss by the image's own class plus (1 − λ) times that by the other's.
public protocol MixingStep: AugmentationStep {
  /// What a sample keeps of itself when it is mixed.
  func mixture(_ chance: AugmentationChance, shape: SampleShape) -> Mixture
}

extension MixingStep {
  /// Mixing moves no pixel.
  public func map(_ chance: AugmentationChance, shape: SampleShape) -> AffineMap { .identity }
}

/// What a sample keeps of itself.
public struct Mixture: Sendable, Hashable {
  /// λ, from 0 to 1: what its own class counts; the other sample's counts 1 − λ.
  public let share: Double
  /// The rows and columns that the other sample fills; nil where the values are blended: λ times the own
  /// value plus (1 − λ) times the other.
  public let patch: Patch?

  /// A rectangle of pixels.
  public struct Patch: Sendable, Hashable {
    /// Rows from the top, from 0.
    public let rows: Range<Int>
    /// Columns from the left, from 0.
    public let columns: Range<Int>

    /// A rectangle of these rows and columns; what lies outside the image counts for nothing.
    public init(rows: Range<Int>, columns: Range<Int>) {
      self.rows = rows
      self.columns = columns
    }
  }

  /// A mixture with this λ.
  public init(share: Double, patch: Patch?) {
    self.share = share
    self.patch = patch
  }

  /// The sample as it is.
  public static let none = Mixture(share: 1, patch: nil)
}

/// A sample of a training step, and the one that it is mixed with.
public struct SamplePair: Sendable, Hashable {
  /// The position of the other sample; the sample's own where nothing is mixed.
  public let partner: Int
  /// How they are mixed.
  public let mixture: Mixture

  /// A sample that is mixed with the one at a position.
  public init(partner: Int, mixture: Mixture) {
    self.partner = partner
    self.mixture = mixture
  }

  /// Mixes the values of the partner into those of the sample, both in channel, row, column order.
  ///
  /// - Parameters:
  ///   - other: The values of the partner; at least `shape.count`.
  ///   - values: The values of the sample; at least `shape.count`.
  public func mix(_ other: Span<Float>, into values: inout MutableSpan<Float>, shape: SampleShape) {
    precondition(other.count >= shape.count && values.count >= shape.count)
    guard let patch = mixture.patch else {
      let (own, rest) = (Float(mixture.share), Float(1 - mixture.share))
      for index in 0..<shape.count { values[index] = own * values[index] + rest * other[index] }
      return
    }
    let rows = patch.rows.clamped(to: 0..<shape.height)
    let columns = patch.columns.clamped(to: 0..<shape.width)
    for channel in 0..<shape.channels {
      for row in rows {
        let line = (channel * shape.height + row) * shape.width
        for column in columns { values[line + column] = other[line + column] }
      }
    }
  }
}

extension Augmentation {
  /// The steps that mix samples.
  var mixing: [any MixingStep] { steps.compactMap { $0 as? any MixingStep } }

  /// The partners of the samples of one training step; empty where no step mixes.
  ///
  /// A partner is any other sample of the training step, each as likely as another. Where several steps mix,
  /// each sample draws one of them.
  ///
  /// - Parameters:
  ///   - positions: The samples of the training step, whose place in it must not matter: what is drawn
  ///     follows from the sample, and from how many there are.
  ///   - sample: The index of a sample in the data as loaded.
  func pairs(
    of positions: [Int], stream: RandomStream, epoch: Int, sample: (Int) -> Int, shape: SampleShape
  ) -> [SamplePair] {
    let mixing = mixing
    guard !mixing.isEmpty, positions.count > 1 else { return [] }
    return positions.enumerated().map { place, position in
      let chance = AugmentationChance(stream: stream, epoch: epoch, sample: sample(position), step: 0)
      let away = 1 + Int(chance.uniform(0) * Double(positions.count - 1))
      let chosen = mixing.count == 1 ? 0 : Int(chance.uniform(1) * Double(mixing.count))
      let own = AugmentationChance(stream: stream, epoch: epoch, sample: sample(position), step: 1 + chosen)
      let mixture = mixing[chosen].mixture(own, shape: shape)
      let partner = mixture.share == 1 ? position : positions[(place + away) % positions.count]
      return SamplePair(partner: partner, mixture: mixture)
    }
  }
}
