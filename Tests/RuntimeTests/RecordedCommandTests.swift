import Diagnostics
import Runtime
import Testing

@Suite("The parts of a recorded command")
struct RecordedCommandTests {
  @Test func wordsPrepositionsAndOptions() throws {
    let outline = try #require(RecordedCommand("let r = train small on \"my data\" rate=$rate batch=64"))
    #expect(outline.verb == "train")
    #expect(outline.words == ["small"])
    #expect(outline.prepositions == ["on": ["my data"]])
    #expect(outline.options == ["rate": "$rate", "batch": "64"])
  }

  @Test(arguments: [
    "let a = 1", "param epochs = 2", "for i in [1] { print i }", "load x as y; load z as w", "train {", "",
  ])
  func nothingElse(text: String) {
    #expect(RecordedCommand(text) == nil)
  }

  @Test func valuesStandInTheirPlaces() throws {
    var values = Environment()
    for text in ["param base = 0.1", "let kind = \"adam\""] { values.define(text, recorded: nil) }
    values["r"] = Binding(.record(ResultRecord([.init("width", .integer(8))])))
    let train = try #require(
      RecordedCommand(
        "let t = train m_$kind on d rate=$(base * 2) optimizer=$kind epochs=[$base, 2] batch=$nothing",
        over: values))
    #expect(train.options == ["rate": "0.2", "optimizer": "adam", "epochs": "[0.1, 2]", "batch": "$nothing"])
    #expect(
      train.words == ["m_adam"] && train.name == "t"
        && train.text.hasPrefix("let t = train m_adam on d rate=0.2 "))
    let model = try #require(RecordedCommand("model m cnn {\n  dense $(r.width)\n}", over: values))
    #expect(model.text == "model m cnn {\n  dense 8\n}")
    #expect(try #require(RecordedCommand("load \"$kind a\" as d", over: values)).words == ["adam a"])
    #expect(RecordedCommand("let x = base", over: values) == nil, "a value, since one has that name")
    #expect(RecordedCommand("let x = list", over: values)?.verb == "list")
  }

  @Test func whatCannotBeComputedIsTakenFromTheRecord() {
    var values = Environment()
    values.define("let x = gone.seconds", recorded: .number(2))
    values.define("let y = gone", recorded: nil)
    values.define("evaluate small", recorded: .number(3))
    #expect(values.names == ["x"] && values["x"]?.value == .number(2))
  }

  @Test func givesTheNumbersOfOptions() throws {
    var names = Environment()
    names["loose"] = Binding(.number(0.25))
    let text = "evaluate m on d tolerance=$loose limit=5% top=3 kind=adam"
    let command = try #require(RecordedCommand(text, over: names))
    #expect(command.number("tolerance") == 0.25)
    #expect(command.number("limit") == 0.05)
    #expect(command.number("top") == 3)
    #expect(command.number("kind") == nil && command.number("seed") == nil)
  }

  @Test func findsTheCommandsOfATextInItsBlocksToo() {
    let source = SourceText(
      name: "s", text: "load digits as d\nfor n in [1, 2] { if n == 1 { list } else { help } }\nlet x = 3\n")
    #expect(RecordedCommand.all(in: source).map(\.verb) == ["load", "list", "help"])
    #expect(RecordedCommand.all(in: SourceText(name: "s", text: "for {")).isEmpty)
  }
}
