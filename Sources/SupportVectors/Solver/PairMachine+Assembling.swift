extension PairMachine {
  /// The machine that the solutions of all pairs make, and the support vectors of each class.
  ///
  /// Coefficients are rounded to floats, as files keep them: a restored machine decides by the same bits.
  static func assemble(
    _ results: [PairResult], blocks: [KernelBlock], classes: [Int], map: KernelMap
  ) -> (machine: PairMachine, counts: [(vectors: Int, bounded: Int)]) {
    var vectors: [FeatureRows] = []
    var coefficients: [[[Double]]] = []
    var counts: [(vectors: Int, bounded: Int)] = []
    for (own, block) in blocks.enumerated() {
      // In the order of the other classes.
      let mine = blocks.indices.filter { $0 != own }.map { other in
        let result = results[PairsRun.place(of: min(own, other), max(own, other), classes: blocks.count)]
        return (
          values: result.first == own ? result.coefficients.first : result.coefficients.second,
          cost: result.first == own ? result.costs.first : result.costs.second
        )
      }
      let chosen = (0..<block.count).filter { row in mine.contains { $0.values[row] != 0 } }
      vectors.append(block.rows.selecting(chosen))
      coefficients.append(mine.map { pair in chosen.map { Double(Float(pair.values[$0])) } })
      let bounded = chosen.count { row in
        mine.allSatisfy { $0.values[row] == 0 || abs($0.values[row]) >= $0.cost }
      }
      counts.append((chosen.count, bounded))
    }
    let sigmoids = results.compactMap(\.sigmoid).map {
      PlattSigmoid(a: Double(Float($0.a)), b: Double(Float($0.b)))
    }
    return (
      PairMachine(
        map: map.rounded, classes: classes, vectors: vectors, coefficients: coefficients,
        biases: results.map { Double(Float($0.bias)) }, sigmoids: sigmoids.isEmpty ? nil : sigmoids), counts
    )
  }
}
