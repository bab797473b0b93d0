internal import Tensors

/// The resampling filter of resizing. Names, supports and formulas are Pillow's.
public enum ResizeFilter: String, Sendable, Hashable, CaseIterable {
  /// Nearest neighbor.
  case nearest
  /// The mean of the input pixels under the output pixel.
  case box
  /// A triangle filter.
  case bilinear
  /// Keys' cubic convolution with a = -0.5 (doi:10.1109/TASSP.1981.1163711).
  case bicubic
  /// A Lanczos filter with a = 3.
  case lanczos

  /// Half the width of the filter, in source pixels when enlarging.
  var support: Double {
    switch self {
    case .nearest, .box: 0.5
    case .bilinear: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  /// The filter's height at a distance from its middle.
  func weight(_ position: Double) -> Double {
    let x = abs(position)
    switch self {
    case .nearest, .box: return position > -0.5 && position <= 0.5 ? 1 : 0
    case .bilinear: return x < 1 ? 1 - x : 0
    case .bicubic:
      if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0
    case .lanczos:
      return position >= -3 && position < 3
        ? ElementaryFunctions.sinc(position) * ElementaryFunctions.sinc(position / 3) : 0
    }
  }
}

/// For each target pixel along one direction: which source pixels count, and how much.
///
/// Weights are integers of 22 bits below the point, so that 8-bit pixels times weights add up within 32 bits.
struct ResizeTaps {
  static let fractionBits: Int32 = 22

  /// The first source pixel that counts.
  private(set) var first: [Int] = []
  /// How many count.
  private(set) var count: [Int] = []
  /// `width` weights a target pixel.
  private(set) var weights: [Int32] = []
  /// The same as numbers, which add up to 1 for each target pixel.
  private(set) var shares: [Double] = []
  let width: Int

  init(from source: Int, to target: Int, _ filter: ResizeFilter) {
    let scale = Double(source) / Double(target)
    // Shrinking widens the filter: that is what keeps fine patterns from turning into coarse ones
    // (antialiasing).
    let chunk = max(scale, 1)
    let support = filter.support * chunk
    width = min(Int(support.rounded(.up)) * 2 + 1, source)
    first.reserveCapacity(target)
    count.reserveCapacity(target)
    weights.reserveCapacity(target * width)
    shares.reserveCapacity(target * width)
    var row: [Double] = []
    for position in 0..<target {
      let centre = (Double(position) + 0.5) * scale
      let low = max(0, Int(centre - support + 0.5))
      let high = max(low, min(source, Int(centre + support + 0.5)))
      row.removeAll(keepingCapacity: true)
      var total = 0.0
      for pixel in low..<high {
        let weight = filter.weight((Double(pixel) - centre + 0.5) * (1 / chunk))
        row.append(weight)
        total += weight
      }
      first.append(low)
      count.append(row.count)
      for weight in row {
        let share = total != 0 ? weight / total : weight
        shares.append(share)
        let scaled = share * Double(1 << Self.fractionBits)
        weights.append(Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5))
      }
      weights.append(contentsOf: repeatElement(0, count: width - row.count))
      shares.append(contentsOf: repeatElement(0, count: width - row.count))
    }
  }
}
