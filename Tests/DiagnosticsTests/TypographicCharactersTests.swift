import Testing

@testable import Diagnostics

@Suite("Characters of typeset text")
struct TypographicCharactersTests {
  /// What a person is told of a line that was pasted; the finding is at what stands in brackets.
  @Test(arguments: [
    ("print [“hello] world”", "'“' is the character U+201C. Type '\"' instead: \"hello world\""),
    ("print [‘it]’", "'‘' is the character U+2018. Type '\"' instead: \"it\""),
    ("print [„a]“ + “b”", "'„' is the character U+201E. Type '\"' instead: \"a\""),
    ("print [“open]", "'“' is the character U+201C. Type '\"' instead."),
    ("print 5 [–] 3", "'–' is the character U+2013. Type '-' instead."),
    ("x rate=[1e—3]", "'—' is the character U+2014. Type '-' instead: 1e-3"),
    ("x [10–20]", "'–' is the character U+2013. Type '-' instead: 10-20"),
    ("conv 16 [3×3]", "'×' is the character U+00D7. Type 'x' instead: 3x3"),
    ("print 2 [×] 3", "'×' is the character U+00D7. Type '*' instead."),
    ("zoom [0.9…1.1]", "'…' is the character U+2026. Type '..' instead: 0.9..1.1"),
    ("model m cnn { […] }", "'…' (U+2026) stands for what was left out. Type that in its place."),
    ("[load\u{A0}digits] as d", "U+00A0 is a blank of typeset text. Type an ordinary one: load digits"),
  ])
  func sayWhatToType(_ marked: String, _ hint: String) {
    #expect(finding(marked).hint == hint)
  }

  /// What may be meant keeps the hint that it has.
  @Test(arguments: [
    "plot loss to [\"a–b.svg\"]", "load [./it’s] as d", "load [it’s] as d", "[trian] m", "load [a–b]",
  ])
  func sayNothing(_ marked: String) { #expect(finding(marked).hint == "another") }

  private func finding(_ marked: String) -> Diagnostic {
    let parts = marked.split(separator: "[", maxSplits: 1).map(String.init)
    let before = marked.hasPrefix("[") ? "" : parts[0]
    let rest = marked.dropFirst(before.count + 1).split(separator: "]", maxSplits: 1).map(String.init)
    let source = SourceText(typed: before + rest.joined())
    let start = before.utf8.count
    return Diagnostic(
      "wrong.", hint: "another", at: SourceRange(start, start + rest[0].utf8.count), in: source)
  }
}
