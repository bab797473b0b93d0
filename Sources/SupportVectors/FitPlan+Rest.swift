internal import Datasets
internal import Kernels
internal import Models

extension FitPlan {
  func rest(
    _ features: FittedFeatures, _ rows: FeatureRows, _ group: WorkerGroup, _ memory: FitMemory?,
    _ progress: (FittingProgress) -> Void, _ shouldStop: () -> Bool
  ) throws(SupportVectorError) -> SupportVectorModel {
    let labels = present.indices.flatMap { place in members[present[place]].map { _ in place } }
    let settings = LinearRun.Settings(
      costs: costs, loss: definition.loss, tolerance: definition.tolerance, seed: seed)
    let run = LinearRun(rows: rows, labels: labels, classes: present.count, settings: settings, group: group)
    guard let solutions = try run.go(memory: memory, progress: progress, shouldStop: shouldStop) else {
      throw .stopped
    }
    var sigmoids: [PlattSigmoid]?
    if definition.hasProbabilities {
      sigmoids = try calibrate(rows, labels, settings, group, memory, progress, shouldStop)
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
      unfinished: solutions.count { !$0.isSolved })
    return SupportVectorModel(
      definition: definition, input: samples.shape, classes: samples.classes, features: features,
      machine: .rest(machine),
      report: report)
  }

  /// A sigmoid a class, on the values of machines that were fitted without the samples they predict.
  private func calibrate(
    _ rows: FeatureRows, _ labels: [Int], _ settings: LinearRun.Settings, _ group: WorkerGroup,
    _ memory: FitMemory?, _ progress: (FittingProgress) -> Void, _ shouldStop: () -> Bool
  ) throws(SupportVectorError) -> [PlattSigmoid] {
    let folds = present.flatMap(folds)
    var values = [[Double]](repeating: Array(repeating: 0, count: rows.count), count: present.count)
    for fold in 0..<PairFolds.count {
      let kept = folds.indices.filter { folds[$0] != fold }
      // A class with a single sample is missing in one fold; the fold is left out then.
      guard Set(kept.map { labels[$0] }).count == present.count else { continue }
      let run = LinearRun(
        rows: rows.selecting(kept), labels: kept.map { labels[$0] }, classes: present.count,
        settings: settings, group: group)
      let solutions = try run.go(
        memory: memory?.part("without fold \(fold)"), progress: progress, shouldStop: shouldStop)
      guard let solutions else { throw .stopped }
      let machine = LinearMachine(solutions, classes: present, width: rows.width, sigmoids: nil)
      for row in folds.indices where folds[row] == fold {
        for (place, value) in machine.decide(rows.floats(row)).enumerated() { values[place][row] = value }
      }
    }
    return present.indices.map { place in PlattSigmoid.fit(values[place], isFirst: labels.map { $0 == place })
    }
  }
}
