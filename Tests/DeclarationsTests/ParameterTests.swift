import Testing

@testable import Declarations

@Suite("Parameters")
struct ParameterTests {
  @Test func limitsKeepTheirEnds() {
    #expect(Limits.fraction.contains(0) && Limits.fraction.contains(1) && !Limits.fraction.contains(1.01))
    #expect(
      !Limits.positive.contains(0) && Limits.positive.contains(.leastNonzeroMagnitude)
        && !Limits.positive.contains(.infinity))
    #expect(!Limits.any.contains(.nan))
  }

  @Test func argumentsAreReadByKind() {
    let arguments = Arguments(["rate": .number(0.1), "kernel": .size([3, 5]), "order": .text("x")])
    #expect(arguments.number("rate") == 0.1)
    #expect(arguments.optionalInteger("rate") == nil)
    #expect(arguments.size("kernel") == [3, 5])
    #expect(arguments.texts("order") == ["x"])
    #expect(!arguments.flag("fresh"))
  }
}
