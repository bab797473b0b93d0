internal import Datasets
internal import Glibc
internal import Kernels
internal import Models
internal import Tensors

/// What a fit knows of its samples before it reads them.
struct FitPlan {
  let definition: SupportVectorDefinition
  let samples: any SampleSource
  let seed: UInt64
  /// The positions of the samples of each class, in order.
  let members: [[Int]]
  /// The classes that have samples.
  let present: [Int]
  let byteScale: ByteScale?

  init(_ definition: SupportVectorDefinition, _ samples: any SampleSource, seed: UInt64) throws(SupportVectorError) {
    self.definition = definition
    self.samples = samples
    self.seed = seed
    guard samples.count > 0 else { throw .noSamples }
    var members = [[Int]](repeating: [], count: samples.classes)
    for position in 0..<samples.count {
      let label = samples.label(position)
      guard members.indices.contains(label) else {
        throw .unlabelled(position: position, label: label, classes: samples.classes)
      }
      members[label].append(position)
    }
    self.members = members
    present = members.indices.filter { !members[$0].isEmpty }
    guard present.count > 1 else { throw .oneClass(present: present.count, classes: samples.classes) }
    if case .given(let numbers) = definition.weights, numbers.count != samples.classes {
      throw .weightCount(found: numbers.count, classes: samples.classes)
    }
    byteScale =
      definition.multiclass == .pairs
      ? FeatureReading.canKeepBytes(samples, definition.features, definition.scaling) : nil
    try checkMemory()
  }

  // MARK: Sizes

  /// Of this machine, in bytes; at least 1 GiB, so that a container that hides it isn't refused everything.
  static let memory = max(1 << 30, Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE))))

  private func checkMemory() throws(SupportVectorError) {
    let width = try FittedFeatures(definition.features, input: samples.shape).count
    // Rows as they are and packed.
    let (rows, overflows) = samples.count.multipliedReportingOverflow(by: width * (byteScale == nil ? 8 : 2))
    if overflows || rows > Self.memory {
      throw .noMemory(what: "the features", bytes: overflows ? .max : rows, memory: Self.memory)
    }
    guard definition.multiclass == .pairs else { return }
    if cacheBytes > Self.memory {
      throw .noMemory(what: "cache=\(definition.cacheMegabytes)", bytes: cacheBytes, memory: Self.memory)
    }
    let sizes = present.map { members[$0].count }.sorted(by: >)
    let needed = PairProblem.leastRows(of: sizes[0] + sizes[1]) * PairProblem.rowBytes(sizes[0], sizes[1])
    if needed > cacheBytes {
      throw .smallCache(megabytes: definition.cacheMegabytes, needed: needed / 1_000_000 + 1)
    }
  }

  private var cacheBytes: Int { definition.cacheMegabytes * 1_000_000 }

  /// The penalty of each class that is present.
  private var costs: [Double] {
    present.map { label in
      switch definition.weights {
      case .equal: definition.cost
      case .balanced:
        definition.cost * Double(samples.count) / (Double(present.count) * Double(members[label].count))
      case .given(let numbers): definition.cost * numbers[label]
      }
    }
  }

  // MARK: Features

  /// Fits the features and reads them, class after class.
  func features(_ crew: Crew) throws(SupportVectorError) -> (FittedFeatures, FeatureRows) {
    let positions = present.flatMap { members[$0] }
    var features = try FittedFeatures(definition.features, input: samples.shape)
    if case .components(let count) = definition.features {
      let pixels = try FittedFeatures(.pixels, input: samples.shape)
      let rows = try FeatureReading(source: samples, features: pixels, isBytes: false).rows(positions, crew: crew)
      let components = try PrincipalComponents.fit(rows, count: count, crew: crew)
      features = try FittedFeatures(definition.features, input: samples.shape, components: components)
    }
    let rows = try FeatureReading(source: samples, features: features, isBytes: byteScale != nil).rows(positions, crew: crew)
    if let scaling = FeatureScaling.fit(definition.scaling, rows) {
      for row in 0..<rows.count { scaling.apply(rows.floats(row)) }
      features.scaling = scaling
    }
    return (features, rows)
  }

  /// The kernel with its numbers, and the mean of each feature.
  func map(_ rows: FeatureRows) throws(SupportVectorError) -> KernelMap {
    let (means, variance) = moments(rows)
    guard variance > 0 else { throw .constantFeatures }
    let gamma =
      switch definition.gamma {
      case .scale: 1 / (Double(rows.width) * variance)
      case .automatic: 1 / Double(rows.width)
      case .number(let number): number
      }
    return KernelMap(
      function: KernelFunction(
        kind: definition.kernel, gamma: gamma, coef0: definition.coef0, degree: definition.degree),
      bytes: byteScale, width: rows.width, means: means)
  }

  /// The mean of each feature, and the variance of all values of all features.
  private func moments(_ rows: FeatureRows) -> (means: [Double], variance: Double) {
    let count = Double(rows.count)
    guard let byteScale else {
      let (means, variances) = FeatureScaling.moments(rows)
      let centre = means.reduce(0, +) / Double(rows.width)
      let between = means.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
      return (means, (variances.reduce(0, +) + between) / Double(rows.width))
    }
    var sums = [Int](repeating: 0, count: rows.width)
    var squares = 0
    sums.withUnsafeMutableBufferPointer { sums in
      for row in 0..<rows.count {
        let values = rows.bytes(row)
        var square = 0
        for k in 0..<rows.width {
          let value = Int(values[k])
          sums[k] += value
          square += value * value
        }
        squares += square
      }
    }
    let means = sums.map { byteScale.offset + byteScale.step * Double($0) / count }
    let values = count * Double(rows.width)
    let mean = Double(sums.reduce(0, +)) / values
    return (means, (Double(squares) / values - mean * mean) * byteScale.step * byteScale.step)
  }

  // MARK: Fits

  func pairs(
    _ features: FittedFeatures, _ rows: FeatureRows, _ crew: Crew, _ memory: PairMemory?,
    _ progress: (FittingProgress) -> Void, _ shouldStop: () -> Bool
  ) throws(SupportVectorError) -> SupportVectorModel {
    let map = try map(rows)
    if map.isCentred {
      for row in 0..<rows.count {
        let values = rows.floats(row)
        for k in 0..<rows.width { values[k] = Float(Double(values[k]) - map.means[k]) }
      }
    }
    var starts = [0]
    for label in present { starts.append(starts[starts.count - 1] + members[label].count) }
    let made = Box<[KernelBlock]>([])
    do throws(KernelError) {
      try crew.runOnOne { [starts] context throws(KernelError) in
        for place in starts.indices.dropLast() {
          let own = rows.slice(starts[place]..<starts[place + 1])
          made.value.append(try KernelBlock(own, map: map, batch: PairWorker.batch, context: context))
        }
      }
    } catch {
      throw .kernel(error)
    }
    let blocks = made.value
    let folds = definition.hasProbabilities ? present.map(folds) : nil
    let run = PairsRun(
      blocks: blocks, map: map,
      settings: .init(costs: costs, tolerance: definition.tolerance, cacheBytes: cacheBytes, folds: folds), crew: crew)
    guard let results = try run.go(memory: memory, progress: progress, shouldStop: shouldStop) else { throw .stopped }
    let (machine, counts) = PairMachine.assemble(results, blocks: blocks, classes: present, map: map)
    var classes = [SupportVectorReport.ClassCount](
      repeating: .init(samples: 0, vectors: 0, bounded: 0), count: samples.classes)
    for (place, label) in present.enumerated() {
      classes[label] = .init(
        samples: members[label].count, vectors: counts[place].vectors, bounded: counts[place].bounded)
    }
    let report = SupportVectorReport(
      classes: classes, objective: results.reduce(0) { $0 + $1.objective },
      iterations: results.reduce(0) { $0 + $1.iterations }, machines: results.count,
      unfinished: results.count { $0.isUnfinished }, rowsComputed: results.reduce(0) { $0 + $1.rowsComputed })
    return SupportVectorModel(
      definition: definition, input: samples.shape, classes: samples.classes, features: features, machine: .pairs(machine),
      report: report)
  }

  /// The fold of each sample of a class: shuffled, then dealt out.
  private func folds(_ label: Int) -> [Int] {
    let order = RandomStream(seed: seed, stream: .calibration).permutation(of: members[label].count, epoch: label)
    var folds = [Int](repeating: 0, count: order.count)
    for (rank, place) in order.enumerated() { folds[place] = rank % PairFolds.count }
    return folds
  }

  func rest(
    _ features: FittedFeatures, _ rows: FeatureRows, _ crew: Crew, _ progress: (FittingProgress) -> Void,
    _ shouldStop: () -> Bool
  ) throws(SupportVectorError) -> SupportVectorModel {
    let labels = present.indices.flatMap { place in members[present[place]].map { _ in place } }
    let settings = LinearRun.Settings(
      costs: costs, loss: definition.loss, tolerance: definition.tolerance, seed: seed)
    let run = LinearRun(rows: rows, labels: labels, classes: present.count, settings: settings, crew: crew)
    guard let solutions = try run.go(progress: progress, shouldStop: shouldStop) else { throw .stopped }
    var sigmoids: [PlattSigmoid]?
    if definition.hasProbabilities {
      sigmoids = try calibrate(rows, labels, settings, crew, progress, shouldStop)
    }
    let machine = LinearMachine(solutions, classes: present, width: rows.width, sigmoids: sigmoids)
    var classes = [SupportVectorReport.ClassCount](
      repeating: .init(samples: 0, vectors: 0, bounded: 0), count: samples.classes)
    for (row, place) in labels.enumerated() {
      let label = present[place]
      classes[label].samples += 1
      let supported = solutions.filter { $0.isSupport[row] }
      if !supported.isEmpty {
        classes[label].vectors += 1
        if supported.allSatisfy({ $0.isBounded[row] }) { classes[label].bounded += 1 }
      }
    }
    let report = SupportVectorReport(
      classes: classes, objective: solutions.reduce(0) { $0 + $1.objective },
      iterations: solutions.reduce(0) { $0 + $1.epochs }, machines: solutions.count,
      unfinished: solutions.count { !$0.isSolved }, rowsComputed: 0)
    return SupportVectorModel(
      definition: definition, input: samples.shape, classes: samples.classes, features: features, machine: .rest(machine),
      report: report)
  }

  /// A sigmoid a class, on the values of machines that were fitted without the samples judged.
  private func calibrate(
    _ rows: FeatureRows, _ labels: [Int], _ settings: LinearRun.Settings, _ crew: Crew,
    _ progress: (FittingProgress) -> Void, _ shouldStop: () -> Bool
  ) throws(SupportVectorError) -> [PlattSigmoid] {
    let folds = present.flatMap(folds)
    var values = [[Double]](repeating: Array(repeating: 0, count: rows.count), count: present.count)
    for fold in 0..<PairFolds.count {
      let kept = folds.indices.filter { folds[$0] != fold }
      // A class with a single sample is missing in one fold; the fold is left out then.
      guard Set(kept.map { labels[$0] }).count == present.count else { continue }
      let run = LinearRun(
        rows: rows.selecting(kept), labels: kept.map { labels[$0] }, classes: present.count, settings: settings, crew: crew)
      guard let solutions = try run.go(progress: progress, shouldStop: shouldStop) else { throw .stopped }
      let machine = LinearMachine(solutions, classes: present, width: rows.width, sigmoids: nil)
      for row in folds.indices where folds[row] == fold {
        for (place, value) in machine.decide(rows.floats(row)).enumerated() { values[place][row] = value }
      }
    }
    return present.indices.map { place in PlattSigmoid.fit(values[place], isFirst: labels.map { $0 == place }) }
  }
}

/// Carries a value out of a closure that one worker runs while the caller waits.
private final class Box<Value>: @unchecked Sendable {
  var value: Value

  init(_ value: Value) { self.value = value }
}
