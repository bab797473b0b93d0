import Foundation
import Models
import Runtime
import Testing

@testable import Commands

@Suite("Learning at the prompt")
struct LearningTests {
  private static let start = """
    load digits as d
    split d validation=10%
    model m cnn { conv 8 3x3; batchnorm; relu; pool max 2x2; dense classes }

    """

  @Test(
    arguments: [
      ("beta1=0.8", "'beta1' belongs to optimizer=adam or optimizer=adamw; this is optimizer=sgd."),
      (
        "optimizer=adam momentum=0.9",
        "'momentum' belongs to optimizer=sgd or optimizer=rmsprop; this is optimizer=adam."
      ),
      ("nesterov=yes momentum=0", "nesterov=yes looks ahead along the momentum, which is 0."),
      (
        "factor=0.5",
        "'factor' belongs to schedule=step, schedule=exponential or schedule=plateau; this is "
          + "schedule=constant."
      ),
      ("schedule=cosine lowest=0.1", "lowest=0.1 is above the rate, 0.05."),
      ("warmup=5", "warmup=5 leaves nothing of the 5 epochs."),
      (
        "loss=mse label_smoothing=0.1",
        "'label_smoothing' belongs to loss=cross_entropy or loss=kl; this is loss=mse."
      ),
      (
        "clip=1 clip_value=1",
        "'clip' limits the norm of all gradients, 'clip_value' each of them; one is enough."
      ),
      ("min_delta=0.1", "'min_delta' says what 'patience' counts as lower, and there is none."),
      ("decoupled=yes", "'decoupled' says how 'decay' acts, and there is none."),
      ("optimizer=adamw decoupled=no", "optimizer=adamw is adam with decoupled decay."),
      ("class_weights=[1, 2]", "class_weights=[1.0, 2.0] can't be; expected 10 numbers, one per class."),
    ])
  func optionsThatMeanNothingAreRefused(options: String, message: String) {
    let session = TestShell()
    #expect(session.run(Self.start) == [])
    let findings = session.run("train m on d \(options)")
    #expect(findings.count == 1)
    #expect(findings.first?.contains(message) == true, "\(findings)")
  }

  @Test(
    arguments: [
      "optimizer=sgd nesterov=yes decay=1e-4 l1=1e-6 schedule=step every=1 factor=0.5 warmup=0.5",
      "optimizer=adam beta1=0.8 beta2=0.99 epsilon=1e-6 decay=1e-3 decoupled=yes schedule=exponential "
        + "factor=0.9 rate=0.003",
      "optimizer=adamw label_smoothing=10% schedule=onecycle rise=30% ema=0.9 rate=0.01",
      "optimizer=rmsprop alpha=0.9 momentum=0.5 loss=focal gamma=1.5 schedule=plateau wait=0 factor=0.5 "
        + "lowest=1e-5 rate=0.003",
      "optimizer=adagrad loss=huber delta=0.5 class_weights=balanced schedule=restarts every=1 growth=2 "
        + "lowest=1e-4",
      "loss=bce max_norm=2 clip=1 accumulate=2 rate=0.2 schedule=cosine lowest=0.001",
      "loss=mse clip_value=0.1 patience=2 min_delta=0.001", "loss=mae", "loss=hinge", "loss=squared_hinge",
      "loss=kl",
      "class_weights=[1, 1, 1, 1, 1, 2, 2, 2, 2, 2]",
    ])
  func everyOptionTrains(options: String) {
    let session = TestShell()
    #expect(session.run(Self.start + "train m on d epochs=3 batch=64 \(options)\nlet r = evaluate m") == [])
    guard case .number(let accuracy)? = session.result("evaluate")?["accuracy"]?.value else {
      Issue.record("no accuracy")
      return
    }
    // Guessing gives 10%.
    #expect(accuracy > 0.2, "\(options)")
  }

  @Test func patienceNeedsAValidationPart() {
    let session = TestShell()
    #expect(
      session.run("load digits as d\nmodel m cnn { dense classes }\ntrain m on d patience=2") == [
        "3:23: patience watches the validation loss, and the data has no validation part. Make one first: "
          + "split DATA validation=10%"
      ])
  }

  @Test func theBestEpochIsNamedAndItsFiguresAreReported() throws {
    let session = TestShell()
    #expect(session.run(Self.start + "train m on d epochs=40 patience=2 rate=0.3 batch=32") == [])
    let result = try #require(session.result("train"))
    guard case .integer(let best)? = result["best_epoch"]?.value,
      case .rows(let rows)? = result["history"]?.value
    else {
      Issue.record("no best epoch")
      return
    }
    #expect(rows[best - 1].first { $0.name == "validation_loss" }?.value == result["validation_loss"]?.value)
    #expect(result.display?.contains("the weights are those of epoch \(best)") == true)
  }

  @Test func aRateIsFoundAndNothingChanges() throws {
    let session = TestShell()
    #expect(session.run(Self.start + "train m on d epochs=1") == [])
    let weights = session.shell.workspace.models["m"]?.model?.weightsHash
    #expect(session.run("find rate m on d batch=64") == [])
    #expect(session.shell.workspace.models["m"]?.model?.weightsHash == weights)
    let result = try #require(session.result("find"))
    guard case .number(let rate)? = result["rate"]?.value else {
      Issue.record("no rate")
      return
    }
    #expect((1e-6...1).contains(rate))
    #expect(result["valley"]?.value == result["rate"]?.value)
    #expect(result.display?.contains("for example: train m on d rate=") == true)
    #expect(session.run("train m on d epochs=1 rate=\(rate)") == [])
    // Nothing to undo came from the search.
    #expect(session.run("undo") == [])
    #expect(session.shell.workspace.models["m"]?.model?.weightsHash == weights)
  }

  @Test func ratesOfASchedulesEpochsAreKept() throws {
    let path = FileManager.default.temporaryDirectory.path + "/fovea-rates-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let session = TestShell()
    #expect(
      session.run(
        Self.start + "train m on d epochs=2 schedule=step every=1 factor=0.5\ntrain m on d epochs=1") == [])
    let history = session.shell.workspace.models["m"]?.history
    #expect(history?.map(\.rate) == [0.05, 0.025, nil])
    #expect(session.run("save m to \"\(path)\"\nrestore \"\(path)\" as n") == [])
    #expect(session.shell.workspace.models["n"]?.history == history)
  }

  @Test func searchesTakeNoOptionsOfTrainingsAlone() {
    let session = TestShell()
    #expect(session.run(Self.start) == [])
    let findings = session.run("find rate m on d epochs=3")
    #expect(findings.first?.contains("'find' has no option 'epochs'") == true, "\(findings)")
  }

  @Test func foldsHaveNothingToWatchForPatience() {
    let session = TestShell()
    #expect(session.run("load digits as d limit=200\nmodel m cnn { dense classes }") == [])
    let findings = session.run("crossvalidate m on d folds=2 patience=3")
    #expect(findings.first?.contains("'crossvalidate' has no option 'patience'") == true, "\(findings)")
    #expect(
      session.run(
        "crossvalidate m on d folds=2 epochs=1 batch=50 optimizer=adamw ema=0.9 schedule=onecycle clip=1")
        == [])
  }

  @Test func frozenLayersStayAndSaveKeepsThemFrozen() throws {
    let session = TestShell()
    #expect(session.run(Self.start + "train m on d epochs=1\nfreeze m 1..2") == [])
    #expect(session.result("freeze")?["lines"]?.value == .list([.integer(1), .integer(2)]))
    let before = try #require(session.shell.workspace.models["m"]?.model?.tensors())
    let path = FileManager.default.temporaryDirectory.path + "/fovea-freeze-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(
      session.run(
        "train m on d epochs=1\nsave m to \"\(path)\"\nrestore \"\(path)\" as n\ntrain n on d epochs=1") == []
    )
    for name in ["m", "n"] {
      let after = try #require(session.shell.workspace.models[name]?.model?.tensors())
      for (old, new) in zip(before, after) {
        let isFrozen = old.name.hasPrefix("1.") || old.name.hasPrefix("2.")
        #expect((old == new) == isFrozen, "\(name): \(old.name)")
      }
    }
    #expect(session.run("unfreeze m batchnorm") == [])
    #expect(session.result("unfreeze")?["lines"]?.value == .list([.integer(1)]))
    #expect(session.run("undo\nfreeze m dense") == [])
    #expect(
      session.run("train m on d epochs=1") == [
        "1:7: all layers that learn are frozen. Let some learn again: unfreeze MODEL"
      ])
    #expect(session.run("unfreeze m\ntrain m on d epochs=1") == [])
  }

  @Test func layersThatAreNotThereAreNamed() {
    let session = TestShell()
    #expect(session.run(Self.start) == [])
    #expect(
      session.run("freeze m convolution") == [
        "1:10: 'm' has no layer 'convolution'. Its lines are 1 to 5, and it has: conv, batchnorm, relu, "
          + "pool, dense."
      ])
    #expect(session.run("freeze m 3..9").first?.contains("'m' has no layer '3..9'.") == true)
  }

  /// What a wrong command would have frozen isn't held against the training below it.
  @Test func aWrongFreezeFreezesNothing() {
    let session = TestShell()
    #expect(
      session.run("load digits as d\nmodel m cnn { dense classes }\nfreeze m layers=1\ntrain m on d") == [
        "3:10: 'freeze' has no option 'layers'. It takes no options.",
        "3:1: 'freeze' needs something behind it: lines such as 3 or 1..4, the names of "
          + "layers, or what they are, such "
          + "as conv. Usage: freeze MODEL LAYERS …",
      ])
  }

  /// Epochs on the way are numbered as in the table.
  @Test func progressCountsOnFromTheTrainingBefore() throws {
    let session = TestShell()
    #expect(
      session.run("load digits as d limit=300\nmodel m cnn { dense classes }\ntrain m on d epochs=2") == [])
    var seen: Set<[Int]> = []
    session.shell.onProgress = { progress in
      if case .fitting(_, .epochs(let training))? = progress {
        seen.insert([training.epoch, training.epochs])
      }
    }
    #expect(session.run("train m on d epochs=3") == [])
    #expect(!seen.isEmpty && seen.allSatisfy { (3...5).contains($0[0]) && $0[1] == 5 }, "\(seen)")
    guard case .rows(let rows)? = session.result("train")?["history"]?.value else { return }
    #expect(rows.map { $0[0].value } == [.integer(3), .integer(4), .integer(5)])
  }

  @Test func aTrainedNetworkIsToldNoRate() throws {
    let session = TestShell()
    #expect(
      session.run(Self.start + "train m on d epochs=40 rate=0.1\nlet r = find rate m on d batch=64") == [])
    let result = try #require(session.result("find"))
    for name in ["rate", "valley", "minimum", "slide", "steepest"] { #expect(result[name] == nil, "\(name)") }
    let display = try #require(result.display)
    #expect(display.contains("no rate lowered the loss by more than chance"))
    #expect(display.contains("find rate m on d fresh=yes") && !display.contains("for example: train"))
  }

  @Test(arguments: [
    // Guessing has 2.3026 and 10%.
    (loss: 2.3, first: 2.31, accuracy: 0.11, isChance: true), (2.2, 2.2, 0.597, false),
    (0.33, 0.32, 0.9, false),
    (2.0, 2.2, 0.2, false), (1.9, 1.2, 0.15, true), (7, 3, 0.1, true),
  ])
  func onlyChanceIsWarnedOf(_ run: (loss: Double, first: Double, accuracy: Double, isChance: Bool)) {
    let last = EpochRecord(epoch: 2, loss: run.loss, accuracy: run.accuracy)
    let first = EpochRecord(epoch: 1, loss: run.first, accuracy: 0.1)
    #expect(TrainingReport.isChance(last, first, 10) == run.isChance)
  }

  @Test func momentumIsNoShare() {
    let session = TestShell()
    #expect(session.run(Self.start) == [])
    #expect(session.run("train m on d momentum=2").first?.contains("Type ") == false)
    #expect(session.run("split d validation=10").first?.contains("Type validation=10% or") == true)
  }
}
