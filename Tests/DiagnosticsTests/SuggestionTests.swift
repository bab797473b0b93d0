import Testing

@testable import Diagnostics

@Suite("Suggestions")
struct SuggestionTests {
  @Test func theNearestWordIsFound() {
    let verbs = ["train", "evaluate", "plot", "predict"]
    #expect(Suggestion.nearest(to: "trian", among: verbs) == "train")
    #expect(Suggestion.nearest(to: "evalute", among: verbs) == "evaluate")
    #expect(Suggestion.nearest(to: "pred", among: verbs) == "predict")
    #expect(Suggestion.nearest(to: "xyz", among: verbs) == nil)
  }

  @Test func aFindingShowsItsLineWithACaret() {
    let source = SourceText(name: "a.fovea", text: "load digits as d\n\ttrian small\n")
    let diagnostic = Diagnostic(
      "there is no command 'trian'.", hint: "Did you mean 'train'?", at: SourceRange(18, 23), in: source)
    #expect(
      DiagnosticFormatter().text(diagnostic) == """
        a.fovea:2:2: error: there is no command 'trian'.
            2 |  trian small
              |  ^~~~~
        hint: Did you mean 'train'?
        """)
  }
}
