import Images
import Testing

@testable import Datasets

@Suite("Fitted preparation")
struct FittedPreparationTests {
  @Test func textComesBackBitByBit() throws {
    var data = try load(Fixtures.path("folders/mixed"))
    data.preparation = try Preparation([ResizeStep(width: 7, height: 5, filter: .box), NormalizeStep()])
    let fitted = try data.fittedPreparation()
    let restored = try FittedPreparation(text: fitted.text)
    #expect(
      restored.text == fitted.text && restored.shape == fitted.shape && restored.scales == fitted.scales)
    #expect(restored.lines == ["resize 7x5 filter=box", "normalize"])
    let first = try fitted.source(of: data.train, classes: 2)
    let second = try restored.source(of: data.train, classes: 2)
    #expect((0..<first.count).allSatisfy { first.sample($0) == second.sample($0) })
    #expect(first.sample(0) == (try data.source(.train, training: false, seed: 0)).sample(0))
  }

  @Test func withoutStepsTheTextIsShort() throws {
    let text = try counting(classes: 2, perClass: 2).fittedPreparation().text
    #expect(text == ["preparation.input": "4x3x1", "preparation.steps": ""])
    #expect(try FittedPreparation(text: text).text == text)
  }

  @Test func damagedTextIsRefused() throws {
    var data = try counting(classes: 2, perClass: 2)
    data.preparation = try Preparation([ResizeStep(width: 2, height: 2), NormalizeStep()])
    let good = try data.fittedPreparation().text
    let changes = [
      ("preparation.input", "4x3"), ("preparation.input", "4x3x0"),
      ("preparation.input", "99999999999999999999x3x1"),
      ("preparation.input", "-4x3x1"), ("preparation.steps", "resize 0x4"), ("preparation.steps", "blur"),
      ("preparation.steps", "normalize; grayscale"), ("preparation.mean", "nan"), ("preparation.mean", "1 2"),
      ("preparation.deviation", "-1"), ("preparation.deviation", ""),
    ]
    for (key, value) in changes {
      var text = good
      text[key] = value
      #expect(throws: DataError.damagedPreparation(key: key, value: value)) {
        try FittedPreparation(text: text)
      }
    }
    for key in good.keys {
      var text = good
      text[key] = nil
      #expect(throws: DataError.damagedPreparation(key: key, value: nil)) {
        try FittedPreparation(text: text)
      }
    }
  }

  @Test func otherDataIsPreparedTheSameWay() throws {
    let gray = try counting(classes: 2, perClass: 3)
    let fitted = try gray.fittedPreparation()
    let larger = try counting(classes: 2, perClass: 3, width: 5)
    let expected = SampleShape(channels: 1, height: 3, width: 4)
    let found = SampleShape(channels: 1, height: 3, width: 5)
    #expect(throws: DataError.wrongSize(path: nil, found: found, expected: expected)) {
      try fitted.source(of: larger.train, classes: 2)
    }
    // Colour where the model knows gray.
    let store = ImageStore(
      pixels: [UInt8](repeating: 100, count: 36), count: 1,
      shape: SampleShape(channels: 3, height: 3, width: 4))
    let source = try fitted.source(of: Part(store: store, labels: [0]), classes: 2)
    #expect(source.sample(0) == [Float](repeating: 100 / 255, count: 12))
  }
}
