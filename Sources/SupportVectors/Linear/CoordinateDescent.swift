internal import CSolver
internal import Tensors

/// The dual problem of a linear machine for one class against the rest, with shrinking.
///
/// C.-J. Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML 2008
/// (doi:10.1145/1390156.1390208), as LIBLINEAR does it: min ½ wᵀw + C Σ loss, the bias being the weight
/// of a feature that is always 1.
struct CoordinateDescent {
  private let rows: FeatureRows
  private let labels: [Int]
  private let own: Int
  /// The bound of α for the samples of each class, and what is added to their diagonal: for the hinge C and
  /// 0, for its square infinity and 1 / (2 C).
  private let upper: [Double]
  private let extra: [Double]
  private let squares: [Double]
  private let tolerance: Double
  private var alphas: [Double]
  /// The weights, and the bias behind them.
  private(set) var weights: [Double]
  private var isActive: [Bool]
  private var highest = Double.infinity
  private var lowest = -Double.infinity
  private(set) var epochs = 0
  private(set) var isSolved = false
  private(set) var violation = Double.infinity

  /// - Parameters:
  ///   - labels: The class of each row.
  ///   - own: The class of the machine.
  ///   - squares: The sum of squares of each row.
  ///   - costs: The penalty C of each class.
  init(
    rows: FeatureRows, labels: [Int], own: Int, squares: [Double], loss: SupportVectorDefinition.Loss,
    costs: [Double],
    tolerance: Double
  ) {
    self.rows = rows
    self.squares = squares
    self.tolerance = tolerance
    self.labels = labels
    self.own = own
    switch loss {
    case .hinge:
      upper = costs
      extra = costs.map { _ in 0 }
    case .squaredHinge:
      upper = costs.map { _ in .infinity }
      extra = costs.map { 0.5 / $0 }
    }
    alphas = Array(repeating: 0, count: rows.count)
    weights = Array(repeating: 0, count: rows.width + 1)
    isActive = Array(repeating: true, count: rows.count)
  }

  /// Passes once over the samples that may still change.
  ///
  /// - Parameter order: A permutation of all samples.
  mutating func pass(_ order: [Int]) {
    var (high, low) = (-Double.infinity, Double.infinity)
    let width = rows.width
    var taken: [Double] = []
    swap(&taken, &weights)
    taken.withUnsafeMutableBufferPointer { taken in
      guard let w = taken.baseAddress else { return }
      for sample in order where isActive[sample] {
        let x = UnsafePointer(rows.floats(sample))
        let label = labels[sample]
        let sign = label == own ? 1.0 : -1.0
        let limit = upper[label]
        let more = extra[label]
        let alpha = alphas[sample]
        let gradient = sign * (fovea_dot(x, w, width) + w[width]) - 1 + more * alpha
        var projected = gradient
        if alpha == 0 {
          if gradient > highest {
            isActive[sample] = false
            continue
          }
          projected = min(gradient, 0)
        } else if alpha == limit {
          if gradient < lowest {
            isActive[sample] = false
            continue
          }
          projected = max(gradient, 0)
        }
        high = max(high, projected)
        low = min(low, projected)
        guard abs(projected) > 1e-12 else { continue }
        let next = min(max(alpha - gradient / (squares[sample] + 1 + more), 0), limit)
        alphas[sample] = next
        let move = (next - alpha) * sign
        fovea_add_scaled(w, x, move, width)
        w[width] += move
      }
    }
    swap(&taken, &weights)
    epochs += 1
    conclude(high, low)
  }

  private mutating func conclude(_ high: Double, _ low: Double) {
    violation = max(0, high - low)
    let isWhole = isActive.allSatisfy(\.self)
    if violation <= tolerance {
      if isWhole {
        isSolved = true
        return
      }
      // Those that were left out are checked once more.
      for index in isActive.indices { isActive[index] = true }
      (highest, lowest) = (.infinity, -.infinity)
      return
    }
    highest = high <= 0 ? .infinity : high
    lowest = low >= 0 ? -.infinity : low
  }

  /// ½ wᵀw + Σ (½ extra α² - α), as LIBLINEAR tells it.
  var objective: Double {
    var sum = weights.reduce(0) { $0 + $1 * $1 } / 2
    for (sample, alpha) in alphas.enumerated() where alpha > 0 {
      sum += alpha * (alpha * extra[labels[sample]] / 2 - 1)
    }
    return sum
  }

  /// Samples whose loss isn't zero or that lie on the margin.
  func isSupport(_ sample: Int) -> Bool { alphas[sample] > 0 }
  func isBounded(_ sample: Int) -> Bool { alphas[sample] >= upper[labels[sample]] }

  // MARK: Memory

  /// Where it stands between two passes, in words; numbers in their shortest form that brings the same bits
  /// back.
  var standing: [String: String] {
    [
      "alphas": SparseNumbers.text(alphas), "weights": SparseNumbers.text(weights),
      "out": isActive.indices.filter { !isActive[$0] }.map { "\($0)" }.joined(separator: " "),
      "highest": "\(highest)", "lowest": "\(lowest)", "epochs": "\(epochs)",
    ]
  }

  /// Goes on where it stood; where the text makes no sense, it begins anew.
  mutating func restore(_ text: [String: String]) {
    guard let alphas = text["alphas"].flatMap({ SparseNumbers.read($0, count: alphas.count) }),
      let weights = text["weights"].flatMap({ SparseNumbers.read($0, count: weights.count) }),
      let out = text["out"]?.split(separator: " ").map({ Int($0) ?? -1 }),
      out.allSatisfy(isActive.indices.contains),
      let highest = text["highest"].flatMap({ Double($0) }),
      let lowest = text["lowest"].flatMap({ Double($0) }),
      let epochs = text["epochs"].flatMap({ Int($0) })
    else { return }
    (self.alphas, self.weights, self.highest, self.lowest, self.epochs) = (
      alphas, weights, highest, lowest, epochs
    )
    for sample in out { isActive[sample] = false }
  }
}
