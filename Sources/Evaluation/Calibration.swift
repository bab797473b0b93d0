public import Models
internal import Tensors

/// Reliability of predicted probabilities.
///
/// Samples are binned by confidence, the probability of their predicted class; each bin compares mean
/// confidence with accuracy (Guo et al., "On calibration of modern neural networks", arXiv:1706.04599).
public struct Calibration: Sendable, Hashable {
  /// Samples with confidences in an interval.
  public struct Bin: Sendable, Hashable {
    /// The lower end of the interval (`lower`, `upper`]; the first bin also includes it.
    public let lower: Double
    /// The upper end of the interval, included.
    public let upper: Double
    /// The number of samples.
    public let count: Int
    /// The mean confidence; 0 in an empty bin.
    public let confidence: Double
    /// The fraction of correct predictions; 0 in an empty bin.
    public let accuracy: Double
  }

  /// Bins of equal width over [0, 1], in ascending order.
  public let bins: [Bin]
  /// The number of samples.
  public let count: Int
  /// The Brier score: the mean over samples of the squared differences between the probabilities and the
  /// one-hot class, summed over classes; 0 at best, 2 at worst
  /// (doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2).
  public let brier: Double

  /// Computes the calibration of predictions.
  ///
  /// - Throws: `.noSamples`, `.noBins`; `.unknownClass` for a sample of unknown class.
  public init(_ predictions: Predictions, bins binCount: Int = 15) throws(EvaluationError) {
    guard predictions.count > 0 else { throw .noSamples }
    guard binCount > 0 else { throw .noBins }
    for label in predictions.labels where label < 0 {
      throw .unknownClass(label, classes: predictions.classes)
    }
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

  /// Expected calibration error (ECE): the mean of |accuracy - confidence| over bins, weighted by their
  /// counts.
  public var expectedError: Double {
    bins.reduce(0) { $0 + Double($1.count) * abs($1.accuracy - $1.confidence) } / Double(count)
  }

  /// Maximum calibration error (MCE): the largest |accuracy - confidence| of a nonempty bin.
  public var largestError: Double {
    bins.filter { $0.count > 0 }.reduce(0) { max($0, abs($1.accuracy - $1.confidence)) }
  }
}
