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

  static let wrong: [(last: String, says: String)] = [
    // Endings.
    (#"save m to "m.pt""#, "doesn't say how to write a model"),
    (#"save m to "m""#, "hint: Models are written as .safetensors: m.safetensors"),
    (#"plot loss of m to "x.jpg""#, "a picture can't have the ending '.jpg'"),
    (#"plot confusion of r to "x""#, "'x' has no ending"),
    (#"show r to "x.txt""#, "a picture can't have the ending '.txt'"),
    (#"find rate m on d to "x.gif""#, "a picture can't have the ending '.gif'"),
    (#"plot margins of s to "m.jpeg""#, "a picture can't have the ending '.jpeg'"),
    (#"export s to "s.model""#, "'s.model' doesn't say how to write a model."),
    (#"export d.train to "d.csv""#, "'d.csv' doesn't say how to write data."),
    (#"restore "s.svm" as x"#, "is a model file of LIBSVM"),
    // Kinds of names.
    ("plot loss of r", "'r' is a result; loss belongs to models."),
    ("plot confusion of m", "'m' is a model, and 'confusion' belongs to a result."),
    ("plot confusion of t", "the result 't' holds no confusion matrix."),
    ("plot roc of cmp", "the result 'cmp' holds no predictions."),
    ("report t", "the result 't' holds no confusion matrix."),
    ("show t", "the result 't' holds no predictions."),
    ("evaluate d", "'d' is a data set; expected a model."),
    ("train m on r", "'r' is a result; expected a data set."),
    ("evaluate u", "the model 'u' isn't trained."),
    ("save u to \"u.safetensors\"", "the model 'u' isn't trained."),
    ("plot loss of u", "'u' has no curve: it wasn't trained here."),
    ("plot loss of s", "'s' has no curve: it is fitted as a whole, without epochs."),
    ("plot margins of m", "'m' has no margin"),
    ("show m", "'m' has no support vectors to show."),
    ("show h", "'h' sees on=hog, and these features are no picture."),
    ("freeze s 1", "'s' has no layers"),
    ("find rate s on d", "rates belong to networks"),
    (#"export m to "m.svm""#, "LIBSVM's files hold support vector machines"),
    (#"export d.test with m to "d.svmlight""#, "LIBSVM's files hold support vector machines"),
    ("compare m", "'compare' needs at least two models."),
    ("compare m s m", "'m' is named twice."),
    ("choose m", "'m' has no candidates."),
    ("summary u", "the shapes of 'u' follow the data"),
    ("forget d", "was trained on 'd' and still needs it."),
    // Options of another family.
    ("train m on d C=10", "'C' is an option of support vector machines"),
    ("train s on d epochs=3", "'epochs' is an option of networks"),
    ("model x svm input=28x28x1", "'input' is an option of networks"),
    ("model x cnn kernel=rbf { dense classes }", "'kernel' is an option of support vector machines"),
    ("crossvalidate s on d epochs=2", "'epochs' is an option of networks"),
    ("sweep C=[1, 10] train m on d", "'C' is an option of support vector machines"),
    // Contradictions.
    ("train m on d optimizer=adam momentum=0.9", "'momentum' belongs to optimizer=sgd or optimizer=rmsprop"),
    ("train m on d schedule=cosine every=3", "'every' belongs to schedule=step or schedule=restarts"),
    ("train m on d clip=1 clip_value=1", "one is enough"),
    ("train m on d min_delta=0.1", "'min_delta' says what 'patience' counts as lower"),
    ("train m on d nesterov=yes momentum=0", "nesterov=yes looks ahead"),
    ("train m on d candidate=yes fresh=no", "a candidate starts from initial weights."),
    ("train m on d gamma=1", "'gamma' belongs to loss=focal"),
    ("find rate m on d optimizer=adam momentum=0.9", "'momentum' belongs to optimizer=sgd"),
    ("model x svm kernel=linear gamma=1", "'gamma' belongs to kernel=rbf"),
    ("model x svm cell=4", "'cell' belongs to on=hog; this is on=pixels."),
    ("model x svm kernel=rbf multiclass=ovr", "multiclass=ovr goes with kernel=linear"),
    ("crossvalidate m on d time=1m", "with 'time' each fold"),
    ("show d which=mistakes", "'which' chooses among a model's answers."),
    ("plot loss of m normalize=truth", "'normalize' belongs to 'plot confusion'."),
    ("plot roc confusion of r", "don't go into one picture."),
    ("plot loss of m on d.test", "'on' belongs to 'plot margins'"),
    ("prepare d { normalize; resize 8x8 }", "'resize 8x8' stands after 'normalize'"),
    // Ranges.
    ("split d validation=60% test=60%", "'d' was loaded with a test part|the parts take 120%|test part"),
    ("train m on d rate=-1", "'rate' must be a number above 0"),
    ("train m on d warmup=9 epochs=5", "warmup=9 leaves nothing of the 5 epochs."),
    ("train m on d lowest=1 rate=0.1 schedule=cosine", "lowest=1 is above the rate, 0.1."),
    ("train m on d batch=5000", "batch=5000 is more than the 1293 samples"),
    ("train m on d class_weights=[1, 2]", "10 numbers, one a class"),
    ("train s on d weights=[1, 2]", "weights has 2 numbers; there are 10 classes."),
    ("find rate m on d rates=1e-3..1e-3", "'rates' needs two rates, the lower one first."),
    ("model x svm on=pca components=100; train x on d", "components=100 can't be; there are 64"),
    ("model x svm on=hog cell=9; train x on d", "one block of cells takes 18x18 pixels."),
    ("load digits as x limit=3", "limit=3 leaves fewer images than the 10 classes."),
    ("load digits as x size=8x8", "'size' is for svmlight files"),
    // Folders and files.
    (#"save m to "nofolder/m.safetensors""#, "the folder 'nofolder' doesn't exist."),
    (#"plot loss of m to "nofolder/x.png""#, "the folder 'nofolder' doesn't exist."),
    (#"load "./nowhere" as x"#, "there is no built-in data set, file or folder './nowhere'."),
    (#"restore "nowhere.safetensors" as x"#, "'nowhere.safetensors' can't be read: it doesn't exist."),
    ("predict m on ./nowhere", "'./nowhere' can't be read: it doesn't exist."),
    (#"source "nowhere.fovea""#, "the script 'nowhere.fovea' can't be read"),
    ("open nowhere.fovea", "the session 'nowhere.fovea' can't be read"),
    // Classes, layers, parts.
    (#"show d class="Boot""#, "there is no class 'Boot'."),
    (#"show r class="Boot""#, "there is no class 'Boot'."),
    (#"show s class="Boot""#, "there is no class 'Boot'."),
    ("freeze m 99", "'m' has no layer '99'."),
    ("freeze m 2..77", "'m' has no layer '2..77'."),
    ("freeze m lstm", "'m' has no layer 'lstm'."),
    ("freeze m conv batchnorm dense; train m on d", "all layers that learn are frozen."),
    ("model x cnn { conv 8 3x3 name=a; add b; dense classes }", "no layer above is called 'b'."),
    ("evaluate m on f.validation", "'f' has other classes|no validation part|no part"),
    ("evaluate u on d.validation", "the model 'u' isn't trained."),
    ("show f.validation", "validation"),
    ("predict m on d.all", "'d.all' is no part of 'd'."),
    ("train u on f patience=5", "the data has no validation part."),
    ("sweep rate=[0.1, 0.01] train u on f", "candidates are chosen by their validation images"),
    ("evaluate m on f.test", "'f' has other classes than those that 'm' was trained on"),
    // Shapes.
    ("train big on d", "it needs"),
    ("train m on f", "'m' was trained for images 8x8x1"),
    ("model x cnn { dense 5 }; train x on d", "10 classes need 1x1x10."),
    ("model x cnn classes=5 { dense classes }; train x on d", "the network was made for 5."),
    // Fields of results.
    ("assert r.acuracy > 0.5", "this result has no field 'acuracy'."),
    ("print t.accuracy", "has no field 'accuracy'"),
    (#"assert r.accuracy > "a""#, "'>' needs a number, found a text."),
    (#"assert r.accuracy == "a""#, "'==' can't join a number and a text."),
    ("if r.accuracy { print 1 }", "'if' needs yes or no, found a number."),
    ("assert r.accuracy", "'assert' needs yes or no, found a number."),
    ("if not r.accuracy { print 1 }", "'not' needs yes or no, found a number."),
    ("assert r.accuracy > 0.5 and r.count", "'and' needs yes or no, found a number."),
    ("print r.interval + 1", "'+' needs a number, found a list."),
    ("print r.accuracy + r.classes", "'+' needs a number, found a list."),
    (#"print r.accuracy + "%""#, "'+' needs a number, found a text."),
    ("print -t.weights", "'-' needs a number, found a text."),
    ("for i in r.accuracy { print i }", "'for' needs a list, found a number."),
    ("print r.classes.foo", "a list has no fields, so there is no 'foo'."),
    ("let q = r.classes; print q.accuracy", "a list has no fields, so there is no 'accuracy'."),
    ("let q = r.accuracy * 2; if q { print 1 }", "'if' needs yes or no, found a number."),
    ("print max(t.weights)", "'max' needs numbers, found a text."),
    ("print round(r.accuracy, 99)", "'round' takes 0 to 15 digits, found 99."),
    (#"print round(r.accuracy, "a")"#, "'round' needs numbers, found a text."),
    ("print abs(r.accuracy, r.count)", "'abs' takes one number, found 2."),
    // Fields that a command rules out.
    ("print r.top_k", "this result has no field 'top_k'."),
    ("print r2.loss", "this result has no field 'loss'."),
    ("let q = compare m s l on d.test; print q.p", "this result has no field 'p'."),
    ("let q = model x cnn { dense classes }; print q.kernel", "this result has no field 'kernel'."),
    ("let q = plot loss of m; print q.file", "this result has no field 'file'."),
    // What was taken back.
    ("let q = evaluate m; undo; report q", "there is no result 'q'."),
    ("train u on d epochs=1; undo; evaluate u", "the model 'u' isn't trained."),
    ("model x cnn { dense classes }; undo; summary x on d", "there is no model 'x'."),
    ("let x = 1; let x = [2]; undo; for i in x { print i }", "'for' needs a list, found a number."),
    ("forget r; report r", "there is no result 'r'."),
    ("forget m; evaluate m", "there is no model 'm'."),
    ("for i in [1, 2] { forget r }", "there is no name 'r'."),
    ("forget u; undo; evaluate u", "the model 'u' isn't trained."),
  ]

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
    "let n = find rate m on d iterations=20\ntrain m on d epochs=1 rate=$(n.rate)",
    "for i in [1, 2] { model n_$i cnn { dense classes }; train n_$i on d epochs=1 }\nevaluate n_2",
    "let wanted = 1\nif wanted == 1 { train u on d epochs=1 }\nevaluate u",
    "save m to \"again.safetensors\"\nrestore \"again.safetensors\" as x\nevaluate x on d.test\nfreeze x 1",
    "load digits as e\nexport e.test to \"t.svmlight\"\nload \"t.svmlight\" as x size=8x8",
    "let steps = t.iterations\nif steps > 1 { split f validation=10% }\nif steps > 1 { show f.validation "
      + "samples=2 }",
    "sweep rate=[0.1, 0.01] train m on d epochs=1\nchoose m by=validation_loss",
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
    let closed = tail.contains("choose m") ? tail.replacing("\nchoose m by=validation_loss", with: "") : tail
    try folder.write(Self.script + "\n" + closed + "\n", to: "a.fovea")
    let outcome = try Program.run(["run", "a.fovea"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
