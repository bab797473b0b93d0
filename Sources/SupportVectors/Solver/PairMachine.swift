internal import CSolver
internal import Datasets
internal import Kernels
internal import Synchronization
internal import Tensors

/// Machines for all pairs of classes: support vectors, what they weigh, and a vote.
struct PairMachine: Sendable {
  let map: KernelMap
  /// The classes that had samples, in order; all else is counted by places in this list.
  let classes: [Int]
  /// The support vectors of each class; they may be none.
  let vectors: [FeatureRows]
  /// For each class a row for each other class, in order, with yα of its vectors in that pair.
  let coefficients: [[[Double]]]
  /// What is added in each pair, the first class running slowest.
  let biases: [Double]
  let sigmoids: [PlattSigmoid]?
  /// `coefficients[class]` in one piece.
  let flatCoefficients: [[Double]]

  init(
    map: KernelMap, classes: [Int], vectors: [FeatureRows], coefficients: [[[Double]]], biases: [Double],
    sigmoids: [PlattSigmoid]?
  ) {
    self.map = map
    self.classes = classes
    self.vectors = vectors
    self.coefficients = coefficients
    self.biases = biases
    self.sigmoids = sigmoids
    flatCoefficients = coefficients.map { $0.flatMap(\.self) }
  }

  var pairs: [(first: Int, second: Int)] { PairsRun.pairs(of: classes.count) }
  var vectorCount: Int { vectors.reduce(0) { $0 + $1.count } }

  /// Which row of `coefficients[own]` belongs to the pair with another class.
  static func column(_ own: Int, _ other: Int) -> Int { other < own ? other : other - 1 }

  // MARK: Decisions

  static let batch = 64

  /// Decides on samples, a piece at a time.
  final class Predictor: Sendable {
    private let machine: PairMachine
    private let blocks: [KernelBlock?]
    private let map: KernelMap
    private let width: Int

    /// - Parameter usesBytes: Whether samples come as bytes on the machine's scale; else as floats.
    init(_ machine: PairMachine, usesBytes: Bool, context: KernelContext) throws(KernelError) {
      self.machine = machine
      map =
        usesBytes || machine.map.bytes == nil
        ? machine.map
        : KernelMap(
          function: machine.map.function, bytes: nil, width: machine.map.width, means: machine.map.means)
      width = map.width
      var blocks: [KernelBlock?] = []
      for rows in machine.vectors {
        let kept = usesBytes || machine.map.bytes == nil ? rows : machine.floats(rows, map)
        blocks.append(
          rows.count == 0
            ? nil
            : try KernelBlock(
              kept, map: map, batch: PairMachine.batch, isSteady: false, context: context))
      }
      self.blocks = blocks
    }

    /// What a worker has.
    final class WorkerState {
      let queries: FeatureRows
      let products: FloatBuffer
      let kernels: FloatBuffer
      let dots: [DotProducts?]

      init(_ evaluate: Predictor, context: KernelContext) throws(KernelError) {
        queries = FeatureRows(
          count: PairMachine.batch, width: evaluate.width, isBytes: evaluate.map.bytes != nil)
        let largest = evaluate.blocks.compactMap { $0?.count }.max() ?? 0
        products = FloatBuffer(count: PairMachine.batch * largest)
        kernels = FloatBuffer(count: largest)
        var dots: [DotProducts?] = []
        for block in evaluate.blocks {
          dots.append(
            try block.map { block throws(KernelError) in try DotProducts(block.packed, context: context) })
        }
        self.dots = dots
        queries.memory.initializeMemory(as: UInt8.self, repeating: 0, count: queries.count * queries.rowBytes)
      }
    }

    /// The decision values of the first `count` queries of the worker, a row of pairs each: above 0 for the
    /// first class.
    func decide(_ count: Int, _ workerState: WorkerState, into target: UnsafeMutablePointer<Double>)
      throws(KernelError)
    {
      let classes = blocks.count
      let others = classes - 1
      let facts = (0..<count).map { row in
        if map.bytes != nil { return map.facts(bytes: workerState.queries.bytes(row)) }
        let values = workerState.queries.floats(row)
        if map.isCentred { for k in 0..<width { values[k] = Float(Double(values[k]) - map.means[k]) } }
        return map.facts(floats: values)
      }
      // sums[query][class][other class]
      var sums = [Double](repeating: 0, count: count * classes * others)
      for (own, block) in blocks.enumerated() {
        guard let block, let dots = workerState.dots[own] else { continue }
        try dots.run(queries: workerState.queries.memory, into: workerState.products.pointer)
        for row in 0..<count {
          map.apply(
            products: workerState.products.pointer + row * block.count, query: facts[row], block: block,
            into: workerState.kernels.pointer)
          sums.withUnsafeMutableBufferPointer { sums in
            guard let sums = sums.baseAddress else { return }
            machine.flatCoefficients[own].withUnsafeBufferPointer {
              guard let weights = $0.baseAddress else { return }
              fovea_weighted_sums(
                workerState.kernels.pointer, weights, block.count, others, block.count,
                sums + (row * classes + own) * others)
            }
          }
        }
      }
      var place = 0
      for row in 0..<count {
        var index = 0
        for one in 0..<classes {
          for other in one + 1..<classes {
            let first = sums[(row * classes + one) * others + PairMachine.column(one, other)]
            let second = sums[(row * classes + other) * others + PairMachine.column(other, one)]
            target[place] = first + second + machine.biases[index]
            (index, place) = (index + 1, place + 1)
          }
        }
      }
    }
  }

  /// Rows of bytes as rows of floats, less the means where the map is centered.
  func floats(_ rows: FeatureRows, _ map: KernelMap) -> FeatureRows {
    guard let scale = self.map.bytes else { return rows }
    let result = FeatureRows(count: rows.count, width: rows.width, isBytes: false)
    for row in 0..<rows.count {
      let (from, to) = (rows.bytes(row), result.floats(row))
      for k in 0..<rows.width {
        to[k] = Float(scale.offset + scale.step * Double(from[k]) - (map.isCentred ? map.means[k] : 0))
      }
    }
    return result
  }
}

/// From decision values to labels and probabilities.
struct PairVote: Sendable {
  /// Classes of the data; those that had no samples get no vote.
  let classes: Int
  let present: [Int]
  let sigmoids: [PlattSigmoid]?
  var answer = SupportVectorDefinition.Answer.votes

  /// Writes what is said of one sample: probabilities, or without sigmoids the shares of the votes, made so
  /// that nothing contradicts the label.
  ///
  /// The label is LIBSVM's: the class with most votes of the pairs, of equal ones the lower. Coupled
  /// probabilities may rank another class first (in about one sample of a hundred); then the two exchange
  /// their probabilities, or, where the most probable class is asked for, that is the label.
  ///
  /// - Returns: The label.
  func evaluate(_ decisions: UnsafePointer<Double>, into target: UnsafeMutablePointer<Float>) -> Int {
    let count = present.count
    var votes = [Double](repeating: 0, count: count)
    var confidence = votes
    var coupled = [Double](repeating: 0, count: count * count)
    var pair = 0
    for first in 0..<count {
      for second in first + 1..<count {
        let value = decisions[pair]
        votes[value > 0 ? first : second] += 1
        confidence[first] += value
        confidence[second] -= value
        if let sigmoids {
          let p = min(max(sigmoids[pair].probability(value), 1e-7), 1 - 1e-7)
          coupled[first * count + second] = p
          coupled[second * count + first] = 1 - p
        }
        pair += 1
      }
    }
    var winner = 0
    for index in 1..<count where votes[index] > votes[winner] { winner = index }
    var scores: [Double]
    if sigmoids != nil {
      scores = count == 2 ? [coupled[1], coupled[2]] : PairwiseCoupling.probabilities(coupled, count: count)
    } else {
      // The share of the pairs that each class won; equal ones are told apart by their margins, by less than
      // a vote.
      let total = Double(pair)
      scores = zip(votes, confidence).map { votes, margin in
        (votes + margin / (3 * (abs(margin) + 1)) + 0.5) / (total + Double(count) / 2)
      }
    }
    var best = 0
    for index in 1..<count where scores[index] > scores[best] { best = index }
    if best != winner {
      if sigmoids != nil, answer == .probable { winner = best } else { scores.swapAt(best, winner) }
    }
    for index in 0..<classes { target[index] = 0 }
    for (index, label) in present.enumerated() { target[label] = Float(scores[index]) }
    settle(target, label: present[winner])
    return present[winner]
  }

  /// In floats two classes may have become equal: then the label gets the next number up.
  private func settle(_ target: UnsafeMutablePointer<Float>, label: Int) {
    for index in 0..<classes where index != label && target[index] >= target[label] {
      target[label] = target[index].nextUp
    }
  }
}
