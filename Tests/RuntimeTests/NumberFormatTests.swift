import Syntax
import Testing

@testable import Runtime

@Suite("Formats of numbers in prose")
struct NumberFormatTests {
  @Test(arguments: [
    ("", 0.91234567, "0.9123"), (".1%", 0.91234567, "91.2%"), (".0%", 0.995, "100%"), ("%", 0.9133, "91.33%"),
    (".2", 1.0, "1.00"), (".3", -0.0004, "0.000"), (".2", -1.005, "-1.00"), (",", 60000, "60,000"),
    (",.1", 1234.56, "1,234.6"),
    (".0", 2.5, "3"), (".4", .nan, "nan"), (",", 1e20, "1e+20"), (".2", 0.05, "0.05"),
  ])
  func write(format: String, number: Double, text: String) throws {
    let parsed = format.isEmpty ? NumberFormat() : try #require(NumberFormat(format[...]))
    #expect(parsed.text(number) == text)
  }

  @Test(arguments: ["x", ".", ".12", "1%", "%,", ".1%%", ""])
  func refuse(format: String) { #expect(NumberFormat(format[...]) == nil) }

  @Test func aColonInAStringBelongsToTheExpression() {
    #expect(NumberFormat.split("r.accuracy:.1%").format == ".1%")
    #expect(NumberFormat.split("\"a:b\"").format == nil)
    #expect(NumberFormat.split("r.accuracy").format == nil)
  }
}
