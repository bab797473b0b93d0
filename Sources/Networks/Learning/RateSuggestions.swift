internal import Tensors

/// Learning rates suggested by a range test: four criteria, as in fastai's `lr_find` if their result is left
/// of the minimum loss; otherwise the same criterion on the curve up to the minimum.
///
/// Smith, "Cyclical learning rates for training neural networks", arXiv:1506.01186.
public struct RateSuggestions: Sendable, Hashable {
  /// Two thirds into the longest decreasing section; the recommended one.
  public let valley: Double?
  /// The left end of the last interval of 15 iterations over which the slope changes little; nil if there are
  /// too few.
  public let slide: Double?
  /// A tenth of the rate with the minimum loss, at least the lowest rate of the curve.
  public let minimum: Double?
  /// The rate of steepest descent over the logarithm of the rate; nil if the loss never decreases.
  public let steepest: Double?

  /// Analyzes a curve.
  ///
  /// The first tenth, before anything is learned, and the last five points, where the loss diverges, are
  /// ignored.
  ///
  /// - Parameters:
  ///   - rates: The rates, ascending.
  ///   - losses: The smoothed loss at each rate, finite.
  ///   - iterations: The planned number of iterations.
  ///   - diverged: Whether the loss was non-finite after the last point. The points that weren't reached then
  ///     count among the last five.
  /// - Complexity: O(n²).
  public init(rates: [Double], losses: [Double], iterations: Int, diverged: Bool = false) {
    let end = diverged ? min(losses.count, iterations - 5) : losses.count - 5
    let first = iterations / 10
    guard end - first >= 2 else {
      (valley, slide, minimum, steepest) = (nil, nil, nil, nil)
      return
    }
    let start = rates[0]
    let (rates, losses) = (Array(rates[first..<end]), Array(losses[first..<end]))
    let lowest = Self.lowest(losses)
    let falling = Array(losses[...lowest])
    /// The reading of the whole curve, or, where that isn't left of the lowest loss, of its part up to there.
    func reading(_ read: ([Double]) -> Int?) -> Int? {
      guard let place = read(losses), place >= lowest else { return read(losses) }
      return read(falling).flatMap { $0 < lowest ? $0 : nil }
    }
    minimum = max(rates[lowest] / 10, start)
    // Where the loss never falls, the lowest one is the first.
    valley = reading(Self.valley).map { rates[$0] } ?? minimum
    slide = reading { Self.slide($0) }.map { rates[$0] }
    steepest = reading { losses in
      let slopes = (0..<losses.count - 1).map { index in
        (losses[index + 1] - losses[index])
          / (ElementaryFunctions.log(rates[index + 1]) - ElementaryFunctions.log(rates[index]))
      }
      return slopes.isEmpty ? nil : Self.lowest(slopes)
    }.map { rates[$0] }
  }

  private static func lowest(_ values: [Double]) -> Int {
    values.indices.reduce(0) { values[$1] < values[$0] ? $1 : $0 }
  }

  /// The longest strictly falling subsequence is the valley; its end minus its length is taken as its start.
  private static func valley(_ losses: [Double]) -> Int {
    var lengths = [Int](repeating: 1, count: losses.count)
    var (start, end) = (0, 0)
    for index in losses.indices.dropFirst() {
      for earlier in 0..<index {
        if losses[index] < losses[earlier], lengths[index] < lengths[earlier] + 1 {
          lengths[index] = lengths[earlier] + 1
        }
        if lengths[end] < lengths[index] { (start, end) = (index - lengths[index], index) }
      }
    }
    let third = Double(end - start) / 3
    // A falling subsequence with gaps can be said to start before the curve; fastai's index then counts from
    // its end.
    let index = start + Int(third) + Int(third / 2)
    return index < 0 ? index + losses.count : index
  }

  /// Slides an interval from the right to the left until the slopes at its ends are alike.
  private static func slide(_ losses: [Double], length: Int = 15, threshold: Double = 0.005) -> Int? {
    guard losses.count > length else { return nil }
    let last = losses.count - 1
    // Differences to both sides, halved; at the ends to the one side.
    let slopes = losses.indices.map { index in
      index == 0
        ? losses[1] - losses[0]
        : index == last ? losses[last] - losses[last - 1] : (losses[index + 1] - losses[index - 1]) / 2
    }
    var (left, right) = (last - length, last)
    var found = left
    while left >= 0, abs(slopes[right] - slopes[left]) > threshold {
      found = left
      left -= 1
      right -= 1
    }
    return found
  }
}
