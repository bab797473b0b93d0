import Declarations
import Dispatch
import Images
import Synchronization
import Tensors
import Testing

@testable import Datasets

@Suite("Augmentation")
struct AugmentationTests {
  private static func everything() throws -> Augmentation {
    Augmentation([FlipStep(.both), RotateStep(degrees: 15), ShiftStep(0.2), try ZoomStep(0.8, 1.2)])
  }

  private func mirrored(_ image: [Float], _ shape: SampleShape, x: Bool, y: Bool) -> [Float] {
    (0..<shape.height).flatMap { row in
      (0..<shape.width).map { column in
        image[(y ? shape.height - 1 - row : row) * shape.width + (x ? shape.width - 1 - column : column)]
      }
    }
  }

  @Test(arguments: FlipStep.Direction.allCases) func aFlipIsExact(direction: FlipStep.Direction) throws {
    var data = try counting(classes: 2, perClass: 3)
    data.preparation = try Preparation([NormalizeStep()])
    data.augmentation = Augmentation([FlipStep(direction, probability: 1)])
    let plain = try data.source(.train, training: false, seed: 1)
    let flipped = try data.source(.train, training: true, seed: 1)
    for position in 0..<6 {
      let expected = mirrored(
        plain.sample(position), plain.shape, x: direction != .vertical, y: direction != .horizontal)
      #expect(flipped.sample(position) == expected)
    }
  }

  @Test func onlyTrainingIsAugmented() throws {
    var data = try load("digits").splitting(validation: 0.1, seed: 1)
    data.preparation = try Preparation([NormalizeStep()])
    let before = try PartName.allCases.map { try data.source($0, training: false, seed: 3).sample(5) }
    data.augmentation = try Self.everything()
    let after = try PartName.allCases.map { try data.source($0, training: false, seed: 3).sample(5) }
    // The same numbers, statistics included: nothing of augmentation reaches samples that a model is judged
    // by.
    #expect(before == after)
    #expect(try data.source(.train, training: true, seed: 3).sample(5) != before[0])
  }

  @Test func chanceDependsOnSeedEpochAndSample() throws {
    var data = try load("digits")
    data.augmentation = try Self.everything()
    let source = try data.source(.train, training: true, seed: 3)
    #expect(source.sample(5, epoch: 2) == source.sample(5, epoch: 2))
    #expect(source.sample(5, epoch: 2) != source.sample(5, epoch: 3))
    #expect(
      source.sample(5, epoch: 2) != (try data.source(.train, training: true, seed: 4)).sample(5, epoch: 2))
    // A sample keeps its numbers when a split takes others away.
    let split = try data.splitting(validation: 0.5, seed: 1)
    let part = try split.source(.train, training: true, seed: 3)
    let position = try #require(split.train.indices.firstIndex(of: split.train.indices[100]))
    #expect(part.sample(position, epoch: 2) == source.sample(split.train.indices[100], epoch: 2))
  }

  @Test func threadsDoNotMatter() throws {
    var data = try load("digits", limit: 200)
    data.preparation = try Preparation([ResizeStep(width: 12, height: 12), NormalizeStep()])
    data.augmentation = try Self.everything()
    let source = try data.source(.train, training: true, seed: 3)
    let alone = (0..<source.count).map { source.sample($0, epoch: 1) }
    let together = Mutex([[Float]](repeating: [], count: source.count))
    DispatchQueue.concurrentPerform(iterations: source.count) { position in
      let sample = source.sample(position, epoch: 1)
      together.withLock { $0[position] = sample }
    }
    #expect(together.withLock { $0 } == alone)
  }

  @Test func blackComesInFromOutsideBeforeNormalizing() throws {
    let shape = SampleShape(channels: 1, height: 5, width: 5)
    let store = ImageStore(pixels: [UInt8](repeating: 200, count: 50), count: 2, shape: shape)
    let data = try DataSet(origin: "flat", classes: ["a", "b"], train: Part(store: store, labels: [0, 1]))
    let fitted = FittedPreparation(
      input: shape, steps: [], scales: [.init(mean: 0.5, standardDeviation: 0.25)], takesFloats: false)
    let source = PartSamples(
      pixels: PreparedPixels(store: store, indices: [0, 1]), targets: .classes([0, 1]), originals: [0, 1],
      classes: 2,
      preparation: fitted, augmentation: Augmentation([try ZoomStep(0.5, 0.5)]), seed: 1)
    let sample = source.sample(0)
    #expect(data.train.count == 2)
    #expect(sample[0] == -2)
    #expect(abs(sample[12] - Float((200.0 / 255 - 0.5) / 0.25)) < 1e-6)
  }

  @Test func stepsAreOneMap() throws {
    let data = try load("digits")
    var augmented = data
    augmented.augmentation = try Self.everything()
    let stream = RandomStream(seed: 9, stream: .augment)
    let source = try augmented.source(.train, training: true, seed: 9)
    let shape = source.shape
    for position in [0, 7, 100] {
      let map = augmented.augmentation.map(stream: stream, epoch: 4, sample: position, shape: shape)
      let plain = try data.train.store.image(position).pixels.map { Float($0) / 255 }
      var expected = [Float](repeating: 0, count: shape.count)
      var span = expected.mutableSpan
      warp(plain.span, channels: 1, height: 8, width: 8, by: map, fill: .constant(0), into: &span)
      #expect(zip(source.sample(position, epoch: 4), expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  /// The Kolmogorov-Smirnov distance between draws and the even distribution that each step promises.
  @Test func drawsAreEven() throws {
    let stream = RandomStream(seed: 5, stream: .augment)
    let shape = SampleShape(channels: 1, height: 40, width: 20)
    func distance(
      _ step: any AugmentationStep, _ number: (AffineMap) -> Double, from lower: Double, to upper: Double
    ) -> Double {
      let count = 4000
      let draws = (0..<count).map { sample in
        let chance = AugmentationChance(stream: stream, epoch: 1, sample: sample, step: 2)
        return (number(step.map(chance, shape: shape)) - lower) / (upper - lower)
      }.sorted()
      return draws.enumerated().map { abs($1 - (Double($0) + 0.5) / Double(count)) }.max() ?? 1
    }
    // 1.95 / sqrt(4000): the distance that even numbers exceed once in a thousand times.
    let limit = 0.031
    #expect(distance(ShiftStep(0.1), { $0.c }, from: -2, to: 2) < limit)
    #expect(distance(ShiftStep(0.1), { $0.f }, from: -4, to: 4) < limit)
    #expect(distance(try ZoomStep(0.8, 1.3), { 1 / $0.a }, from: 0.8, to: 1.3) < limit)
    let flips = (0..<4000).count { sample in
      let chance = AugmentationChance(stream: stream, epoch: 1, sample: sample, step: 0)
      return FlipStep(.horizontal, probability: 0.3).map(chance, shape: shape) != .identity
    }
    #expect(abs(Double(flips) / 4000 - 0.3) < 0.03)
  }

  @Test func declarationsMakeSteps() throws {
    #expect(Augmentation.declarations.map(\.name) == ["flip", "rotate", "shift", "zoom", "mixup", "cutmix"])
    func step(_ name: String, _ values: [String: ArgumentValue]) throws -> String? {
      try Augmentation.declarations.first { $0.name == name }?.make(Arguments(values)).text
    }
    #expect(
      try step("flip", ["direction": .text("both"), "probability": .number(0.25)])
        == "flip both probability=25%")
    #expect(try step("rotate", ["angle": .degrees(10)]) == "rotate 10deg")
    #expect(try step("shift", ["share": .number(0.1)]) == "shift 10%")
    #expect(try step("zoom", ["factor": .range(0.9, 1.1)]) == "zoom 0.9..1.1")
    #expect(throws: DataError.badZoom(1.1, 0.9)) { try step("zoom", ["factor": .range(1.1, 0.9)]) }
  }
}
