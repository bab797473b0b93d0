internal import Datasets
internal import Kernels
internal import Models
internal import Tensors

extension FitPlan {
  func pairs(
    _ features: FittedFeatures, _ rows: FeatureRows, _ group: WorkerGroup, _ memory: FitMemory?,
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
    let blocks = try blocks(
      starts.indices.dropLast().map { rows.slice(starts[$0]..<starts[$0 + 1]) }, map, group)
    var packed = try self.blocks(blocks.compactMap(\.sample), map, group)[...]
    let beginnings = blocks.map { $0.sample == nil ? $0 : packed.removeFirst() }
    // A kernel of two samples is at most the larger of theirs with themselves; its root stays far from the
    // limit of floats.
    let largest = blocks.flatMap(\.facts).reduce(0) {
      max($0, $1.diagonal.isNaN ? .infinity : abs($1.diagonal))
    }
    guard largest < 1e37 else { throw .kernelOverflow(largest: largest) }
    let folds = definition.hasProbabilities ? present.map(folds) : nil
    let matrix =
      KernelMatrix.suits(starts: starts)
      ? try withKernels(try KernelMatrix(rows, starts: starts, map: map, group: group)) : nil
    let run = PairsRun(
      blocks: blocks, samples: beginnings, matrix: matrix, map: map,
      settings: .init(costs: costs, tolerance: definition.tolerance, cacheBytes: cacheBytes, folds: folds),
      group: group)
    guard let results = try run.go(memory: memory, progress: progress, shouldStop: shouldStop) else {
      throw .stopped
    }
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
      unfinished: results.count { $0.isUnfinished })
    return SupportVectorModel(
      definition: definition, input: samples.shape, classes: samples.classes, features: features,
      machine: .pairs(machine),
      report: report)
  }

  private func blocks(
    _ rows: [FeatureRows], _ map: KernelMap, _ group: WorkerGroup
  ) throws(SupportVectorError) -> [KernelBlock] {
    let made = Box<[KernelBlock]>([])
    do throws(KernelError) {
      try group.runOnOne { context throws(KernelError) in
        for own in rows {
          made.value.append(try KernelBlock(own, map: map, batch: PairWorker.batch, context: context))
        }
      }
    } catch {
      throw .kernel(error)
    }
    return made.value
  }

  /// The fold of each sample of a class: shuffled, then dealt out.
  func folds(_ label: Int) -> [Int] {
    let order = RandomStream(seed: seed, stream: .calibration).permutation(
      of: members[label].count, epoch: label)
    var folds = [Int](repeating: 0, count: order.count)
    for (rank, place) in order.enumerated() { folds[place] = rank % PairFolds.count }
    return folds
  }
}

/// Carries a value out of a closure that one worker runs while the caller waits.
private final class Box<Value>: @unchecked Sendable {
  var value: Value

  init(_ value: Value) { self.value = value }
}
