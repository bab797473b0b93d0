import Datasets
import Foundation
import Models
import Runtime
import Testing

@testable import Commands

@Suite("export, and restore and load of what other programs write")
struct ExportVerbTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString)")
    .path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func labels(_ session: TestShell) -> [Int] {
    guard case .list(let items) = session.result("predict")?["labels"]?.value else { return [] }
    return items.compactMap { if case .integer(let label) = $0 { label } else { nil } }
  }

  private func tool(_ name: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/" + name)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static let hasTools = ["svm-train", "svm-predict"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
  }

  private func lines(_ name: String) throws -> [String] {
    try String(contentsOfFile: folder + "/" + name, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// Writes a file of svmlight beside the others.
  private func write(_ rows: [String], to name: String) throws {
    try rows.joined(separator: "\n").write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
  }

  /// `svm-predict` of LIBSVM gives our labels on our file.
  @Test(
    .enabled(if: hasTools, "LIBSVM's tools aren't installed (libsvm-tools)"),
    arguments: [
      "kernel=rbf C=10", "kernel=linear multiclass=ovo", "kernel=poly coef0=1", "kernel=sigmoid gamma=0.01",
      "C=10 on=hog cell=2", "C=10 on=pca components=20", "C=10 scaling=standard",
      "kernel=linear multiclass=ovo scaling=minmax",
    ])
  func svmPredictGivesOurLabels(options: String) throws {
    let session = TestShell()
    #expect(
      session.run(
        """
        load digits as digits8
        model m svm \(options)
        train m on digits8
        export m to "\(folder)/m.svm"
        export digits8.test with m to "\(folder)/test.svmlight"
        predict m on digits8.test
        """) == [])
    #expect(try tool("svm-predict", [folder + "/test.svmlight", folder + "/m.svm", folder + "/labels"]) == 0)
    #expect(try lines("labels").compactMap { Int($0) } == labels(session))
  }

  /// A file of `svm-train` is read, and decides as `svm-predict` does.
  @Test(
    .enabled(if: hasTools, "LIBSVM's tools aren't installed (libsvm-tools)"),
    arguments: [
      ["-t", "2", "-c", "10"], ["-t", "0"], ["-t", "1", "-r", "1"], ["-t", "3", "-g", "0.01"],
      ["-s", "1", "-n", "0.1"],
    ])
  func theirFilesAreRead(arguments: [String]) throws {
    let session = TestShell()
    #expect(
      session.run(
        """
        load digits as digits8
        export digits8 to "\(folder)/train.svmlight"
        export digits8.test to "\(folder)/test.svmlight"
        """) == [])
    #expect(try tool("svm-train", ["-q"] + arguments + [folder + "/train.svmlight", folder + "/m.svm"]) == 0)
    #expect(try tool("svm-predict", [folder + "/test.svmlight", folder + "/m.svm", folder + "/labels"]) == 0)
    #expect(
      session.run(
        """
        restore "\(folder)/m.svm" as theirs on digits8
        predict theirs on digits8.test
        evaluate theirs on digits8.test
        save theirs to "\(folder)/theirs.safetensors"
        restore "\(folder)/theirs.safetensors" as again
        """) == [])
    #expect(try lines("labels").compactMap { Int($0) } == labels(session))
    #expect(session.result("save")?["weights"]?.value == session.result("restore")?["weights"]?.value)
  }

  /// What `export` writes, `load` reads: the same images in the same order.
  @Test func dataGoesOutAndIn() throws {
    let session = TestShell()
    #expect(
      session.run(
        """
        load digits as digits8
        export digits8.train to "\(folder)/train.svmlight"
        load "\(folder)/train.svmlight" as again size=8x8
        model m svm C=10
        train m on digits8
        model n svm C=10
        train n on again
        """) == [])
    #expect(session.number("load", "width") == 8)
    #expect(
      session.shell.workspace.models["m"]?.model?.weightsHash
        == session.shell.workspace.models["n"]?.model?.weightsHash)
  }

  @Test func ourModelComesBack() throws {
    let session = TestShell()
    #expect(
      session.run(
        """
        load digits as digits8
        model m svm C=10 probabilities=yes
        train m on digits8
        export m to "\(folder)/m.svm"
        predict m on digits8.test
        """) == [])
    let ours = labels(session)
    #expect(session.run("restore \"\(folder)/m.svm\" as n on digits8; predict n on digits8.test") == [])
    #expect(labels(session) == ours)
  }

  /// Names of classes that are numbers go out as labels and come back, whatever their order.
  @Test func numbersStayTheNamesOfClasses() throws {
    let rows = (0..<33).map { "\($0 % 11 * 3 - 7) \($0 % 11 + 1):255 12:\($0)" }
    try write(rows, to: "eleven.svmlight")
    let session = TestShell()
    #expect(
      session.run(
        """
        load "\(folder)/eleven.svmlight" as d
        model m svm C=10
        train m on d
        export m to "\(folder)/m.svm"
        export d.train to "\(folder)/out.svmlight"
        restore "\(folder)/m.svm" as n on d
        compare m n on d.train
        """) == [])
    #expect(try lines("out.svmlight").map { $0.prefix { $0 != " " } } == rows.map { $0.prefix { $0 != " " } })
    #expect(session.run("predict m on d.train") == [])
    let ours = labels(session)
    #expect(session.run("predict n on d.train") == [])
    #expect(labels(session) == ours)
  }

  /// `svm-train` on the file that we load, whole numbers up to 255: our images are these divided by 255.
  @Test(
    .enabled(if: hasTools, "LIBSVM's tools aren't installed (libsvm-tools)"),
    arguments: [
      ["-t", "2", "-g", "0.0001", "-c", "10"], ["-t", "0"], ["-t", "1", "-g", "0.001", "-r", "1"],
    ])
  func theirFilesOfBytesAreRead(arguments: [String]) throws {
    let rows = (0..<90).map {
      "\($0 % 3) 1:\(10 + 70 * ($0 % 3) + $0 % 7) 2:\(200 - 60 * ($0 % 3) + $0 % 5) 3:\($0 % 11 + 1)"
    }
    try write(rows, to: "bytes.svmlight")
    #expect(try tool("svm-train", ["-q"] + arguments + [folder + "/bytes.svmlight", folder + "/m.svm"]) == 0)
    #expect(
      try tool("svm-predict", [folder + "/bytes.svmlight", folder + "/m.svm", folder + "/labels"]) == 0)
    let session = TestShell()
    #expect(
      session.run(
        "load \"\(folder)/bytes.svmlight\" as d; restore \"\(folder)/m.svm\" as m on d; predict m on d.train")
        == [])
    #expect(try lines("labels").compactMap { Int($0) } == labels(session))
  }

  /// A linear machine between two classes is one vector.
  @Test(.enabled(if: hasTools, "LIBSVM's tools aren't installed (libsvm-tools)"))
  func aLinearMachineOfTwoClassesGoesOut() throws {
    let rows = (0..<40).map { "\($0 % 2) 1:\(100 + 60 * ($0 % 2) + $0 % 9) 2:\(90 + $0 % 13)" }
    try write(rows, to: "two.svmlight")
    let session = TestShell()
    #expect(
      session.run(
        """
        load "\(folder)/two.svmlight" as d
        model m svm kernel=linear
        train m on d
        export m to "\(folder)/m.svm"
        export d.train with m to "\(folder)/test.svmlight"
        predict m on d.train
        """) == [])
    #expect(try tool("svm-predict", [folder + "/test.svmlight", folder + "/m.svm", folder + "/labels"]) == 0)
    #expect(try lines("labels").compactMap { Int($0) } == labels(session))
  }

  @Test func featuresMayBeCountedFromZero() throws {
    try "1 0:7 2:9\n2 1:255\n".write(toFile: folder + "/zero.svmlight", atomically: true, encoding: .utf8)
    let session = TestShell()
    #expect(
      session.run("load \"\(folder)/zero.svmlight\" as d; export d.train to \"\(folder)/one.svmlight\"") == []
    )
    #expect(session.number("load", "width") == 3)
    // What stands behind # is no feature.
    try "1 1:7 # of 0:1\n2 1:255\n".write(toFile: folder + "/one.svmlight", atomically: true, encoding: .utf8)
    #expect(session.run("load \"\(folder)/one.svmlight\" as e") == [])
    #expect(session.number("load", "width") == 1)
    #expect(session.run("export d.train to \"\(folder)/one.svmlight\"") == [])
    #expect(
      try lines("one.svmlight").map { $0.split(separator: " ").map { $0.prefix { $0 != ":" } } } == [
        ["1", "1", "3"], ["2", "2"],
      ])
  }

  @Test func blanksBetweenCoefficientsAreOne() throws {
    var lines = Self.model
    lines[9] = " 1   1:1"
    try write(lines, to: "m.svm")
    #expect(
      TestShell().run(
        "load digits as d; restore \"\(folder)/m.svm\" as m on d; evaluate m on d.test; summary m") == [])
  }

  @Test(arguments: [
    ("export digits8 to \"m.svm\"", "'m.svm' doesn't say how to write data."),
    ("export m to \"m.svmlight\"", "'m.svmlight' doesn't say how to write a model."),
    ("export m to \"m.svm\"", "the model 'm' isn't trained."),
    ("export digits8 with line to \"m.svmlight\"", "the model 'line' isn't trained."),
    (
      "train line on digits8; export line to \"m.svm\"",
      "LIBSVM's files hold machines of one class against one; this one has multiclass=ovr and more than two "
        + "classes."
    ),
    (
      "train net on digits8 epochs=1; export net to \"m.svm\"",
      "'net' is one of the networks; LIBSVM's files hold support vector machines."
    ),
  ])
  func saysWhatItCannotWrite(commands: String, message: String) {
    let session = TestShell()
    let found = session.run(
      "load digits as digits8; model m svm; model line svm kernel=linear; model net cnn { dense classes }; "
        + commands)
    #expect(found.first?.contains(message) == true, "\(found)")
  }

  @Test(arguments: [
    (
      "1 1:0.5\n2 1:1\n",
      "line 1: feature 1 is 0.5; images are bytes: whole numbers from 0 to 255, or those divided by 255."
    ),
    ("1 1:1 1:2\n", "line 1: feature 1 doesn't come after 1."),
    ("# nothing\n", "line 1: there is no sample."),
    ("1 1:1\n\nx 1:2\n", "line 3: 'x' is no label; expected a number."),
    ("1 1:1\n2 -1:2\n", "line 2: '-1' is no index of a feature;"),
    ("1 1:nan\n", "line 1: 'nan' is no value; expected a finite number."),
    ("1 1\n", "line 1: '1' is no feature; expected INDEX:VALUE."),
    ("1 1:1\n1 2:1\n", "has a single class, '1'"), ("1 1:1\n2 9:1\n", "size=2x2x1 has 4 numbers;"),
  ])
  func saysWhatIsWrongWithData(text: String, message: String) throws {
    try text.write(toFile: folder + "/data.svmlight", atomically: true, encoding: .utf8)
    let found = TestShell().run("load \"\(folder)/data.svmlight\" as d size=2x2")
    #expect(found.first?.contains(message) == true, "\(found)")
  }

  static let model = [
    "svm_type c_svc", "kernel_type rbf", "gamma 0.5", "nr_class 2", "total_sv 2", "rho 0", "label 0 1",
    "nr_sv 1 1", "SV",
    "1 1:1", "-1 2:1", "",
  ]

  @Test(arguments: [
    (0, "svm_type epsilon_svr", "line 1: svm_type is epsilon_svr; classifiers are read, c_svc and nu_svc."),
    (1, "kernel_type precomputed", "line 2: kernel_type is precomputed;"),
    (2, "gamma x", "line 3: 'gamma' needs one number."),
    (3, "nr_class 3", "line 9: 'label' needs 3 different numbers."),
    (5, "rho 0 1", "line 9: 'rho' needs 1 numbers."),
    (7, "nr_sv 1 2", "line 9: 'nr_sv' doesn't add up to total_sv 2."),
    (9, "1 1:z", "line 10: 'z' is no value;"),
    (10, "", "line 11: 2 support vectors are promised, it ends here."),
    (6, "label 0 77", "has the label 77;"),
    (4, "surprise 2", "line 5: 'surprise' is unknown."),
    (4, "total_sv 9e18", "total_sv is 9000000000000000000; expected 0 to 1000000000."),
    (5, "rho 1e300", "line 6: 'rho' needs numbers."), (9, "-1e300 1:1", "line 10: expected 1 coefficients."),
    (9, "1 1:1e39", "line 10: a number is too large for a float."),
    (2, "gamma 1e38", "which no float holds."),
    (9, "1 99:1", "its support vectors have 99 features; images of 8x8x1 have 64."),
  ])
  func saysWhatIsWrongWithAModel(line: Int, text: String, message: String) throws {
    var lines = Self.model
    lines[line] = text
    try write(lines, to: "m.svm")
    let found = TestShell().run("load digits as d; restore \"\(folder)/m.svm\" as m on d")
    #expect(found.first?.contains(message) == true, "\(found)")
  }

  /// svm-predict keeps labels as C's int, and writes them as numbers: names that it would misread are told by
  /// their places.
  @Test(
    arguments: [
      ["2147483648", "1"], ["-2147483649", "1"], ["007", "1"], ["-0", "1"], ["+1", "-1"], ["1", "01"],
      ["1e3", "2"],
      ["a", "b"],
    ])
  func labelsThatSvmPredictMisreadsArePlaces(names: [String]) {
    #expect(SparseText.labels(of: names) == [0, 1])
  }

  @Test func wholeNumbersStayLabels() {
    #expect(SparseText.labels(of: ["2147483647", "-2147483648", "7"]) == [2_147_483_647, -2_147_483_648, 7])
  }

  /// With the most probable class as the answer, a machine's probabilities stay as they come; else the two
  /// exchange them.
  @Test func theMostProbableClassCanBeTheAnswer() throws {
    let session = TestShell()
    #expect(
      session.run(
        """
        load digits as digits8 limit=150
        model votes svm C=10 probabilities=yes; train votes on digits8; let a = evaluate votes
        model probable svm C=10 probabilities=yes answer=probable; train probable on digits8; let b = \
        evaluate probable
        export votes to "\(folder)/m.svm"
        restore \
        "\(folder)/m.svm" as theirs on digits8 answer=probable; let c = evaluate theirs on digits8.test
        save probable to "\(folder)/m.safetensors"; restore "\(folder)/m.safetensors" as again
        let d = evaluate again on digits8.test
        assert d.loss == b.loss
        """) == [])
    #expect(try #require(session.result("restore")?.display).contains("it names the most probable class"))
    #expect(
      session.run("restore \"\(folder)/m.safetensors\" as x answer=probable").first?.contains(
        "'answer' belongs to") == true)
    #expect(
      session.run("model x svm answer=probable").first?.contains("belongs to probabilities=yes") == true)
  }
}
