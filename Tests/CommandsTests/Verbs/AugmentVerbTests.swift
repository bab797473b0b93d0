import Testing

@testable import Commands

@Suite("augment")
struct AugmentVerbTests {
  @Test(arguments: ["train m on d", "find rate m on d", "crossvalidate m on d"])
  func anImageAloneIsMixedWithNone(command: String) throws {
    let session = TestShell()
    #expect(
      session.run(
        "load digits as d limit=100; augment d { mixup 0.4 }; augment d more { rotate 5deg }\n"
          + "model m cnn { dense classes }") == [])
    let found = session.run("\(command) batch=1")
    #expect(found.count == 1)
    #expect(
      try #require(found.first).hasSuffix(
        "batch=1 leaves no other image for 'mixup 0.4' to mix an image with. "
          + "Take batch=2 or more, or leave the step out: augment d { … }"), "\(found)")
    #expect(session.run("train m on d epochs=1 batch=1 accumulate=2") == [], "a step has two images")
    #expect(session.run("augment d { rotate 5deg }; train m on d epochs=1 batch=1") == [])
  }
}
