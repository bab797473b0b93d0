import Declarations
import Diagnostics
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
    ("lr", "'lr' is called 'rate' here.\n\nrate= of train"), ("keys", "Ctrl-R  Search the history."),
    ("expressions", "Functions: min max abs mean"), ("rbf", "kernel=rbf of model"),
    ("focal", "focal: cross-entropy in which well-classified images count little."),
    ("roc", "plot roc, of results. roc and pr rank each class"), ("roc", "  plot roc of r"),
    ("load", "A table (.csv, .tsv) has a"), ("max", "max(A, B, …)"), ("max", "max of pool"),
    ("macro_f1", "in the result of evaluate"),
  ])
  func helpSaysIt(topic: String, says: String) throws {
    #expect(try #require(help(topic)).contains(says), "\(help(topic) ?? "")")
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
