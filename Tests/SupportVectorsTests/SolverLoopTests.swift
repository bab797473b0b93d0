import CSolver
import Testing

/// The loops in C against plain ones, on numbers that come back the same every time.
@Suite("Loops of the solvers")
struct SolverLoopTests {
  private static let count = 48

  /// Numbers from -1 to 1 without a pattern that a loop could profit from.
  private static func numbers(_ seed: Int) -> [Double] {
    (0..<count).map { Double(($0 * 7919 + seed * 104_729) % 2003) / 1001 - 1 }
  }

  private let row = numbers(1).map(Float.init)
  private let other = numbers(2).map(Float.init)
  private let gradient = numbers(3)
  private let open = (0..<count).map { $0 % 5 == 0 ? -Double.infinity : 0 }

  @Test func theFirstOfAPairIsTheLargest() {
    let found = fovea_solver_first(gradient, open, Self.count)
    let sums = zip(gradient, open).map { $0 + $1 }
    #expect(found.value == sums.max())
    #expect(found.index == sums.firstIndex(of: sums.max() ?? 0))
  }

  @Test func theSecondGainsMost() {
    let closed = (0..<Self.count).map { $0 % 7 == 0 ? Double.infinity : 0 }
    let first = 0.4
    let found = fovea_solver_second(row, gradient, closed, nil, 1, first, Self.count)
    var best = (index: -1, gain: -Double.infinity)
    for index in 0..<Self.count where closed[index] == 0 {
      let gap = first - gradient[index]
      guard gap > 0 else { continue }
      let gain = gap * gap / max(2 - 2 * Double(row[index]), 1e-12)
      if gain > best.gain { best = (index, gain) }
    }
    #expect(found.index == best.index)
    #expect(found.value == zip(gradient, closed).map { $0 + $1 }.min())
  }

  @Test func anUpdateMovesEveryGradient() {
    var moved = gradient
    let found = fovea_solver_update(&moved, open, row, other, 0.25, Self.count)
    // Exact: the rows are subtracted as the floats that they are, then one multiplication and one addition.
    let expected = (0..<Self.count).map { gradient[$0] - 0.25 * Double(row[$0] - other[$0]) }
    #expect(moved == expected)
    #expect(found.value == zip(expected, open).map { $0 + $1 }.max())
  }

  @Test func sumsAgree() {
    // Another order of 48 terms below 1: 48 roundings of 1.1e-16 each.
    let tolerance = 1e-14
    let plain = zip(row, gradient).reduce(0) { $0 + Double($1.0) * $1.1 }
    #expect(abs(fovea_dot(row, gradient, Self.count) - plain) < tolerance)
    var sums = [0.5, 0]
    fovea_weighted_sums(row, gradient + Self.numbers(4), Self.count, 2, Self.count, &sums)
    #expect(abs(sums[0] - 0.5 - plain) < tolerance)
    #expect(abs(sums[1] - zip(row, Self.numbers(4)).reduce(0) { $0 + Double($1.0) * $1.1 }) < tolerance)
    var scaled = gradient
    fovea_add_scaled(&scaled, row, 0.25, Self.count)
    #expect(scaled == (0..<Self.count).map { gradient[$0] + 0.25 * Double(row[$0]) })
  }

  @Test func kernelsAgree() {
    var out = [Float](repeating: 0, count: Self.count)
    fovea_inner_floats(row, nil, 0.5, 2, 1, 3, &out, Self.count)
    for (found, dot) in zip(out, row) {
      let inner = 2 * Double(dot) + 0.5
      #expect(abs(Double(found) - inner * inner * inner) < 1e-6)
    }
    fovea_rbf_floats(row, [Float](repeating: 3, count: Self.count), 3, 0.5, &out, Self.count)
    // A polynomial of Float stands for the exponential: a few units in the last place.
    for (found, dot) in zip(out, row) { #expect(abs(found - exponential(-0.5 * (6 - 2 * dot))) < 1e-6) }
  }

  /// By its series: enough terms for the small arguments here.
  private func exponential(_ x: Float) -> Float {
    var (sum, term) = (1.0, 1.0)
    for index in 1...40 {
      term *= Double(x) / Double(index)
      sum += term
    }
    return Float(sum)
  }
}
