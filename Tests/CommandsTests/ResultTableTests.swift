import Declarations
import Runtime
import Testing

@testable import Commands

@Suite("Results that a line names")
struct ResultTableTests {
  private static let result = ResultRecord([
    .init("count", .integer(60000)), .init("accuracy", .number(0.8604166666666667)),
    .init("loss", .number(0.0001234)), .init("rate", .number(12345.678), measured: true),
    .init("metric", .text("accuracy")),
    .init("weights", .text("sha256:" + String(repeating: "ab", count: 32))),
    .init("scores", .list((0..<12).map { .number(Double($0) / 7) })),
    .init("confusion", .list((0..<4).map { _ in .list((0..<4).map { .integer($0) }) })),
    .init("interval", .list([.number(1 / 3), .number(0.5)])),
    .init("history", .rows([[.init("epoch", .integer(1)), .init("loss", .number(1 / 3))]])),
  ])

  private func text(_ value: Value = .record(result), full: Bool = false, columns: Int? = nil) -> String? {
    Table.fitted(to: columns) { ResultTable.text(value, isFull: full) }
  }

  @Test(arguments: [nil, 200, 80] as [Int?]) func aFieldHasALine(columns: Int?) {
    #expect(
      text(columns: columns) == """
        count      60000
        accuracy   0.8604
        loss       1.234e-4
        rate       12346
        metric     accuracy
        weights    sha256:abababab…
        scores     [0, 0.1429, 0.2857, 0.4286, 0.5714, …] (12 values)
        confusion  4 lists of 4 values
        interval   [0.3333, 0.5]
        history    1 entry of epoch loss
        """)
  }

  @Test(arguments: [10, 20, 40, 80, 200], [false, true]) func noLineIsWider(columns: Int, full: Bool) throws {
    let lines = try #require(self.text(full: full, columns: columns)).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= columns }, "\(lines)")
  }

  @Test func fullShowsAll() throws {
    let text = try #require(self.text(full: true))
    #expect(text.contains("accuracy   0.8604166666666667\n"))
    #expect(text.contains(String(repeating: "ab", count: 32)))
    #expect(text.contains("history    [epoch=1 loss=0.3333333333333333]"))
    #expect(text.contains("confusion  [[0, 1, 2, 3], [0, 1, 2, 3],"))
  }

  @Test func entriesAreATable() {
    let entries = (1...3).map { number in
      Value.record(
        ResultRecord([.init("epoch", .integer(number)), .init("loss", .number(1 / Double(number)))]))
    }
    #expect(
      text(.list(entries)) == """
        epoch    loss
            1       1
            2     0.5
            3  0.3333
        """)
    let many = (1...30).map { Value.record(ResultRecord([.init("epoch", .integer($0))])) }
    let lines = text(.list(many))?.split(separator: "\n") ?? []
    #expect(lines.count == 23 && lines[11] == "    …" && lines.last?.hasPrefix("30 entries in all") == true)
    #expect(text(.list(many), full: true)?.split(separator: "\n").count == 31)
  }

  @Test func otherValuesHaveNoTable() {
    for value in [Value.number(1), .list([.number(1)]), .list([]), .text("a"), .record(ResultRecord())] {
      #expect(text(value) == nil)
    }
  }

  @Test(arguments: [
    (0.0, "0"), (1, "1"), (0.5, "0.5"), (0.0860416, "0.08604"), (0.00123456, "0.001235"),
    (-0.860416, "-0.8604"),
    (1.23456, "1.235"), (99.996, "100"), (123.456, "123.5"), (123456.7, "123457"), (1e300, "1e+300"),
    (0x1p53, "9007199254740992"), (.nan, "nan"), (-.infinity, "-inf"), (0.0000123456, "1.235e-5"),
  ])
  func numbersHaveFourDigits(number: Double, text: String) {
    #expect(SignificantNumber.text(number) == text)
  }
}
