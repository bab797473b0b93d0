import Datasets
import Foundation
import Runtime
import Testing

@testable import Commands

/// Label sets from loading to prediction.
@Suite("Label sets at the prompt")
struct MultilabelTests {
  private static let definition = """
    load shapes as s count=160 size=16x16
    model m cnn { conv 8 3x3; relu; pool max 2x2; dense 24; relu; dense classes }
    """

  private static func session(_ options: String = "epochs=3 batch=16", threads: Int = 2) -> TestShell {
    let session = TestShell(threads: threads)
    #expect(session.run(definition + "\ntrain m on s \(options)") == [])
    return session
  }

  private func list(_ session: TestShell, _ verb: String, _ field: String) throws -> [ResultValue] {
    guard case .list(let items)? = session.result(verb)?[field]?.value else {
      throw MissingField(name: field)
    }
    return items
  }

  private struct MissingField: Error { let name: String }

  @Test func loadingSaysHowManyClassesAnImageHas() throws {
    let session = Self.session()
    let loaded = try #require(session.result("load"))
    #expect(loaded["task"]?.value == .text("multilabel"))
    #expect(try #require(loaded.display).contains("6 classes, 1."))
  }

  @Test func evaluationHasTheFiguresOfLabelSets() throws {
    let session = Self.session()
    #expect(
      session.run("let r = evaluate m on s.test threshold=15%; report r; plot roc of r; plot pr of r; show r")
        == [])
    for name in ["macro_ap", "micro_ap", "hamming", "subset_accuracy", "jaccard", "micro_f1", "loss"] {
      let value = try #require(session.number("evaluate", name))
      #expect(value >= 0 && value < 1, "\(name)")
    }
    #expect(try #require(session.number("evaluate", "macro_ap")) > 0.1)
    #expect(try #require(session.number("evaluate", "micro_f1")) > 0)
    #expect(session.result("evaluate")?["accuracy"] == nil)
    #expect(session.result("evaluate")?["confusion"] == nil)
    #expect(try list(session, "evaluate", "average_precision").count == 6)
    #expect(
      try list(session, "evaluate", "thresholds") == Array(repeating: .number(Double(Float(0.15))), count: 6))
    let report = try #require(session.result("report")?.display)
    #expect(report.contains("samples avg") && report.contains("triangle"))
  }

  /// A chart that isn't for label sets names those that are.
  @Test(arguments: [
    (
      "plot confusion of r",
      "1:19: 'r' has label sets, any number of classes an image; a confusion matrix needs one class an "
        + "image. Of label sets there are: plot roc of r, plot pr of r"
    ),
    (
      "plot calibration of r",
      "1:21: 'r' has label sets, any number of classes an image; a calibration needs one class an image. "
        + "Of label sets there are: plot roc of r, plot pr of r"
    ),
    (
      "plot accuracy of r",
      "1:6: 'r' is a result; accuracy belongs to models. Of label sets there are: plot roc of r, plot pr of r"
    ),
    (
      "plot margins of r",
      "1:17: 'r' is a result, and margins belong to a model. Of label sets there are: plot roc of r, "
        + "plot pr of r"
    ),
    (
      "plot confusion of m",
      "1:19: 'm' has label sets, any number of classes an image; a confusion matrix needs one class an "
        + "image. Of label sets there are: plot loss accuracy of m, and of its results: let r = evaluate m; "
        + "plot roc of r, plot pr of r"
    ),
  ])
  func anotherChartIsNamed(command: String, message: String) {
    let session = Self.session()
    #expect(session.run("let r = evaluate m on s.test") == [])
    #expect(session.run(command) == [message])
    #expect(session.run("plot roc of r; plot pr of r; plot loss accuracy of m") == [])
  }

  @Test func everyDeclaredFieldIsThere() throws {
    let session = Self.session()
    #expect(session.run("let r = evaluate m on s.test; crossvalidate m on s folds=2 epochs=1") == [])
    let declared = Set(MultilabelFigures.declaredFields.map(\.name)).union(MultilabelFigures.sharedFields)
    let found = try #require(session.result("evaluate")).fields.map(\.name)
    #expect(Set(found) == declared)
    let folded = Set(try #require(session.result("crossvalidate")).fields.map(\.name))
    #expect(folded.isSuperset(of: declared))
    #expect(CrossvalidateVerb.declaration.resultFields.map(\.name).filter { $0 == "macro_ap" }.count == 1)
  }

  @Test func thresholdsAreGivenOrChosenOnValidation() throws {
    let session = Self.session()
    #expect(session.run("evaluate m on s.test threshold=100%") == [])
    #expect(session.number("evaluate", "micro_recall") == 0)
    #expect(session.run("evaluate m on s.test threshold=0") == [])
    #expect(session.number("evaluate", "micro_recall") == 1)
    #expect(session.run("evaluate m on s.validation") == [])
    let before = try #require(session.number("evaluate", "macro_f1"))
    #expect(session.run("evaluate m on s.validation threshold=validation") == [])
    // On the images that they are chosen on, no thresholds do better.
    #expect(try #require(session.number("evaluate", "macro_f1")) >= before)
    #expect(Set(try list(session, "evaluate", "thresholds").map { "\($0)" }).count > 1)
  }

  @Test func predictionsNameAnyNumberOfClasses() throws {
    let session = Self.session()
    #expect(session.run("predict m on s.test threshold=15% samples=3") == [])
    let labels = try list(session, "predict", "labels")
    #expect(labels.count == 80)
    let sizes = Set(labels.map { if case .list(let items) = $0 { items.count } else { -1 } })
    #expect(sizes.count > 1 && !sizes.contains(-1))
    #expect(session.run("predict m on s.test threshold=validation") == [])
  }

  @Test func aSavedModelAnswersAsBefore() throws {
    let session = Self.session()
    let path = FileManager.default.temporaryDirectory.path + "/multilabel-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(session.run("evaluate m on s.test") == [])
    let fields = session.result("evaluate")?.fields.filter { !$0.isMeasured }
    #expect(session.run("save m to \"\(path)\"; restore \"\(path)\" as n; evaluate n on s.test") == [])
    #expect(session.result("evaluate")?.fields.filter { !$0.isMeasured } == fields)
    #expect(
      session.run("load digits as d; evaluate n on d").first?.contains("has other classes") == true)
  }

  @Test(arguments: [
    "", "loss=focal gamma=1.5", "class_weights=balanced", "class_weights=[1, 2, 3, 1, 1, 0.5]", "loss=mse",
    "accumulate=2 ema=0.9",
  ])
  func anyNumberOfThreadsGivesTheSameBits(options: String) throws {
    let found = try (1...3).map { threads in
      let session = Self.session("epochs=2 batch=40 \(options)", threads: threads)
      return try #require(session.result("train")).fields.filter { !$0.isMeasured }
    }
    #expect(found.allSatisfy { $0 == found[0] })
  }

  @Test func mixedImagesAreTrainedOn() throws {
    let session = TestShell(threads: 2)
    #expect(
      session.run(
        Self.definition
          + "\naugment s { mixup 0.4; cutmix; flip horizontal }\ntrain m on s epochs=2; evaluate m"
      ) == [])
  }

  /// Few steps are told as the cause of a loss like that of guessing, more of them aren't.
  @Test(arguments: [
    ("epochs=1 batch=16 rate=1e-6", "10 steps are too few"),
    ("epochs=6 batch=16 rate=1e-6", "the scores hardly tell images apart"),
  ])
  func aTrainingThatLearnedNothingIsWarnedOf(options: String, says: String) throws {
    let session = Self.session(options)
    let told = session.result("train")?["warnings"].map { "\($0.value)" } ?? ""
    #expect(told.contains("guessing each class as often as it occurs has "), "\(told)")
    #expect(told.contains(says), "\(told)")
  }

  @Test func whatLearnedIsNotWarnedOf() throws {
    let session = TestShell(threads: 2)
    #expect(
      session.run(
        """
        load shapes as s count=1000
        model k cnn {
          conv 16 3x3; batchnorm; relu; pool max 2x2; conv 32 3x3; batchnorm; relu; pool max 2x2
          dense 64; relu; dense classes
        }
        train k on s epochs=5 batch=40 optimizer=adam
        """) == [])
    #expect(session.result("train")?["warnings"] == nil)
  }

  @Test func guessingKnowsHowOftenClassesOccur() throws {
    // Half of the images show the first class, none the second, all the third.
    let sets = try LabelSets(checking: [[0, 2], [2]], classes: 3)
    #expect(abs(TrainingReport.guessingLoss(of: sets) - log(2) / 3) < 1e-12)
  }

  @Test func crossValidationDealsLabelSetsOut() throws {
    let session = TestShell(threads: 2)
    #expect(session.run(Self.definition + "\nlet v = crossvalidate m on s folds=4 epochs=1; report v") == [])
    let result = try #require(session.result("crossvalidate"))
    #expect(try list(session, "crossvalidate", "scores").count == 4)
    #expect(result["mean_macro_ap"] != nil && result["std_macro_ap"] != nil && result["mean_accuracy"] == nil)
  }

  @Test(arguments: [
    "C=10 gamma=0.05", "kernel=linear", "kernel=linear multiclass=ovo", "C=10 probabilities=yes",
    "kernel=linear class_weights=balanced probabilities=yes",
  ])
  func machinesTellOfEachClass(options: String) throws {
    let path = FileManager.default.temporaryDirectory.path + "/machine-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let session = TestShell(threads: 2)
    #expect(
      session.run(
        """
        load shapes as s count=160 size=16x16
        model v svm \(options)
        summary v on s
        train v on s
        summary v
        let r = evaluate v on s.test
        """) == [])
    #expect(session.result("summary")?.display?.contains("6 machines, one a class") == true)
    #expect(try #require(session.number("evaluate", "macro_ap")) > 0.25)
    let hasLoss = options.contains("probabilities")
    #expect((session.result("evaluate")?["loss"] != nil) == hasLoss)
    let fields = session.result("evaluate")?.fields.filter { !$0.isMeasured && $0.name != "overlap" }
    #expect(session.run("save v to \"\(path)\"; restore \"\(path)\" as w; evaluate w on s.test") == [])
    #expect(
      session.result("evaluate")?.fields.filter { !$0.isMeasured && $0.name != "overlap" } == fields)
    #expect(session.run("predict v on s.test samples=2; crossvalidate v on s folds=2; report r") == [])
  }

  @Test func splittingKeepsSharesOfClasses() throws {
    let session = TestShell()
    #expect(
      session.run("load shapes as s count=400 size=16x16 limit=200\ndescribe s; show s samples=9") == [])
    #expect(session.number("load", "train") == 200)
  }

  @Test(arguments: [
    (
      "train m on s loss=cross_entropy", "loss=cross_entropy takes one class an image; these have label sets."
    ),
    ("train m on s label_smoothing=10%", "loss=cross_entropy takes one class an image"),
    ("train m on s; let r = evaluate m; plot confusion of r", "a confusion matrix needs one class an image"),
    ("train m on s; let r = evaluate m; plot calibration of r", "a calibration needs one class an image"),
    ("train m on s; evaluate m top=2", "needs one class an image"),
    ("export s to \"x.svmlight\"", "an svmlight file needs one class an image"),
    ("model v svm; train v on s; show v", "a picture of support vectors needs one class an image"),
    ("model v svm; train v on s; plot margins of v", "a margin needs one class an image"),
    ("model v svm; train v on s; export v to \"v.svm\"", "a LIBSVM file needs one class an image"),
    (
      "load digits as d; model k cnn { dense classes }; train m on s; train k on d; compare m k on s.test",
      "'s' has other classes than those that 'k' was trained on"
    ),
    (
      "model k cnn { dense classes }; train m on s; train k on s; let c = compare m k; print c.accuracy",
      "this result has no field 'accuracy'"
    ),
    (
      "load digits as d; model k svm; model l svm; train k on d; train l on d; compare k l threshold=20%",
      "there is no threshold"
    ),
    (
      "load digits as d; model k cnn { dense classes }; train k on d; evaluate k threshold=20%",
      "there is no threshold"
    ),
    (
      "load shapes as o count=40 size=16x16 task=classification; train m on o; train m on s",
      "was trained on one class an image; those of 's' have label sets"
    ),
    (
      "load shapes as o count=40 size=16x16 task=classification; train m on s; evaluate m on o",
      "was trained on label sets; the images of 'o' have one class each"
    ),
  ])
  func whatIsOfOneClassIsRefusedBeforeAnythingRuns(text: String, message: String) throws {
    let session = TestShell()
    let findings = session.run(Self.definition + "\n" + text)
    #expect(findings.first?.contains(message) == true, "\(findings)")
    #expect(session.result("load") == nil)
  }
}
