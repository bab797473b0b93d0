import Testing

@testable import Terminal

@Suite("The progress line")
struct ProgressTextTests {
  @Test func aLineFitsItsWidth() {
    let progress = Progress(
      label: "epoch 2/5", fraction: 0.614, facts: ["loss 0.4123", "2,911 images/s"], secondsLeft: 42)
    let formatter = ProgressFormatter(unicode: false)
    #expect(
      formatter.line(progress, width: 100)
        == "epoch 2/5 ############--------  61%  loss 0.4123  2,911 images/s  0:42 left")
    for width in 1...100 { #expect(formatter.line(progress, width: width).count <= width) }
  }

  @Test func durationsReadAsTimes() {
    #expect(ProgressFormatter.duration(42) == "0:42")
    #expect(ProgressFormatter.duration(3661) == "1:01:01")
    #expect(ProgressFormatter.duration(.nan) == nil)
  }
}
