import Declarations
import Testing

@testable import Datasets

/// Tables are read as bytes; these hold what bytes could get wrong.
@Suite("Tables as bytes")
struct TableBytesTests {
  private func rows(_ text: String) throws -> [[String]] {
    let found = try DelimitedRows(Array(text.utf8), separator: UInt8(ascii: ","), path: "list.csv")
    return found.rows.map(found.texts)
  }

  @Test(arguments: [
    ("a,b\nc,d", [["a", "b"], ["c", "d"]]), (" a , b c \r\n\r\n  \r,x\r", [["a", "b c"], ["", "x"]]),
    ("\"a\"\"b\",\"\"\"\"\n\"c\",\" d \"", [["a\"b", "\""], ["c", "d"]]),
    ("\"\"\n\"\",\n", [["", ""]]), ("a\"b,é日\n", [["a\"b", "é日"]]),
    ("\"x\ny\",1\nz,2", [["x\ny", "1"], ["z", "2"]]),
  ])
  func fieldsAreWhatStandsBetweenSeparators(text: String, expected: [[String]]) throws {
    #expect(try rows(text) == expected)
  }

  @Test func linesAreCountedInsideQuotes() throws {
    let text = "\u{FEFF}\"x\n\ny\",1\n\nz,2\r\nw,3\n"
    let found = try DelimitedRows(Array(text.utf8), separator: UInt8(ascii: ","), path: "list.csv")
    #expect(found.rows.map(\.line) == [1, 5, 6])
  }

  @Test func bytesAreFoundAgain() {
    let content = (0..<5000).flatMap { Array("\($0 % 1000),".utf8) }
    content.withUnsafeBufferPointer { content in
      var table = ByteTable()
      var numbers: [Int] = []
      var start = 0
      for end in content.indices where content[end] == UInt8(ascii: ",") {
        numbers.append(table.number(of: ByteTable.Key(content, start..<end)).number)
        start = end + 1
      }
      #expect(numbers == (0..<5000).map { $0 % 1000 })
      let nothing = table.number(of: ByteTable.Key(content, 0..<0))
      let again = table.number(of: ByteTable.Key(content, 7..<7))
      #expect(nothing.number == 1000 && nothing.isNew && again.number == 1000 && !again.isNew)
    }
  }

  /// However a file is named, it is one image.
  @Test func aPathIntoTheFolderOfTheTableIsTheNameThere() throws {
    try withTemporaryFolder { folder in
      try draw(["a.png", "b.png"], in: folder)
      let text = "a.png,x\nb.png,y\n\(folder)/a.png,y\n"
      try write(Array(text.utf8), to: "list.csv", in: folder)
      let table = try ImageTable(
        folder + "/list.csv", LoadOptions(format: ["task": .text("multilabel")]))
      #expect(table.part(.train).files == [folder + "/a.png", folder + "/b.png"])
      #expect(table.part(.train).targets.counts(classes: 2) == [1, 2])
    }
  }

  /// A row for each of very many labels of one image takes no time by their square.
  @Test func manyRowsOfOneImageAreOneImage() throws {
    try withTemporaryFolder { folder in
      let text = (0..<20_000).map { "a.png,label \($0)\n" }.joined()
      try write(Array(text.utf8), to: "list.csv", in: folder)
      let table = try ImageTable(
        folder + "/list.csv", LoadOptions(format: ["task": .text("multilabel")]))
      #expect(table.classes.count == 20_000 && table.count(of: .train) == 1)
      #expect(table.targets(of: .train).counts(classes: 20_000).allSatisfy { $0 == 1 })
    }
  }
}
