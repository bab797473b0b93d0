import Runtime
import Testing

@Suite("The parts of a recorded command")
struct CommandOutlineTests {
  @Test func wordsPrepositionsAndOptions() throws {
    let outline = try #require(CommandOutline("let r = train small on \"my data\" rate=$rate batch=64"))
    #expect(outline.verb == "train")
    #expect(outline.words == ["small"])
    #expect(outline.prepositions == ["on": ["my data"]])
    #expect(outline.options == ["rate": "$rate", "batch": "64"])
  }

  @Test(arguments: [
    "let a = 1", "param epochs = 2", "for i in [1] { print i }", "load x as y; load z as w", "train {", "",
  ])
  func nothingElse(text: String) {
    #expect(CommandOutline(text) == nil)
  }

  @Test func valuesStandInTheirPlaces() throws {
    var values = Environment()
    for text in ["param base = 0.1", "let kind = \"adam\""] { values.define(text, recorded: nil) }
    values["r"] = Binding(.record(ResultRecord([.init("width", .integer(8))])))
    let train = try #require(
      CommandOutline(
        "let t = train m_$kind on d rate=$(base * 2) optimizer=$kind epochs=[$base, 2] batch=$nothing",
        over: values))
    #expect(train.options == ["rate": "0.2", "optimizer": "adam", "epochs": "[0.1, 2]", "batch": "$nothing"])
    #expect(
      train.words == ["m_adam"] && train.name == "t"
        && train.text.hasPrefix("let t = train m_adam on d rate=0.2 "))
    let model = try #require(CommandOutline("model m cnn {\n  dense $(r.width)\n}", over: values))
    #expect(model.text == "model m cnn {\n  dense 8\n}")
    #expect(try #require(CommandOutline("load \"$kind a\" as d", over: values)).words == ["adam a"])
    #expect(CommandOutline("let x = base", over: values) == nil, "a value, since one has that name")
    #expect(CommandOutline("let x = list", over: values)?.verb == "list")
  }

  @Test func whatCannotBeComputedIsTakenFromTheRecord() {
    var values = Environment()
    values.define("let x = gone.seconds", recorded: .number(2))
    values.define("let y = gone", recorded: nil)
    values.define("evaluate small", recorded: .number(3))
    #expect(values.names == ["x"] && values["x"]?.value == .number(2))
  }
}
