import Kernels
import Testing

@testable import SupportVectors

@Suite("Problems of pairs") struct PairsRunTests {
  /// Three classes of points in the plane that overlap.
  private func classes(_ count: Int) -> [FeatureRows] {
    (0..<3).map { own in
      let rows = FeatureRows(count: count, width: 2, isBytes: false)
      for row in 0..<count {
        rows.floats(row)[0] = Float(row * 37 % 101) / 50 + Float(own) / 2
        rows.floats(row)[1] = Float(row * 53 % 97) / 50 - Float(own % 2) / 2
      }
      return rows
    }
  }

  private func solve(
    _ classes: [FeatureRows], sampled: Bool, cacheBytes: Int = 50_000_000, threads: Int = 2
  ) throws -> [PairResult] {
    let map = KernelMap(
      function: KernelFunction(kind: .rbf, gamma: 1, coef0: 0, degree: 3), bytes: nil, width: 2,
      means: [0, 0])
    let group = try WorkerGroup(threads: threads)
    let context = try KernelContext()
    let blocks = try classes.map { try KernelBlock($0, map: map, batch: PairWorker.batch, context: context) }
    let samples = try classes.map {
      try KernelBlock($0.slice(0..<$0.count / 4), map: map, batch: PairWorker.batch, context: context)
    }
    let run = PairsRun(
      blocks: blocks, samples: sampled ? samples : blocks, matrix: nil, map: map,
      settings: .init(costs: [10, 10, 10], tolerance: 1e-6, cacheBytes: cacheBytes, folds: nil), group: group)
    return try #require(try run.go(memory: nil, progress: { _ in }, shouldStop: { false }))
  }

  /// Where a problem begins changes how its solution is found, and not what it is.
  @Test func haveTheSameSolutionFromASampleOn() throws {
    let rows = classes(400)
    let (whole, sampled) = (try solve(rows, sampled: false), try solve(rows, sampled: true))
    for (one, other) in zip(whole, sampled) {
      #expect(abs(one.objective - other.objective) < 1e-7 * abs(one.objective))
      #expect(abs(one.bias - other.bias) < 1e-4)
      #expect(!other.isUnfinished)
    }
  }

  /// Rows that pairs share, a cache that holds few, and the number of threads change no bit.
  @Test(arguments: [1, 3]) func areTheSameBitsHoweverRowsAreKept(threads: Int) throws {
    let rows = classes(300)
    let plenty = try solve(rows, sampled: true)
    let least = PairProblem.leastRows(of: 600) * PairProblem.rowBytes(300, 300)
    let few = try solve(rows, sampled: true, cacheBytes: least, threads: threads)
    for (one, other) in zip(plenty, few) {
      #expect(one.coefficients.first == other.coefficients.first)
      #expect(
        one.coefficients.second == other.coefficients.second && one.bias == other.bias
          && one.objective == other.objective)
    }
  }

  /// A linear machine that was put aside between two passes goes on to the same bits.
  @Test(arguments: [1, 7, 30]) func aLinearMachineGoesOnWhereItStood(passes: Int) {
    let rows = classes(200)[1]
    let labels = (0..<rows.count).map { $0 * 29 % 7 < 3 ? 0 : 1 }
    let squares = (0..<rows.count).map { row in
      (0..<2).reduce(0.0) { $0 + Double(rows.floats(row)[$1] * rows.floats(row)[$1]) }
    }
    func fresh() -> CoordinateDescent {
      CoordinateDescent(
        rows: rows, labels: labels, own: 1, squares: squares, loss: .hinge, costs: [10, 10], tolerance: 1e-9)
    }
    let order = Array(0..<rows.count)
    var whole = fresh()
    for _ in 0..<passes { whole.pass(order) }
    var again = fresh()
    again.restore(whole.standing)
    for _ in 0..<40 {
      whole.pass(order)
      again.pass(order)
    }
    #expect(
      again.weights == whole.weights && again.objective == whole.objective && again.epochs == whole.epochs)
    var anew = fresh()
    anew.restore(whole.standing.merging(["weights": "x"]) { $1 })
    #expect(anew.epochs == 0)
  }
}
