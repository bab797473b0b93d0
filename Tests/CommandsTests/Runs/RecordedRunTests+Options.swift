import Datasets
import Declarations
import Networks
import SupportVectors
import Testing

@testable import Commands
@testable import Record

/// What is kept of options, whoever chose them.
extension RecordedRunTests {
  /// All options that apply are told, in the order of their declaration, and no others.
  @Test func optionsThatNobodyTypedAreTold() throws {
    let session = try session(
      """
      train m on d epochs=1
      train m on d epochs=2 optimizer=adam schedule=onecycle patience=1 time=1h fresh=yes
      crossvalidate m on d folds=2 epochs=1 seed=3
      model s svm kernel=linear C=10
      train s on d
      model t svm
      train t on d gamma=0.5
      """)
    let told = session.commands.compactMap { entry -> String? in
      guard case .text(let text)? = entry.provenance.first(where: { $0.name == "in_force" })?.value else {
        return nil
      }
      return text
    }
    let end = "decay=0 decoupled=no l1=0"
    let loss = "loss=cross_entropy label_smoothing=0"
    #expect(
      told == [
        "epochs=1 batch=128 accumulate=1 shard=16 precision=f32 optimizer=sgd rate=0.05 momentum=0.9 nesterov=no "
          + "schedule=constant warmup=0 \(loss) \(end) profile=no",
        "epochs=2 batch=128 accumulate=1 shard=16 precision=f32 time=3600s optimizer=adam rate=0.001 beta2=0.999 "
          + "epsilon=1e-08 schedule=onecycle warmup=0 rise=0.25 \(loss) \(end) patience=1 min_delta=0 "
          + "profile=no",
        "folds=2 by=class shuffle=no epochs=1 batch=128 accumulate=1 shard=16 precision=f32 optimizer=sgd rate=0.05 "
          + "momentum=0.9 nesterov=no schedule=constant warmup=0 \(loss) \(end)",
        "kernel=linear C=10 class_weights=equal tolerance=0.001 cache=400 multiclass=ovr loss=squared_hinge "
          + "probabilities=no on=pixels scaling=none",
        "kernel=rbf C=1 gamma=0.5 class_weights=equal tolerance=0.001 cache=400 multiclass=ovo "
          + "probabilities=no on=pixels scaling=none",
      ])
  }

  /// A new option can't be forgotten.
  @Test func everyOptionOfATrainingIsTold() throws {
    func told(_ options: TrainingOptions) -> Set<String> {
      Set(TrainingArguments.values(of: options, for: .classification).keys)
    }
    var names: Set<String> = []
    let courses: [Schedule.Course] = [
      .step(every: 1, factor: 0.5), .restarts(every: 1, growth: 1, lowest: 0), .oneCycle(rise: 0.5),
      .plateau(.init()),
    ]
    for (course, loss) in zip(courses, Losses.all + Losses.all) {
      var options = TrainingOptions(
        epochs: 1, batch: 1, optimizer: OptimizerSettings(kind: .sgd), rate: 1, schedule: Schedule(course))
      options.loss = loss.make(
        Arguments(
          loss.parameters.reduce(into: [:]) { values, option in values[option.name] = option.defaultValue }))
      (options.seconds, options.classWeights) = (1, .balanced)
      options.patience = TrainingOptions.Patience(epochs: 1)
      options.limits = TrainingOptions.GradientClipping(norm: 1, value: 1)
      (options.maxNorm, options.emaDecay) = (1, 0.5)
      names.formUnion(told(options))
    }
    for loss in Losses.all { names.formUnion(loss.parameters.map(\.name)) }
    #expect(names == Set(TrainingArguments.parameters.map(\.name)))
    let machine = SupportVectorArguments.values(
      inForce: .init(kernel: .linear, multiclass: .rest, hasProbabilities: true))
    #expect(Set(machine.keys).isSuperset(of: ["kernel", "loss", "answer", "tolerance"]))
  }

  /// What nobody typed is compared as it was, and not as a default that may change.
  @Test func comparisonsTellWhatWasInForce() throws {
    let model = "model n cnn { dense classes }\n"
    let runs = try runs("train m on d epochs=1\n\(model)train n on d epochs=1 optimizer=adam batch=128")
    let rows = RunsReport.compare(runs).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    #expect(rows.contains(["optimizer", "sgd", "adam"]) && rows.contains(["rate", "0.05", "0.001"]))
    #expect(rows.contains(["beta1", "none", "0.9"]) && !rows.contains { $0.first == "batch" })
    let (one, other) = (
      try session("param b = 10\ntrain m on d epochs=1 batch=$b"),
      try session("param b = 20\ntrain m on d epochs=1 batch=$b")
    )
    #expect(SessionDifference(one, other).lines.contains("    batch: 10 and 20"))
  }
}
