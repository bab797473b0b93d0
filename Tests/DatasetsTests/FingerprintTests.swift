import Testing

@testable import Datasets

@Suite("Fingerprint")
struct FingerprintTests {
  private func data(
    pixels: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8], shapes: [SampleShape]? = nil, indices: [Int] = [0, 1],
    labels: [Int] = [0, 1],
    classes: [String] = ["a", "b"]
  ) throws -> String {
    let two = SampleShape(channels: 1, height: 2, width: 2)
    let store = ImageStore(
      pixels: pixels, shapes: shapes ?? [SampleShape](repeating: two, count: pixels.count / 4))
    return try DataSet(
      origin: "x", classes: classes, train: Part(store: store, indices: indices, labels: labels)
    ).fingerprint
  }

  @Test func contentDecides() throws {
    let flat = SampleShape(channels: 1, height: 1, width: 4)
    let square = SampleShape(channels: 1, height: 2, width: 2)
    let all = try [
      data(), data(pixels: [1, 2, 3, 4, 5, 6, 7, 9]), data(labels: [1, 0]), data(classes: ["a", "c"]),
      data(indices: [1, 0]), data(indices: [0], labels: [0]), data(shapes: [flat, flat]),
      data(shapes: [square, flat]),
      data(classes: ["ab", ""]),
    ]
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { $0.hasPrefix("sha256:") && $0.count == 71 })
  }

  @Test func whereTheImagesLieInMemoryDoesNot() throws {
    #expect(try data() == data(pixels: [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8], indices: [1, 2]))
    #expect(try data() == data(pixels: [5, 6, 7, 8, 0, 0, 0, 0, 1, 2, 3, 4], indices: [2, 0]))
    // Among images of other sizes too.
    let square = SampleShape(channels: 1, height: 2, width: 2)
    let dot = SampleShape(channels: 1, height: 1, width: 1)
    #expect(
      try data()
        == data(pixels: [9, 1, 2, 3, 4, 5, 6, 7, 8], shapes: [dot, square, square], indices: [1, 2]))
  }
}
