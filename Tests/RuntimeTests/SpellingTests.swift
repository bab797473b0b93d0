import Testing

@testable import Runtime

@Suite("Spelling of values")
struct SpellingTests {
  @Test func numbersKeepTheirBits() {
    #expect(Spelling.number(10) == "10")
    #expect(Spelling.number(0.1) == "0.1")
    #expect(Spelling.number(-0.0) == "-0.0")
    #expect(Spelling.number(0.8513666666666667) == "0.8513666666666667")
  }

  @Test func numbersForReadingAreShort() {
    #expect(Spelling.rounded(0.41232) == "0.4123")
    #expect(Spelling.rounded(2) == "2")
    #expect(Spelling.percent(0.91234) == "91.23%")
    #expect(Spelling.count(60000) == "60,000")
    #expect(Spelling.quoted("a\"$b") == "\"a\\\"\\$b\"")
  }
}
