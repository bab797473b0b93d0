import Foundation
import Runtime
import Testing

@testable import Commands

@Suite("Support vector machines at the prompt")
struct SupportVectorCommandTests {
  private static func session(_ options: String = "C=10") -> TestShell {
    let session = TestShell()
    #expect(
      session.run(
        """
        load digits as digits8
        model shape svm \(options)
        train shape on digits8
        """) == [])
    return session
  }

  /// Shares of votes are no probabilities: there is no loss, and nothing shows one.
  @Test func withoutProbabilitiesThereIsNoLoss() throws {
    let session = Self.session()
    #expect(
      session.run(
        """
        model net cnn { dense classes }
        train net on digits8 epochs=1
        let r = evaluate shape
        let c = compare shape net
        let v = crossvalidate shape on digits8 folds=3
        show r
        """) == [])
    for verb in ["evaluate", "compare", "crossvalidate", "show"] {
      let result = try #require(session.result(verb))
      #expect(result["loss"] == nil)
      let text = try #require(result.display)
      #expect(!text.lowercased().contains(" nan"), "\(text)")
    }
    #expect(try #require(session.result("show")?.display).contains("said "))
    #expect(try #require(session.result("show")?.display).contains("%") == false)
    #expect(session.run("model p svm C=10 probabilities=yes; train p on digits8; evaluate p") == [])
    #expect(try #require(session.number("evaluate", "loss")) < 0.3)
  }

  @Test func comparisonsFitIntoEightyColumns() throws {
    let session = Self.session()
    #expect(
      session.run(
        """
        model a_model_with_a_long_name svm kernel=linear
        train a_model_with_a_long_name on digits8
        model third svm C=1
        train third on digits8
        compare shape a_model_with_a_long_name third
        """) == [])
    let lines = try #require(session.result("compare")?.display).split(separator: "\n")
    #expect(lines.filter { !$0.contains("chance may do") }.allSatisfy { $0.count <= 80 }, "\(lines)")
    #expect(lines.contains { $0.contains("support vectors") })
  }

  @Test func oneFoldTellsNoDeviation() throws {
    let session = Self.session()
    session.shell.context.recordedTraining.stopAtStep = 1
    #expect(session.run("crossvalidate shape on digits8 folds=3") == [])
    let result = try #require(session.result("crossvalidate"))
    #expect(result["std_accuracy"] == nil && result["mean_accuracy"] != nil)
    #expect(try #require(result.display).contains("one fold tells no deviation"))
  }

  @Test func supportVectorsAndWeightsAreShown() throws {
    let session = Self.session()
    #expect(session.run("show shape samples=8") == [])
    let picture = try #require(session.result("show")?.display)
    #expect(picture.contains("the heaviest support vectors of shape") && picture.contains("Σα "))
    #expect(session.run("show shape samples=4 class=\"3\"") == [])
    #expect(session.result("show")?["shown"]?.value == .integer(4))
    #expect(session.run("model line svm kernel=linear; train line on digits8; show line") == [])
    #expect(session.result("show")?["shown"]?.value == .integer(10))
    #expect(
      session.run("model pairs svm kernel=linear multiclass=ovo; train pairs on digits8; show pairs") == [])
    #expect(session.result("show")?["shown"]?.value == .integer(25))
    #expect(
      session.run("model edges svm on=hog cell=2; train edges on digits8; show edges").first?.contains(
        "'edges' sees on=hog, and these features are no picture.") == true)
    #expect(session.run("model new svm; show new").first?.contains("the model 'new' isn't trained.") == true)
  }

  @Test func aMachineIsOutlinedBeforeItIsTrained() throws {
    let session = TestShell()
    #expect(session.run("load digits as d; model m svm on=hog cell=2; summary m on d") == [])
    #expect(session.number("summary", "machines") == 45)
    #expect(session.number("summary", "features") == 324)
    #expect(session.run("summary m").first?.contains("Name the data: summary m on DATA") == true)
  }

  @Test func kernelValuesThatNoFloatHoldsAreSaid() {
    #expect(
      TestShell().run("load digits as d limit=200; model m svm kernel=poly degree=5 gamma=1e9; train m on d")
        .first?
        .contains("which no float holds. Take a smaller gamma, coef0 or degree, or scaling=standard.") == true
    )
  }

  @Test func marginsAreCounted() throws {
    let session = Self.session()
    #expect(session.run("plot margins of shape") == [])
    let counts = try ["wrong", "inside", "beyond"].map { try #require(session.number("plot", $0)) }
    #expect(counts.reduce(0, +) == 1437)
    // The solver ends a thousandth before the margin: free vectors lie on either side of 1.
    #expect(counts[0] < 5 && counts[2] > 500)
    #expect(session.run("plot margins of shape on digits8.test") == [])
    #expect(
      try ["wrong", "inside", "beyond"].map { try #require(session.number("plot", $0)) }.reduce(0, +) == 360)
    #expect(
      session.run("model net cnn { dense classes }; train net on digits8 epochs=1; plot margins of net")
        .first?.contains(
          "'net' has no margin: it is no support vector machine.") == true)
    #expect(
      session.run("let r = evaluate shape; plot roc of r on digits8.test").first?.contains(
        "'on' belongs to 'plot margins'")
        == true)
  }

  /// Six of ten curves are drawn, and the picture says so.
  @Test func curvesLeftOutAreNamed() throws {
    let session = Self.session()
    #expect(session.run("let r = evaluate shape; let s = evaluate shape; plot roc of r") == [])
    let text = try #require(session.result("plot")?.display)
    #expect(text.contains("the 6 weakest of 10 classes") && text.contains("4 better classes aren't drawn"))
    #expect(session.run("plot roc of r s") == [])
    #expect(try #require(session.result("plot")?.display).contains("pooled, as drawn: "))
    #expect(session.result("plot")?["pooled"] != nil)
  }

  @Test func optionsOfOtherFamiliesAreRefusedBeforeAnythingRuns() {
    let session = TestShell()
    let found = session.run("load digits as digits8\nmodel m cnn C=10 { dense classes }")
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix(
        "2:15: 'C' is an option of support vector machines; this is one of the networks.") == true)
    #expect(session.shell.workspace.data.isEmpty)
  }

  /// A model file of LIBSVM doesn't hold the C that it was trained with.
  @Test func theCOfAForeignMachineIsNotGuessed() throws {
    let file = FileManager.default.temporaryDirectory.path + "/fovea-\(UUID().uuidString).svm"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let session = Self.session("kernel=rbf C=10 gamma=0.01")
    #expect(
      session.run("export shape to \"\(file)\"\nrestore \"\(file)\" as theirs on digits8\nsummary shape")
        == [])
    #expect(
      session.result("restore")?.display?.hasPrefix("theirs: svm kernel=rbf gamma=0.01, 10 classes") == true)
    #expect(session.result("summary")?.display?.contains("svm kernel=rbf C=10 gamma=0.01") == true)
    #expect(session.run("train theirs on digits8 fresh=yes\nsummary theirs") == [])
    #expect(session.result("summary")?.display?.contains("svm kernel=rbf C=1 gamma=") == true)
  }

  /// A file of LIBSVM doesn't tell what its machine was trained on: it is restored for data.
  @Test func aRestoredMachineIsNotSaidToBeTrainedOnTheData() throws {
    let session = Self.session()
    let path = FileManager.default.temporaryDirectory.path + "/fovea-list-\(UUID().uuidString).svm"
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(session.run("export shape to \"\(path)\"; restore \"\(path)\" as theirs on digits8; list") == [])
    let list = try #require(session.result("list")?.display)
    let lines = list.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("  shape ") && $0.hasSuffix(", trained on digits8") }, "\(list)")
    #expect(lines.contains { $0.hasPrefix("  theirs ") && $0.hasSuffix(", restored for digits8") }, "\(list)")
    #expect(session.run("train theirs on digits8 fresh=yes; list") == [])
    #expect(session.result("list")?.display?.contains("restored") == false)
  }
}
