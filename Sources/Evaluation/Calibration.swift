public import Models
internal import Tensors

/// Whether the probability of a model's answer is how often the answer is right.
///
/// Samples are sorted into bins by the probability of their most probable class, its confidence; within a bin
/// the mean confidence is held against the accuracy (Guo et al., "On calibration of modern neural networks",
/// arXiv:1706.04599).
public struct Calibration: Sendable, Hashable {
  public struct Bin: Sendable, Hashable {
    /// The confidences that fall in here: above `lower`, up to `upper`; the first bin has its lower end too.
    public let lower: Double
    public let upper: Double
    public let count: Int
    /// 0 in an empty bin.
    public let confidence: Double
    /// 0 in an empty bin.
    public let accuracy: Double
  }

  public let bins: [Bin]
  public let count: Int
  /// The mean over all samples of Σ over classes (probability − 1 if it is the class)²: 0 at best, 2 at worst
  /// (Brier, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2).
  public let brier: Double

  /// - Precondition: At least one sample and one bin, every class known.
  public init(_ predictions: Predictions, bins binCount: Int = 15) {
    precondition(predictions.count > 0 && binCount > 0)
    var counts = [Int](repeating: 0, count: binCount)
    var confidences = [Double](repeating: 0, count: binCount)
    var hits = [Int](repeating: 0, count: binCount)
    var squares = 0.0
    for (sample, call) in predictions.predictedLabels.enumerated() {
      let row = predictions.probabilities[sample * predictions.classes..<(sample + 1) * predictions.classes]
      let confidence = Double(row[row.startIndex + call])
      let bin = min(binCount - 1, max(0, Int(saturating: (confidence * Double(binCount)).rounded(.up)) - 1))
      counts[bin] += 1
      confidences[bin] += confidence
      let label = predictions.labels[sample]
      if call == label { hits[bin] += 1 }
      for (index, value) in row.enumerated() {
        let distance = Double(value) - (index == label ? 1 : 0)
        squares += distance * distance
      }
    }
    count = predictions.count
    brier = squares / Double(predictions.count)
    bins = (0..<binCount).map { bin in
      let whole = Double(max(counts[bin], 1))
      return Bin(
        lower: Double(bin) / Double(binCount), upper: Double(bin + 1) / Double(binCount), count: counts[bin],
        confidence: confidences[bin] / whole, accuracy: Double(hits[bin]) / whole)
    }
  }

  /// Expected calibration error: the mean distance of confidence and accuracy over the bins, by their number
  /// of samples.
  public var expectedError: Double {
    bins.reduce(0) { $0 + Double($1.count) * abs($1.accuracy - $1.confidence) } / Double(count)
  }

  /// The largest distance in a bin that has samples.
  public var largestError: Double {
    bins.filter { $0.count > 0 }.reduce(0) { max($0, abs($1.accuracy - $1.confidence)) }
  }
}
