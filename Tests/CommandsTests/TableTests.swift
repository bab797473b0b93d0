import Plotting
import Testing

@testable import Commands

@Suite("Tables")
struct TableTests {
  private let sizes = [
    ["", "images", "sizes", "mean", "duplicates"],
    [
      "train", "1,200", "640x480x3 (700), 480x640x3 (300), 1024x768x3 (150) and 12 more",
      "0.4812 0.4571 0.4082", "3",
    ],
    ["test", "300", "640x480x3", "0.4812 0.4571 0.4082", "0"],
  ]

  private func widest(_ text: String) -> Int {
    text.split(separator: "\n").map { PlainText.width(String($0)) }.max() ?? 0
  }

  /// The words in reading order of a table, whatever its lines are.
  private func words(_ text: String) -> [String] { text.split { $0 == " " || $0 == "\n" }.map(String.init) }

  @Test func withoutAScreenLinesAreOfAnyLength() {
    let text = Table.text(sizes, rightAligned: [1, 4])
    #expect(
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) == [
        "         images  sizes                                                           mean               "
          + "   duplicates",
        "  train   1,200  640x480x3 (700), 480x640x3 (300), 1024x768x3 (150) and 12 more  0.4812 0.4571 "
          + "0.4082           3",
        "  test      300  640x480x3                                                       0.4812 0.4571 "
          + "0.4082           0",
      ])
  }

  @Test func textsGoOnInTheirColumn() {
    let text = Table.fitted(to: 80) { Table.text(sizes, rightAligned: [1, 4]) }
    #expect(
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) == [
        "         images  sizes                          mean                  duplicates",
        "  train   1,200  640x480x3 (700), 480x640x3     0.4812 0.4571 0.4082           3",
        "                   (300), 1024x768x3 (150) and",
        "                   12 more",
        "  test      300  640x480x3                      0.4812 0.4571 0.4082           0",
      ])
    #expect(Set(words(text)) == Set(words(Table.text(sizes))))
  }

  @Test func everyWidthIsKept() {
    let tables: [([[String]], Set<Int>)] = [
      (sizes, [1, 4]),
      (
        [["class", "train"], ["Cherry_(including_sour)___Powdery_mildew", "1,052"], ["猫と犬と鳥と魚", "7"]], [1]
      ),
      (
        [
          ["fold", "learned", "held out", "accuracy", "macro F1", "loss", "time"],
          ["1", "1,150", "287", "97.91%", "97.9%", "0.0712", "1.5 s"],
        ],
        [0, 1, 2, 3, 4, 5, 6]
      ),
    ]
    for (rows, right) in tables {
      for columns in 20...200 {
        for hasHead in [true, false] {
          let text = Table.fitted(to: columns) { Table.text(rows, rightAligned: right, hasHead: hasHead) }
          #expect(widest(text) <= columns, "\(columns) columns:\n\(text)")
          // Nothing is lost: all characters are there, as often as in the rows or more (a head may stand
          // before each cell).
          let shown = text.filter { $0 != " " && $0 != "\n" }
          for cell in rows.dropFirst(hasHead ? 1 : 0).joined() {
            for character in cell where character != " " { #expect(shown.contains(character)) }
          }
        }
      }
    }
  }

  @Test func whatIsTooNarrowForATableIsParagraphs() {
    let rows = [["fold", "held out", "accuracy"], ["1", "1,150", "97.91%"], ["2", "287", "98.10%"]]
    #expect(
      Table.fitted(to: 28) { Table.text(rows, rightAligned: [0, 1, 2]) }
        == "  fold  held out  accuracy\n     1     1,150    97.91%\n     2       287    98.10%")
    #expect(
      Table.fitted(to: 20) { Table.text(rows, rightAligned: [0, 1, 2]) } == """
          fold 1
            held out 1,150
            accuracy 97.91%
          fold 2
            held out 287
            accuracy 98.10%
        """)
  }

  @Test func linesAreBrokenAtBlanks() {
    #expect(Table.wrapped("one two three", to: 7, hanging: 2) == ["one two", "  three"])
    #expect(Table.wrapped("abcdefghij", to: 4, hanging: 1) == ["abcd", " efg", " hij"])
    #expect(Table.wrapped("ab", to: 1, hanging: 2) == ["a", "b"])
    #expect(Table.wrapped("", to: 3, hanging: 0) == [""])
    #expect(Table.wrapped("猫猫猫", to: 4, hanging: 0) == ["猫猫", "猫"])
    #expect(Table.wrapped("猫", to: 1, hanging: 0) == ["猫"])
  }
}
