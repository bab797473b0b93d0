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

  @Test(arguments: ["let a = 1", "param epochs = 2", "for i in [1] { print i }", "load x as y; load z as w", "train {", ""])
  func nothingElse(text: String) {
    #expect(CommandOutline(text) == nil)
  }
}
