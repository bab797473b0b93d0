import Declarations
import Diagnostics
import Foundation
import Networks
import Runtime
import Syntax
import Testing

@testable import Commands

@Suite("Help on every word")
struct HelpTextTests {
  private func help(_ topic: String) -> String? {
    HelpText.about(topic, columns: 80, keys: [("Ctrl-R", "Search the history.")])
  }

  private static var words: [String] {
    var words = Verbs.table.verbs + Layers.all.map(\.name) + Architecture.all.map(\.name)
    words += Families.all.flatMap { $0.kinds } + Vocabulary.functions + Vocabulary.keywords
    words += Vocabulary.operatorsAndValues + ["expressions", "exit-codes", "keys"]
    let items = Verbs.table.declarations.flatMap { $0.block?.items ?? [] }
    words += items.map { $0.name }
    let parameters = Verbs.table.declarations.flatMap(\.parameters) + items.flatMap { $0.parameters }
    words += parameters.filter { $0.placement == .option }.flatMap { [$0.name, $0.name + "="] }
    words += parameters.flatMap { $0.kind.choices + $0.words }
    words += Verbs.table.declarations.flatMap { $0.resultFields.map(\.name) }
    return Set(words).sorted()
  }

  @Test func eachWordOfTheDeclarationsHasHelp() throws {
    for word in Self.words {
      let text = try #require(help(word), "there is no help on \(word)")
      let own = word.hasSuffix("=") ? String(word.dropLast()) : word
      #expect(text.contains(own), "\(word): \(text)")
      #expect(!text.contains("  \n") && !text.contains(": :"), "\(text)")
    }
  }

  /// One name has one meaning: where two things that are declared apart have an option of one name, what is
  /// typed for one would be taken by the other too.
  @Test func namesOfParametersAreOneEach() {
    for declaration in Verbs.table.declarations {
      let items = (declaration.block?.items ?? []).map { ("\(declaration.verb) \($0.name)", $0.parameters) }
      for (owner, parameters) in [(declaration.verb, declaration.parameters)] + items {
        let names = parameters.map(\.name)
        #expect(Set(names).count == names.count, "\(owner): \(names.sorted())")
      }
    }
  }

  /// Options that several losses, charts or formats have are taken once, so they must be the same for all.
  @Test func sharedOptionsAreTheSame() {
    let groups = [Losses.all.map(\.parameters), Charts.all.map { $0.parameters }]
    for group in groups {
      var known: [String: Parameter] = [:]
      for parameter in group.joined() {
        let other = known[parameter.name]
        #expect(other == nil || other?.kind == parameter.kind, "\(parameter.name)")
        #expect(other == nil || other?.defaultValue == parameter.defaultValue, "\(parameter.name)")
        known[parameter.name] = parameter
      }
    }
  }

  @Test func whatIsOfferedIsAnswered() {
    for topic in HelpText.topics { #expect(help(topic.text) != nil, "\(topic.text)") }
  }

  @Test(arguments: [
    ("svm", "model NAME svm [kernel="), ("cnn", "model NAME cnn"),
    ("adam", "optimizer=adam of find, train, crossvalidate"),
    ("adam", "Options that go with it: beta1 beta2 epsilon"), ("cosine", "schedule=cosine of train"),
    ("lr", "'lr' is another word for 'rate', which the record keeps ('help aliases').\n\nrate= of train"),
    ("lr=", "'lr' is another word for 'rate'"), ("bs", "batch= of find"),
    ("fit", "'fit' is another word for 'train', which the record keeps ('help aliases').\n\ntrain: "),
    ("learning_rate", "rate= of train"), ("n_epochs", "'n_epochs' is called 'epochs' here."),
    ("aliases", "batch_size= is batch=, bs= is batch=, fit is train, learning_rate= is rate="),
    ("weights", "is an earlier word for"), ("by", "by= of choose is an earlier word for metric="),
    ("all right", "all labels right: Fraction of images"), ("subset_accuracy", "all labels right: Fraction"),
    ("macro AP", "macro AP: Mean over the classes"), ("mAP", "macro AP: Mean over"),
    ("macro_ap", "in the result of evaluate"), ("multilabel", "label sets: Images that show any number"),
    ("label sets", "load shapes as drawn"), ("shapes", "shapes: Generated images"), ("mixup", "mixup 0.2"),
    ("threshold", "threshold: Probability from which on"), ("threshold", "threshold= of evaluate"),
    ("Hamming loss", "Fraction of all labels"), ("precision", "precision= of"), ("p Holm", "McNemar: Test"),
    ("exit codes", "exit-codes: "), ("keys", "Ctrl-R  Search the history."),
    ("expressions", "Functions: min max abs mean"), ("rbf", "kernel=rbf of model"),
    ("focal", "focal: cross-entropy in which well-classified images count little."),
    ("roc", "plot roc, of results. roc and pr rank each class"), ("roc", "  plot roc of r"),
    ("load", "A table (.csv, .tsv) has a"), ("max", "max(A, B, …)"), ("max", "max of pool"),
    ("macro_f1", "in the result of evaluate"),
  ])
  func helpSaysIt(topic: String, says: String) throws {
    #expect(try #require(help(topic)).contains(says), "\(help(topic) ?? "")")
  }

  /// Whatever a table of figures has above a column, help says what it is.
  @Test func eachFigureOfATableHasHelp() throws {
    let session = TestShell(threads: 2)
    #expect(
      session.run(
        """
        load digits as d limit=60; split d validation=20%
        model m cnn { dense classes }; train m on d epochs=1; evaluate m
        model s svm; train s on d; let c = compare m s; crossvalidate m on d folds=2 epochs=1
        load shapes as f count=40
        model a cnn { dense classes }; model b cnn { dense classes }
        train a on f epochs=1; train b on f epochs=1; let g = evaluate a on f.test
        compare a b on f.test; report g
        """) == [])
    let names = [
      "class", "model", "fold", "learned", "held out", "time", "size", "training", "images/s", "rate",
      "1st only",
    ]
    for result in session.results.map(\.result) {
      for line in (result.display ?? "").split(separator: "\n") {
        let cells = line.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
        // Heads have no numbers in them, and words alone.
        guard cells.count > 3, ["class", "model", "fold", "epoch", "McNemar", "macro AP"].contains(cells[0])
        else {
          continue
        }
        for cell in cells where !names.contains(cell) { #expect(help(cell) != nil, "\(cell) of: \(line)") }
      }
    }
  }

  @Test func whatIsFarIsntGuessed() {
    for word in ["gradient9", "words", "zzz"] {
      #expect(HelpText.suggestion(word) == "Type 'help' for the list of commands.", "\(word)")
    }
    #expect(HelpText.suggestion("cosin") == "Did you mean 'cosine'?")
    #expect(HelpText.suggestion("nestrov") == "Did you mean 'nesterov'?")
  }

  /// 'rnn' is one letter from 'cnn', and yet no misspelt one.
  @Test(arguments: [
    ("rnn", "There are no recurrent networks or layers. Define a convolutional one: model NAME cnn {"),
    ("lstm", "There are no recurrent networks or layers. Define"), ("GRU", "There are no recurrent networks"),
    ("vit", "There are no transformers and no layers of attention. Define"),
    ("knn", "There are no nearest neighbours. For a model without layers: model NAME svm"),
    ("mlp", "A network of dense layers is a 'cnn' too. For example: model NAME cnn { dense 128;"),
  ])
  func whatThereIsNotIsSaid(word: String, says: String) throws {
    let help = try #require(HelpText.suggestion(word))
    #expect(help.hasPrefix(says), "\(help)")
    let session = TestShell()
    let finding = try #require(session.shell.check(SourceText(typed: "model r \(word) { dense 2 }")).first)
    #expect(finding.hint?.hasPrefix(says) == true, "\(finding)")
  }

  @Test func aLayerThatThereIsNotIsSaidToo() throws {
    let session = TestShell()
    let finding = try #require(session.shell.check(SourceText(typed: "model r cnn { lstm 10 }")).first)
    let hint = finding.hint ?? ""
    #expect(hint.hasPrefix("There are no recurrent networks or layers. The layers are: conv"), "\(hint)")
  }

  @Test func anOptionOfSeveralFamiliesHasADefaultForEach() throws {
    let gamma = try #require(Verbs.table["train"]?.parameters.first { $0.name == "gamma" })
    let text = Help.describe(gamma)
    #expect(text.contains("a number of at least 0; default 2; only with loss=focal. svm:"), "\(text)")
    #expect(text.ranges(of: "; default 2").count == 1 && !text.hasSuffix("default 2"), "\(text)")
  }
}
