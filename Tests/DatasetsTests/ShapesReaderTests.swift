import Declarations
import Images
import Testing

@testable import Datasets

@Suite("The data set shapes")
struct ShapesReaderTests {
  private func shapes(_ options: [String: ArgumentValue] = [:]) throws -> DataSet {
    try Loading.load(source: "shapes", options: LoadOptions(format: options))
  }

  @Test func imagesHaveUpToThreeClasses() throws {
    let data = try shapes(["count": .number(400), "size": .size([30, 24])])
    #expect(data.classes == ["circle", "cross", "ring", "square", "star", "triangle"])
    #expect(data.parts.map(\.part.count) == [400, 100, 200])
    #expect(data.train.uniformShape == SampleShape(channels: 1, height: 24, width: 30))
    let sets = try #require(data.train.labelSets)
    let sizes = (0..<sets.count).map { sets.cardinality(at: $0) }
    #expect(Set(sizes) == [0, 1, 2, 3])
    #expect(sets.counts.allSatisfy { $0 > 50 })
  }

  @Test func anImageFollowsFromSeedPartAndNumber() throws {
    let few = try shapes(["count": .number(20)])
    let many = try shapes(["count": .number(40)])
    for position in 0..<20 {
      #expect(try few.train.store.image(position) == many.train.store.image(position))
    }
    #expect(few.fingerprint == (try shapes(["count": .number(20)])).fingerprint)
    #expect(few.fingerprint != (try shapes(["count": .number(20), "seed": .number(2)])).fingerprint)
    let first = try #require(few.test).store.image(0)
    #expect(try first != few.train.store.image(0))
  }

  @Test func withoutNoiseTheGroundIsPlainAndShapesAreBrighter() throws {
    let data = try shapes(["count": .number(200), "noise": .number(0)])
    let sets = try #require(data.train.labelSets)
    for position in 0..<200 {
      let pixels = try data.train.store.image(position).pixels
      let isPlain = Set(pixels).count == 1
      #expect(isPlain == sets[position].isEmpty)
      #expect(pixels[0] < 90)
    }
  }

  @Test func forClassificationEachImageHasOneShape() throws {
    let data = try shapes(["count": .number(60), "task": .text("classification")])
    #expect(data.task == .classification)
    #expect(data.train.labels.allSatisfy { (0..<6).contains($0) } && Set(data.train.labels).count > 4)
  }

  @Test func optionsOfShapesAreItsAlone() throws {
    #expect(throws: DataError.foreignOption("count", of: "'shapes'", path: "digits")) {
      try Loading.load(source: "digits", options: LoadOptions(format: ["count": .number(20)]))
    }
    #expect(throws: DataError.foreignOption("index", of: "svmlight files", path: "shapes")) {
      try Loading.load(source: "shapes", options: LoadOptions(format: ["index": .number(1)]))
    }
  }

  @Test func drawingCanBeStopped() {
    var asked = 0
    #expect(throws: DataError.stopped) {
      try Loading.load(
        source: "shapes", options: LoadOptions(format: ["count": .number(1_000_000)]),
        shouldStop: {
          asked += 1
          return asked > 2
        })
    }
    #expect(asked == 3)
  }

  @Test(arguments: [[15, 32], [32, 513], [32, 32, 3]])
  func sizesHaveBounds(size: [Int]) throws {
    let error = #expect(throws: DataError.shapesSize(size)) { try shapes(["size": .size(size)]) }
    #expect(error?.message.hasSuffix("; expected 16x16 to 512x512, in gray.") == true)
    #expect(try shapes(["size": .size([512, 16]), "count": .number(10)]).train.count == 10)
  }
}
