import Runtime
import Testing

@testable import Commands

/// The promise of the session: the same bits for any number of threads, with chance in the images and in the
/// network.
@Suite struct ThreadTests {
  private static let script = """
    load digits as d limit=400
    split d validation=20%
    prepare d { normalize }
    augment d { shift 10%; rotate 10deg; flip horizontal; zoom 0.9..1.1 }
    model m cnn {
      conv 16 3x3 bias=no; batchnorm; relu; dropout 20% spatial=yes
      residual { conv 16 3x3; batchnorm; relu; conv 16 3x3 }
      relu; pool max 2x2; dropout 25%; dense 20; relu; dropout 50%; dense classes
    }
    """

  @Test(
    arguments: [
      "batch=100", "batch=40 optimizer=adamw schedule=onecycle ema=0.9 label_smoothing=0.1",
      "batch=320 clip=1 accumulate=1",
    ])
  func anyNumberOfThreadsGivesTheSameBits(options: String) throws {
    var found: [[ResultRecord.Field]] = []
    for threads in 1...4 {
      let session = TestShell(threads: threads)
      #expect(
        session.run(Self.script + "\ntrain m on d epochs=2 \(options)\nlet r = evaluate m on d.test") == [])
      let results = [try #require(session.result("train")), try #require(session.result("evaluate"))]
      found.append(results.flatMap { $0.fields.filter { !$0.isMeasured } })
    }
    #expect(found.allSatisfy { $0 == found[0] })
  }
}
