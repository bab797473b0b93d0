import Foundation
import Images
import Testing

/// What arguments, the kinds of names and the endings of files tell is found before anything runs: an error
/// in the last line costs no training.
@Suite("The check of whole scripts")
struct ScriptCheckTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// 39 commands that are right.
  static let script = """
    load digits as d
    split d validation=10% seed=7
    load fashion-mnist as f limit=500
    prepare d { normalize }
    augment d { rotate 10deg }
    model m cnn { conv 8 3x3; batchnorm; relu; pool max 2x2; dense classes }
    model u cnn { dense classes }
    model big lenet5
    model s svm kernel=rbf C=10
    model l svm kernel=linear
    model h svm on=hog cell=4 block=1
    describe d
    summary m on d
    show d samples=4
    set threads=2
    find rate m on d iterations=20
    train m on d epochs=1
    train s on d
    train l on d
    let t = train h on d
    let r = evaluate m
    let r2 = evaluate s on d.validation top=3
    let cv = crossvalidate u on d folds=2 epochs=1
    let cmp = compare m s on d.test
    report r
    plot loss accuracy of m
    plot confusion of r
    plot roc of r r2
    plot margins of s
    show r
    show s
    freeze m 1 batchnorm
    unfreeze m
    predict m on d.test samples=3
    save m to "m.safetensors"
    restore "m.safetensors" as again
    export s to "s.svm"
    let best = r.accuracy
    print best
    """

  @Test(arguments: (wrong + found).indices)
  func whatTheLastLineHasWrongIsFoundBeforeAnythingRuns(_ index: Int) throws {
    let (last, says) = (Self.wrong + Self.found)[index]
    try folder.write(Self.script + "\n" + last + "\n", to: "a.fovea")
    let outcome = try Program.run(["run", "a.fovea"], in: folder)
    #expect(outcome.status == 2, "\(last): \(outcome.errors)")
    #expect(outcome.output == "", "\(last)")
    #expect(says.split(separator: "|").contains { outcome.errors.contains($0) }, "\(last): \(outcome.errors)")
    #expect(outcome.errors.contains("a.fovea:40:"), "\(last): \(outcome.errors)")
    #expect(folder.sessions == [])
  }

  /// The check refuses nothing that would run.
  @Test func whatIsRightPasses() throws {
    try folder.write(Self.script + "\n", to: "a.fovea")
    let outcome = try Program.run(["run", "a.fovea"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func aLinkIntoAFolderThatIsNotThereIsFound() throws {
    for target in ["nofolder/m.safetensors", folder.path + "/nofolder/m.safetensors"] {
      try? FileManager.default.removeItem(atPath: folder.path + "/link.safetensors")
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/link.safetensors", withDestinationPath: target)
      try folder.write(Self.script + "\nsave m to \"link.safetensors\"\n", to: "a.fovea")
      let outcome = try Program.run(["run", "a.fovea"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("nofolder' doesn't exist."), "\(outcome.errors)")
    }
  }

  /// The first 8 bytes of many a file look like the length of a header.
  @Test func aFileOfAnotherKindIsNoModel() throws {
    try folder.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0] + Array("packed".utf8), to: "packed.safetensors")
    let head = Array(#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#.utf8)
    let size: [UInt8] = [UInt8(head.count), 0, 0, 0, 0, 0, 0, 0]
    try folder.write(size + head + [1, 2], to: "other.safetensors")
    try folder.write(size + head + [1], to: "cut.safetensors")
    for (name, says) in [
      ("packed", "is a gzip file, no model."), ("other", "holds tensors, but no model of Fovea"),
      ("cut", "it ends at byte 2 of 1"),
    ] {
      let text = "load digits as d limit=20\nrestore \"\(name).safetensors\" as x"
      let outcome = try Program.run(["-c", text], in: folder)
      #expect(outcome.status == 2 && outcome.output == "", "\(outcome.output)")
      #expect(outcome.errors.contains(says), "\(outcome.errors)")
    }
  }

  /// What is restored is known before anything runs.
  @Test func aRestoredModelIsKnown() throws {
    try folder.write(
      """
      load digits as d limit=100
      model m cnn { dense classes }
      train m on d epochs=1
      save m to "sessions/../m.safetensors"
      restore "m.safetensors" as x
      """, to: "b.fovea")
    let first = try Program.run(["run", "b.fovea"], in: folder)
    #expect(first.status == 0, "\(first.errors)")
    let outcome = try Program.run(
      ["-c", "load fashion-mnist as e\nrestore \"m.safetensors\" as x\nevaluate x on e.test"], in: folder)
    #expect(outcome.status == 2 && outcome.errors.contains("other classes"), "\(outcome.errors)")
  }

  /// The definition in the head of the file is known, not only its classes.
  @Test(arguments: [
    ("restore \"m.safetensors\" as x\nfreeze x 12", "'x' has no layer '12'."),
    ("restore \"m.safetensors\" as x\ntrain x on s", "'x' was trained on one class an image"),
    ("restore \"m.safetensors\" as x\npredict x on big.test", "the images are 16x16x1; the model was"),
    ("restore \"m.safetensors\" as x\nchoose x", "'x' has no candidates."),
    ("restore \"m.safetensors\" as x\npredict x on large.png", "'large.png' is 16x16x1; the model was"),
    ("restore \"m.safetensors\" as x\npredict x on ./pictures", "is 16x16x1; the model was trained on"),
    ("restore \"h.safetensors\" as x\nshow x", "'x' sees on=hog, and these features are no picture."),
    (
      "restore \"h.safetensors\" as x\ntrain x on d on=pca components=99",
      "components=99 can't be; there are 39"
    ),
    ("restore \"foreign.svm\" as x on d", "'foreign.svm' has the label 77; the classes of 'd' are 0 to 9."),
    ("restore \"wide.svm\" as x on d", "its support vectors have 99 features; images of 8x8x1 have 64."),
    ("restore \"cut.svm\" as x on d", "'cut.svm': line 9: 2 support vectors are promised, it ends here."),
  ])
  func filesAreLookedInto(tail: String, says: String) throws {
    let first = try Program.run(
      [
        "-c",
        """
        load digits as d limit=40
        model m cnn { conv 2 3x3; relu; dense classes }
        model h svm on=hog cell=4 block=1
        train m on d epochs=1
        train h on d
        save m to "m.safetensors"
        save h to "h.safetensors"
        """, "--no-record",
      ], in: folder)
    #expect(first.status == 0, "\(first.errors)")
    let large = Image(width: 16, height: 16, channels: 1, pixels: [UInt8](repeating: 9, count: 256))
    try folder.write(large.encodedPNG(), to: "large.png")
    try folder.write(large.encodedPNG(), to: "pictures/large.png")
    let head = "svm_type c_svc\nkernel_type linear\nnr_class 2\ntotal_sv 2\nrho 0\n"
    try folder.write(head + "label 0 77\nnr_sv 1 1\nSV\n1 1:1\n-1 2:1\n", to: "foreign.svm")
    try folder.write(head + "label 0 1\nnr_sv 1 1\nSV\n1 99:1\n-1 2:1\n", to: "wide.svm")
    try folder.write(head + "label 0 1\nnr_sv 1 1\nSV\n", to: "cut.svm")
    let start = """
      load digits as d limit=40
      load shapes as s count=20 size=16x16
      load shapes as big count=20 size=16x16 task=classification

      """
    let outcome = try Program.run(["-c", start + tail, "--no-record"], in: folder)
    #expect(outcome.status == 2 && outcome.output == "", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
  }

  @Test(arguments: ["set seed=3\nresume", "let a = 1\nresume"])
  func aSessionIsNotResumedInsideAnother(text: String) throws {
    let outcome = try Program.run(["-c", text], in: folder)
    #expect(outcome.status == 2 && outcome.errors.contains("would mix two sessions"), "\(outcome.errors)")
  }

  @Test func moreIsTakenBackThanThereIs() throws {
    for text in ["undo", "let a = 1; undo; undo", "load digits as d; print 1; undo; undo"] {
      let outcome = try Program.run(["-c", text], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("there is nothing to undo."), "\(text): \(outcome.errors)")
    }
    let deep = "let a = 1\n" + String(repeating: "let a = a + 1\n", count: 12)
    let ten = String(repeating: "undo\n", count: 10)
    #expect(try Program.run(["-c", deep + ten + "assert a == 3"], in: folder).status == 0)
    #expect(try Program.run(["-c", deep + ten + "undo"], in: folder).status == 2)
  }

  /// What isn't known before a script runs is no reason to refuse it.
  @Test(arguments: [
    "if r.accuracy > 2 { model k svm } else { model k cnn { dense classes } }\ntrain k on d epochs=1",
    "let n = find rate u on d iterations=60\ntrain u on d epochs=1 rate=$(n.rate)",
    "for i in [1, 2] { model n_$i cnn { dense classes }; train n_$i on d epochs=1 }\nevaluate n_2",
    "let wanted = 1\nif wanted == 1 { train u on d epochs=1 }\nevaluate u",
    "save m to \"again.safetensors\"\nrestore \"again.safetensors\" as x\nevaluate x on d.test\nfreeze x 1",
    "if r.accuracy > 2 { save s to \"m.safetensors\" }\nrestore \"m.safetensors\" as x\nfreeze x 1",
    "load digits as e\nexport e.test to \"t.svmlight\"\nload \"t.svmlight\" as x size=8x8",
    "let steps = t.iterations\nif steps > 1 { split f validation=10% }\nif steps > 1 { show f.validation "
      + "samples=2 }",
    "for q in [0.1, 0.01] { train m on d epochs=1 rate=$q candidate=yes }\nchoose m metric=validation_loss",
    "undo\nevaluate m",
    "let x = 1\nundo\nlet x = [1]\nfor i in x { print i }",
    "if r.accuracy > 2 { forget r }\nreport r",
    "if r.accuracy > 2 { let r = train u on d epochs=1 }\nprint r.interval",
    "print round(r.accuracy, 3), max(r.precision), -r.loss, \"$(r.count) images\" + \"!\"",
    "for c in r.classes { print c }\nprint r.accuracy > 0.5 and not (r.loss > 100), t.weights + \"\"",
    "for i in r.classes { train u on d epochs=1; undo }\nundo\ntrain u on d epochs=1\nevaluate u",
    "let q = evaluate s on d.test top=2\nprint q.top_k\nlet p = plot loss of m to \"p.svg\"\nprint p.file",
    "if r.accuracy > 2 { save m to \"n.safetensors\" }\nsave m to \"n.safetensors\" overwrite=no",
    "for i in r.interval { print i }\nfor i in range(1, len(r.interval)) { print r.interval[i - 1] }",
    "print len(t.weights), len(r.classes), range(0, r.count / r.count)",
    "model x svm weights=[1, 2]\nsummary s on f\nsummary h on f",
    "let q = 1\nif r.accuracy > 2 { let q = r.classes }\ntrain u on d epochs=$q",
    "model x svm scaling=standard probabilities=$(t.iterations < 0)\nlet n = t.iterations / t.iterations\n"
      + "train u on d epochs=$n fresh=$(n == 1)",
    "load shapes as k task=classification count=60; model x svm on=pca components=47; train x on k; "
      + "crossvalidate x on k folds=5",
    "let name = \"m\"\nfor c in r.classes { if c == \"3\" { show d class=$c samples=1 } }\nevaluate $name",
    "load digits as e limit=100\nsplit e validation=20%\nmodel k svm probabilities=yes\n"
      + "sweep C=[1, 10] train k on e\ntrain k on e candidate=yes\nchoose k by=validation_loss",
  ])
  func whatOnlyRunningTellsPasses(_ tail: String) throws {
    try folder.write(Self.script + "\n" + tail + "\n", to: "a.fovea")
    let outcome = try Program.run(["run", "a.fovea"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
