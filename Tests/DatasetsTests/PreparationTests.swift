import Declarations
import Images
import Testing

@testable import Datasets

@Suite("Preparation")
struct PreparationTests {
  @Test func withoutStepsPixelsAreDividedBy255() throws {
    let data = try counting(classes: 2, perClass: 3)
    let source = try data.source(.train, training: true, seed: 0)
    #expect(source.count == 6 && source.classes == 2 && source.label(3) == 1)
    #expect(source.shape == SampleShape(channels: 1, height: 3, width: 4))
    for position in 0..<6 {
      #expect(try source.sample(position) == data.train.store.image(position).pixels.map { Float($0) / 255 })
    }
  }

  @Test func normalizingIsNumPysOnTheTrainingPart() throws {
    var data = try load("digits")
    data.preparation = try Preparation([NormalizeStep()])
    let expected = try Fixtures.expected().digits
    let scale = try #require(try data.fittedPreparation().scales?.first)
    #expect(
      abs(scale.mean - expected.mean) < 1e-14 && abs(scale.standardDeviation - expected.deviation) < 1e-14)
    let sample = try data.source(.test, training: false, seed: 0).sample(0)
    #expect(zip(sample, expected.normalizedTest).allSatisfy { abs(Double($0) - $1) < 1e-6 })
  }

  @Test func statisticsComeFromTheTrainingPartOnly() throws {
    var data = try load("digits")
    data.preparation = try Preparation([NormalizeStep()])
    let whole = try data.fittedPreparation().text
    var other = data
    other.test = data.test?.selecting([0, 1, 2])
    #expect(try other.fittedPreparation().text == whole)
    // A split changes the training part, and with it what is learnt from it.
    let split = try data.splitting(validation: 0.5, seed: 1)
    let fitted = try split.fittedPreparation()
    #expect(fitted.text != whole)
    let own = try ChannelHistogram(split.train.store, split.train.indices, channels: 1).scales
    #expect(fitted.scales == own)
    #expect(try data.fittedPreparation().text == whole)
  }

  @Test func stepsAreDoneInOrder() throws {
    let data = try load(Fixtures.path("folders/mixed"))
    var prepared = data
    prepared.preparation = try Preparation([ResizeStep(width: 6, height: 2), GrayscaleStep()])
    let source = try prepared.source(.train, training: false, seed: 0)
    #expect(source.shape == SampleShape(channels: 1, height: 2, width: 6))
    for position in 0..<data.train.count {
      let image = try data.train.store.image(position).resized(width: 6, height: 2).grayscaled()
      #expect(source.sample(position) == image.pixels.map { Float($0) / 255 })
    }
  }

  @Test func coloursBecomePlanes() throws {
    let shape = SampleShape(channels: 3, height: 1, width: 2)
    let store = ImageStore(pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], count: 2, shape: shape)
    let data = try DataSet(origin: "two", classes: ["a", "b"], train: Part(store: store, labels: [0, 1]))
    let sample = try data.source(.train, training: false, seed: 0).sample(1)
    #expect(sample == [7, 10, 8, 11, 9, 12].map { Float($0) / 255 })
  }

  @Test func aConstantChannelStaysFinite() throws {
    let store = ImageStore(
      pixels: [9, 9, 9, 9], count: 2, shape: SampleShape(channels: 1, height: 1, width: 2))
    var data = try DataSet(origin: "flat", classes: ["a", "b"], train: Part(store: store, labels: [0, 1]))
    data.preparation = try Preparation([NormalizeStep()])
    #expect(try data.source(.train, training: false, seed: 0).sample(0) == [0, 0])
  }

  @Test func differentSizesNeedResize() throws {
    var data = try load(Fixtures.path("folders/mixed"))
    #expect(throws: DataError.unequalSizes(["5x3", "4x3", "8x8"])) {
      try data.source(.train, training: true, seed: 0)
    }
    data.preparation = try Preparation([GrayscaleStep()])
    #expect(throws: DataError.unequalSizes(["5x3", "4x3", "8x8"])) {
      try data.source(.train, training: true, seed: 0)
    }
    data.preparation = try Preparation([ResizeStep(width: 64, height: 64)])
    #expect(
      try data.source(.train, training: true, seed: 0).shape
        == SampleShape(channels: 3, height: 64, width: 64))
  }

  @Test func whatDoesNotFitIntoMemoryIsRefused() throws {
    var data = try load("digits")
    data.preparation = try Preparation([ResizeStep(width: 16384, height: 16384)])
    let wanted = 1437 << 28
    guard wanted > AvailableMemory.bytes else { return }
    do throws(DataError) {
      _ = try data.source(.train, training: true, seed: 0)
      Issue.record("it was prepared")
    } catch {
      guard case .tooLarge("1437 images of 16384x16384x1", wanted, let room) = error else {
        Issue.record("\(error.message)")
        return
      }
      #expect(room > 0 && room < wanted)
      #expect(
        error.message.hasPrefix(
          "1437 images of 16384x16384x1 would take 359.3 GB of memory; there is room for "))
    }
    #expect(throws: DataError.self) { try AvailableMemory.check(for: .max, each: 2, what: "x") }
  }

  @Test func theOrderOfStepsIsChecked() throws {
    let resize = try ResizeStep(width: 4, height: 4)
    #expect(throws: DataError.stepAfterNormalize("resize 4x4")) {
      try Preparation([NormalizeStep(), resize])
    }
    #expect(throws: DataError.stepTwice("normalize")) { try Preparation([NormalizeStep(), NormalizeStep()]) }
    #expect(try Preparation([resize]).appending([NormalizeStep()]).steps.count == 2)
    #expect(throws: DataError.badSize([0, 4])) { try ResizeStep(width: 0, height: 4) }
    #expect(throws: DataError.badSize([4, 100_000])) { try ResizeStep(width: 4, height: 100_000) }
  }

  @Test func missingPartsAreNamed() throws {
    let data = try counting(classes: 2, perClass: 2)
    #expect(throws: DataError.noPart(.test, existing: [.train])) {
      try data.source(.test, training: false, seed: 0)
    }
  }

  @Test func declarationsMakeSteps() throws {
    let declarations = Preparation.declarations
    #expect(declarations.map(\.name) == ["grayscale", "normalize", "resize"])
    let resize = try #require(declarations.first { $0.name == "resize" })
    let arguments = Arguments(["size": .size([32, 24]), "filter": .text("lanczos")])
    #expect(try resize.make(arguments).text == "resize 32x24 filter=lanczos")
    for declaration in declarations {
      // What a step writes into a model, its declaration reads again.
      let words = declaration.example.split(separator: " ")
      #expect(declaration.step(from: words)?.text == declaration.example)
    }
  }
}
