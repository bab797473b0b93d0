internal import Datasets
internal import Models
internal import Runtime
internal import SupportVectors

/// Machines of images with label sets.
extension SupportVectorFamily {
  /// The machine of a training, or the machines of all classes.
  static func fitted(
    _ recipe: SupportVectorRecipe, on samples: any SampleSource, _ training: Training, _ shell: Shell
  ) throws(SupportVectorError) -> (any Model, SupportVectorReport) {
    let threads = shell.workspace.settings.threads
    let kept = memory(training, recipe, shell)
    let progress = { shell.onProgress(.fitting(model: training.name, $0)) }
    if samples.task == .multilabel {
      let model = try recipe.labelSetMachine(
        on: samples, threads: threads, memory: kept, progress: progress, shouldStop: shell.interruption)
      return (model, model.report)
    }
    let model = try recipe.machine(
      on: samples, threads: threads, memory: kept, progress: progress, shouldStop: shell.interruption)
    return (model, model.report)
  }

  static func labelSetSummary(_ entry: ModelEntry, _ model: LabelSetMachine, _ name: String) -> ResultRecord {
    let report = model.report
    let rows =
      [["class", "images", "support vectors"]]
      + zip(entry.classes, report.classes).map { label, count in
        [label, Spelling.count(count.samples), Spelling.count(count.vectors)]
      } + [["all", "", Spelling.count(report.supportVectors)]]
    let probabilities =
      model.hasProbabilities
      ? "probabilities by Platt's sigmoids on five folds"
      : "no probabilities: what it says is the logistic function of the decision values "
        + "(probabilities=yes fits them)"
    return ResultRecord(
      [.init("support_vectors", .integer(report.supportVectors))],
      display:
        "\(name): \(text(of: entry))\n  "
        + "\(Spelling.counted(report.machines, "machine")), one a class, for images \(model.input)\n  "
        + "\(probabilities)\n" + Table.text(rows, rightAligned: [1, 2]))
  }
}
