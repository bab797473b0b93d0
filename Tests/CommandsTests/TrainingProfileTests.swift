import Foundation
import Runtime
import Testing

@testable import Commands

@Suite("train … profile=yes")
struct TrainingProfileTests {
  private static let start = """
    load digits as d
    model m cnn { conv 16 3x3 name=a_name_that_is_longer_than_its_column; batchnorm; relu; pool max 2x2; \
    repeat 40 { dense 8; relu }; dense classes }

    """

  @Test func showsATableAndRecordsWhatWasMeasured() throws {
    let session = TestShell()
    #expect(session.run(Self.start + "train m on d epochs=2 batch=64 profile=yes") == [])
    let result = try #require(session.result("train"))
    guard case .rows(let rows)? = result["profile"]?.value else {
      Issue.record("no profile")
      return
    }
    #expect(rows.count == 85)
    #expect(
      rows[0].map(\.name) == [
        "layer", "line", "forward_milliseconds", "backward_milliseconds", "gflops", "peak_share",
      ])
    // None of it is compared.
    for name in TrainingProfile.fields.map(\.name) { #expect(result[name]?.isMeasured == true, "\(name)") }
    let display = try #require(result.display)
    let table = try #require(display.range(of: "milliseconds of a step")).lowerBound
    let lines = display[table...].split(separator: "\n").filter { !$0.hasPrefix("warning:") }
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(display)")
    for word in ["waiting for data", "sums and optimizer", "the whole step", "GFLOP/s", "peak:"] {
      #expect(display.contains(word), "\(word)")
    }
    #expect(display.contains("other layers"))
  }

  @Test func isNothingOfAFoldOrARateSearch() {
    let session = TestShell()
    #expect(session.run("load digits as d\nmodel m cnn { dense classes }") == [])
    #expect(session.run("find rate m on d profile=yes").first?.contains("'profile'") == true)
    #expect(session.run("crossvalidate m on d profile=yes").first?.contains("'profile'") == true)
  }
}

@Suite struct FixedTests {
  @Test(
    arguments: [
      (0.31, 3, "0.310"), (0, 3, "0.000"), (0.0004, 3, "0.000"), (0.0006, 3, "0.001"), (12, 1, "12.0"),
      (99.96, 1, "100.0"),
      (7.6, 0, "8"), (1e20, 2, "1e+20"), (-0.5, 2, "-0.50"),
    ])
  func columnsKeepTheirDigits(number: Double, digits: Int, text: String) {
    #expect(AlignedNumbers.text(number, digits: digits) == text)
  }
}
