import Testing

@testable import Syntax

@Suite("Literals")
struct LiteralTests {
  @Test(arguments: [
    ("0", 0), ("7", 7), ("007", 7), ("-1", -1), ("+1", 1), (".5", 0.5), ("-.5", -0.5), ("+.5", 0.5),
    ("0.25", 0.25), ("1e3", 1000), ("1E3", 1000), ("1e-3", 0.001), ("1e+3", 1000), (".5e1", 5),
    ("-2.5E-1", -0.25),
    ("1e-400", 0), ("5e-324", .leastNonzeroMagnitude), ("1.7976931348623157e308", 1.7976931348623157e308),
    ("9007199254740993", 9_007_199_254_740_992), ("0.1", 0.1),
  ])
  func numbers(text: String, number: Double) throws {
    #expect(try Literal.read(text) == .number(number))
  }

  @Test func aZeroKeepsItsSign() throws {
    #expect(try Literal.number("-0")?.sign == .minus && Literal.number("0")?.sign == .plus)
  }

  @Test(arguments: [
    "", "-", "+", ".", "-.", "5.", "1_000", "1,000", "1.2.3", "1e", "1e-", "1e+", "e5", ".e5", "1e5.", "--1",
    "+-1",
    "0b1", "1f", "inf", "-inf", "nan", "1 ", "%", "5%%", "-%", "5 %", "s", "-s", "5ms", "5min", "1h30m", "5S",
    "deg",
    "90°", "90degs", "90 deg", "x", "3x", "x3", "3xx3", "3X3", "-3x3", "3x3.5", "+3x3", "..", "1..", "..2",
    "1..2..3",
    "1..x", "5%..10", "5..10%", "5deg..10", "5s..10s", "1.", "0x1F", "a", "٣", "½",
  ])
  func plainWords(text: String) throws {
    #expect(try Literal.read(text) == nil)
  }

  @Test(
    arguments: [
      ("5%", Literal.percent(0.05)), ("100%", .percent(1)), ("-5%", .percent(-0.05)),
      (".5%", .percent(0.005)),
      ("1e1%", .percent(0.1)), ("90deg", .angle(90)), ("-1.5deg", .angle(-1.5)), ("2s", .duration(2)),
      ("1.5m", .duration(90)), ("2h", .duration(7200)), ("-3s", .duration(-3)), ("1e3s", .duration(1000)),
      ("3x3", .size([3, 3])), ("28x28x1", .size([28, 28, 1])), ("0x10", .size([0, 10])),
      ("2147483647x1", .size([2_147_483_647, 1])), ("1..2", .range(1, 2)), ("1..1", .range(1, 1)),
      ("-1..1", .range(-1, 1)), ("-2..-1", .range(-2, -1)), ("0.5..1.5", .range(0.5, 1.5)),
      (".5.. .5", nil), ("1e-4..1e-1", .range(1e-4, 0.1)), ("+1..+2", .range(1, 2)),
      ("5%..10%", .range(0.05, 0.1)),
      ("-10deg..10deg", .range(-10, 10)), ("-0..0", .range(0, 0)),
    ] as [(String, Literal?)])
  func withUnits(text: String, literal: Literal?) throws {
    #expect(try Literal.read(text) == literal)
  }

  /// Three points are a slip of other languages; `0...5` isn't the range from 0 to 0.5.
  @Test(arguments: ["0...5", "1...3", "-1...1", "0....5", "1...", "0.5...7"]) func threePoints(text: String)
    throws
  {
    #expect(try Literal.read(text) == nil)
  }

  @Test(arguments: [
    "1e309", "-1e309", "2.5e308", "1e999", "1e309%", "1e309deg", "1e309s", "1e308m", "1e308h", "-1e305h",
    "1..1e309",
    "2147483648x1", "99999999999999999999x1", "1x99999999999999999999",
  ])
  func tooLarge(text: String) {
    #expect(throws: Literal.Problem.overflow) { try Literal.read(text) }
  }

  @Test(arguments: ["2..1", "1..-1", "0.2..0.1", "10%..5%", "10deg..-10deg", "1e-1..1e-4"])
  func downwards(text: String) {
    #expect(throws: Literal.Problem.descending) { try Literal.read(text) }
  }
}
