import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Folders of images")
struct ImageFolderReaderTests {
  private func path(_ name: String) -> String { Fixtures.path("folders/" + name) }

  @Test func classesAndFilesComeInByteOrder() throws {
    let root = path("mixed")
    let data = try load(root)
    #expect(data.classes == ["Zebra", "apple"])
    #expect(data.train.labels == [0, 0, 0, 1, 1])
    #expect(
      data.train.files == [
        "\(root)/Zebra/10.PNG", "\(root)/Zebra/2.png", "\(root)/Zebra/deep/1.png", "\(root)/apple/1.jpg",
        "\(root)/apple/half.png",
      ])
    #expect(data.validation == nil && data.test == nil)
  }

  @Test func grayAndColourBecomeColourAndAlphaLiesOverWhite() throws {
    let train = try load(path("mixed")).train
    #expect((0..<5).allSatisfy { train.shape($0).channels == 3 })
    #expect(train.shape(0) == SampleShape(channels: 3, height: 3, width: 5))
    #expect(try Array(train.store.image(0).pixels.prefix(3)) == [255, 127, 127])
    #expect(try Array(train.store.image(1).pixels.prefix(3)) == [10, 10, 10])
    #expect(try Array(train.store.image(2).pixels.prefix(3)) == [1, 2, 3])
    #expect(try zip(train.store.image(3).pixels, [200, 100, 50]).allSatisfy { abs(Int($0) - $1) <= 3 })
    #expect(try Array(train.store.image(4).pixels.prefix(3)) == [255, 255, 255])
  }

  @Test func filesThatCannotBeReadAreNamed() throws {
    let root = path("mixed")
    let warnings = try load(root).warnings
    #expect(
      warnings.contains {
        $0.hasPrefix("'\(root)/apple/empty.png' can't be read: ") && $0.hasSuffix(": skipped")
      })
    #expect(warnings.contains { $0.hasPrefix("'\(root)/apple/wrong.jpg' can't be read: ") })
    #expect(warnings.contains("the folder '\(root)/papers' has no PNG or JPEG files: it is no class"))
    #expect(warnings.contains("1 image in no class's folder skipped, the first is '\(root)/loose.png'"))
    #expect(
      warnings.contains(
        "2 files that end neither with .png nor .jpg skipped, the first is '\(root)/apple/notes.txt'"))
    #expect(warnings.count == 5)
  }

  @Test func partsAreFolders() throws {
    let root = path("parts")
    let data = try load(root)
    #expect(data.classes == ["cat", "dog"])
    #expect(
      data.train.labels == [0, 0, 1, 1] && data.validation?.labels == [0, 0, 1, 1]
        && data.test?.labels == [1, 1])
    #expect(data.train.uniformShape == SampleShape(channels: 1, height: 3, width: 4))
    #expect(try data.test?.store.image(1).pixels[0] == 81)
    #expect(data.warnings == ["'\(root)/extra' is no part (train, validation, test): skipped"])
  }

  @Test func mistakesAreNamed() throws {
    #expect(
      throws: DataError.unknownClass(path: path("stranger/test/bird"), name: "bird", classes: ["cat", "dog"])
    ) { try load(path("stranger")) }
    #expect(throws: DataError.noImages(path: path("flat"), found: "2 images without a class")) {
      try load(path("flat"))
    }
    #expect(throws: DataError.oneClass(path: path("single"), name: "cat")) { try load(path("single")) }
    #expect(throws: DataError.onePicture(path: path("flat/1.png"))) { try load(path("flat/1.png")) }
    try withTemporaryFolder { folder in
      #expect(throws: DataError.noImages(path: folder, found: "nothing")) { try load(folder) }
      try FileManager.default.createDirectory(atPath: folder + "/cat", withIntermediateDirectories: true)
      // A link that leads back must not be followed for ever.
      try FileManager.default.createSymbolicLink(atPath: folder + "/cat/again", withDestinationPath: folder)
      #expect(throws: DataError.noImages(path: folder, found: "1 sub-folder without any")) {
        try load(folder)
      }
    }
  }
}
