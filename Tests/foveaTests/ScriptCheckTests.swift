import Foundation
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

  @Test(arguments: wrong.indices)
  func whatTheLastLineHasWrongIsFoundBeforeAnythingRuns(_ index: Int) throws {
    let (last, says) = Self.wrong[index]
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
  ])
  func whatOnlyRunningTellsPasses(_ tail: String) throws {
    try folder.write(Self.script + "\n" + tail + "\n", to: "a.fovea")
    let outcome = try Program.run(["run", "a.fovea"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
