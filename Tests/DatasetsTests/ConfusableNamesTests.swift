import Testing

@testable import Datasets

@Suite("Classes that look the same")
struct LookAlikesTests {
  @Test func charactersThatNobodySeesAreNamed() {
    #expect(ConfusableNames.warnings(for: ["cat", "dog", "Cat", "kätzchen", "cats"]).isEmpty)
    #expect(
      ConfusableNames.warnings(for: ["caf\u{E9}", "cafe\u{301}", "tea"]) == [
        "the classes 'caf\u{E9}' with U+00E9 LATIN SMALL LETTER E WITH ACUTE and 'cafe\u{301}' with U+0065 "
          + "LATIN SMALL LETTER E, U+0301 COMBINING ACUTE ACCENT look the same"
      ])
    #expect(
      ConfusableNames.warnings(for: ["\u{FEFF}cat", "cat", "ca\u{200B}t"]) == [
        "the classes '\\u{FEFF}cat' with U+FEFF ZERO WIDTH NO-BREAK SPACE and 'cat' and 'ca\\u{200B}t' with "
          + "U+200B ZERO WIDTH SPACE look the same"
      ])
    #expect(
      ConfusableNames.warnings(for: ["a b", "a\u{A0}b", "x", "x "]) == [
        "the classes 'a b' with U+0020 SPACE and 'a\u{A0}b' with U+00A0 NO-BREAK SPACE look the same",
        "the classes 'x' and 'x ' with U+0020 SPACE look the same",
      ])
  }

  @Test func loadingTellsThem() throws {
    try withTemporaryFolder { folder in
      try draw(["caf\u{E9}/1.png", "cafe\u{301}/1.png", "tea/1.png"], in: folder)
      let data = try load(folder)
      #expect(data.classes.map { $0.unicodeScalars.count } == [5, 4, 3])
      #expect(data.train.labels == [0, 1, 2])
      #expect(data.warnings.count == 1 && data.warnings[0].contains("U+0301 COMBINING ACUTE ACCENT"))
    }
  }
}
