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

  /// - Parameter threads: Each has a cache of its own.
  init(
    _ definition: SupportVectorDefinition, _ samples: any SampleSource, seed: UInt64, threads: Int
  ) throws(SupportVectorError) {
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
    try checkMemory(threads)
  }

  // MARK: Sizes

  /// Of this machine, in bytes; at least 1 GiB, so that a container that hides it isn't refused everything.
  static let memory = max(1 << 30, Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE))))

  private func checkMemory(_ threads: Int) throws(SupportVectorError) {
    let width = try FittedFeatures(definition.features, input: samples.shape).count
    let (rows, overflows) = samples.count.multipliedReportingOverflow(by: width * bytesPerFeature)
    if overflows || rows > Self.memory {
      throw .noMemory(what: "the features", bytes: overflows ? .max : rows, memory: Self.memory)
    }
    guard definition.multiclass == .pairs else { return }
    // One for each thread, and at most one for all.
    let caches = min(threads, present.count * (present.count - 1) / 2) + 1
    if cacheBytes > Self.memory / caches {
      throw .noMemory(
        what: "\(caches) caches of \(definition.cacheMegabytes) MB (one a thread, one for all)",
        bytes: caches * cacheBytes, memory: Self.memory)
    }
    let sizes = present.map { members[$0].count }.sorted(by: >)
    let needed = PairProblem.leastRows(of: sizes[0] + sizes[1]) * PairProblem.rowBytes(sizes[0], sizes[1])
    if needed > cacheBytes {
      throw .smallCache(megabytes: definition.cacheMegabytes, needed: needed / 1_000_000 + 1)
    }
  }

  /// Rows as they are, packed, and a quarter of them packed once more.
  var bytesPerFeature: Int { byteScale == nil ? 9 : 3 }

  var cacheBytes: Int { definition.cacheMegabytes * 1_000_000 }

  /// The penalty of each class that is present.
  var costs: [Double] {
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
  func features(_ group: WorkerGroup, _ shouldStop: () -> Bool) throws(SupportVectorError) -> (
    FittedFeatures, FeatureRows
  ) {
    let positions = present.flatMap { members[$0] }
    var features = try FittedFeatures(definition.features, input: samples.shape)
    if case .components(let count) = definition.features {
      let pixels = try FittedFeatures(.pixels, input: samples.shape)
      let rows = try FeatureReading(source: samples, features: pixels, isBytes: false).rows(
        positions, group: group, shouldStop: shouldStop)
      let components = try PrincipalComponents.fit(rows, count: count, group: group, shouldStop: shouldStop)
      features = try FittedFeatures(definition.features, input: samples.shape, components: components)
    }
    let rows = try FeatureReading(source: samples, features: features, isBytes: byteScale != nil).rows(
      positions, group: group, shouldStop: shouldStop)
    guard (1..<rows.count).contains(where: { memcmp(rows.row(0), rows.row($0), rows.rowBytes) != 0 }) else {
      throw .constantFeatures
    }
    if let scaling = FeatureScaling.fit(definition.scaling, rows) {
      for row in 0..<rows.count { scaling.apply(rows.floats(row)) }
      features.scaling = scaling
    }
    return (features, rows)
  }

  /// The kernel with its numbers, and the mean of each feature.
  func map(_ rows: FeatureRows) throws(SupportVectorError) -> KernelMap {
    let (means, variance) = moments(rows)
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
}
