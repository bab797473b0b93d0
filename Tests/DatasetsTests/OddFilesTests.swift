import Foundation
import Glibc
import Images
import Testing

@testable import Datasets

@Suite("What lies in folders besides images")
struct OddFilesTests {
  /// Two classes of two images each.
  private let usual = ["cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"]

  private func loaded(_ files: [String] = [], _ prepare: (String) throws -> Void = { _ in }) throws -> DataSet
  {
    try withTemporaryFolder { folder in
      try draw(usual + files, in: folder)
      try prepare(folder)
      let data = try load(folder)
      // Places don't matter here.
      return try DataSet(
        origin: "odd", classes: data.classes, train: data.train, validation: data.validation, test: data.test,
        warnings: data.warnings.map { $0.replacing(folder + "/", with: "") })
    }
  }

  @Test func pipesSocketsAndDevicesAreNotWaitedFor() throws {
    let data = try loaded { folder in
      #expect(mkfifo(folder + "/cat/3.png", 0o600) == 0)
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/dog/3.jpg", withDestinationPath: "/dev/zero")
    }
    #expect(data.train.count == 4)
    #expect(
      data.warnings == [
        "'cat/3.png' is no file but a pipe, a socket or a device: skipped",
        "'dog/3.jpg' is no file but a pipe, a socket or a device: skipped",
      ])
    try withTemporaryFolder { folder in
      for name in ["pipe", "pipe.png", "pipe.svmlight", "train-images-idx3-ubyte"] {
        #expect(mkfifo(folder + "/" + name, 0o600) == 0)
        #expect(throws: DataError.unknownKind(path: folder + "/" + name)) { try load(folder + "/" + name) }
      }
      #expect(throws: DataError.unreadable(path: folder + "/pipe", reason: "it is no regular file")) {
        try FileAccess.bytes(folder + "/pipe")
      }
    }
    #expect(throws: DataError.unknownKind(path: "/dev/zero")) { try load("/dev/zero") }
  }

  @Test func linksThatLeadRoundAreFollowedOnce() throws {
    let data = try loaded { folder in
      func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder + "/" + name, withDestinationPath: target)
      }
      try link("cat/up", to: "..")
      try link("cat/self", to: ".")
      try link("dog/other", to: "../cat")
      try link("dog/nothing.png", to: "nowhere.png")
      try link("dog/loop.png", to: "loop.png")
      try link("round", to: "round")
      try FileManager.default.createDirectory(atPath: folder + "/dog/deep", withIntermediateDirectories: true)
      try link("dog/deep/again", to: "../../dog")
    }
    #expect(data.classes == ["cat", "dog"] && data.train.count == 4)
    for name in ["cat/up", "cat/self", "dog/other", "dog/deep/again"] {
      #expect(data.warnings.contains("'\(name)' leads to a folder above it or to another class: skipped"))
    }
    #expect(data.warnings.contains("'dog/nothing.png' is a link to nothing: skipped"))
    #expect(data.warnings.contains("'dog/loop.png' is a link to nothing: skipped"))
  }

  @Test func namesThatCannotBeShownAreLeftOut() throws {
    let data = try loaded { folder in
      let source = folder + "/cat/1.png"
      for name: [UInt8] in [[0xFF, 0xFE], Array("a\nb".utf8), Array("a\u{1B}[2Jb".utf8), [0xC3]] {
        let path = Array((folder + "/cat/").utf8) + name + Array(".png".utf8) + [0]
        #expect(
          path.withUnsafeBufferPointer {
            link(source, UnsafeRawPointer($0.baseAddress!).assumingMemoryBound(to: CChar.self))
          }
            == 0)
      }
    }
    #expect(data.train.count == 4 && data.warnings.count == 4)
    #expect(
      data.warnings.allSatisfy {
        $0.hasSuffix("has a name that isn't UTF-8, or with control characters: skipped")
      })
    #expect(data.warnings.allSatisfy { !$0.contains("\n") && !$0.contains("\u{1B}") })
  }

  @Test func emptyAndForeignFilesAreNamed() throws {
    let data = try loaded(["bird/1.png"]) { folder in
      try write([], to: "cat/empty.png", in: folder)
      try write(Array("GIF89a".utf8), to: "cat/moving.jpg", in: folder)
      try write(Array("just words".utf8), to: "dog/words.png", in: folder)
      try write([1, 2, 3], to: "dog/picture.tiff", in: folder)
      try write([0x89, 0x50, 0x4E, 0x47], to: "dog/cut.png", in: folder)
      // The content counts, not the ending.
      try FileManager.default.moveItem(atPath: folder + "/cat/1.png", toPath: folder + "/cat/1.jpeg")
      try FileManager.default.createDirectory(atPath: folder + "/nothing", withIntermediateDirectories: true)
      try FileManager.default.createDirectory(
        atPath: folder + "/folder.png", withIntermediateDirectories: true)
    }
    #expect(data.classes == ["bird", "cat", "dog"] && data.train.count == 5)
    #expect(
      data.warnings == [
        "the folder 'folder.png' has no PNG or JPEG files: it is no class",
        "the folder 'nothing' has no PNG or JPEG files: it is no class",
        "1 file that ends neither with .png nor .jpg skipped, the first is 'dog/picture.tiff'",
        "'cat/empty.png' can't be read: the file is empty: skipped",
        "'cat/moving.jpg' can't be read: it is a GIF file; PNG and JPEG files can be read: skipped",
        "'dog/cut.png' can't be read: the PNG file is cut off: it ends before its picture does: skipped",
        "'dog/words.png' can't be read: it is neither PNG nor JPEG: it begins with the bytes 6a 75 73 74: "
          + "skipped",
      ])
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything")) func whatMayNotBeReadIsNamed() throws {
    let data = try loaded { folder in
      try draw(["bird/1.png"], in: folder)
      chmod(folder + "/cat/2.png", 0)
      chmod(folder + "/bird", 0)
    }
    #expect(data.train.count == 3)
    #expect(data.warnings.contains("'cat/2.png' can't be read: access is not allowed: skipped"))
    #expect(data.warnings.contains("'bird' can't be read: access is not allowed: skipped"))
  }

  @Test func aFileThatClaimsToBeGiganticIsNotRead() throws {
    let data = try loaded { folder in
      // A file of holes: 2 TB that take no room.
      let descriptor = open(folder + "/cat/holes.png", O_WRONLY | O_CREAT, 0o600)
      #expect(ftruncate(descriptor, 2 << 40) == 0)
      close(descriptor)
    }
    #expect(data.train.count == 4)
    #expect(
      data.warnings == [
        "'cat/holes.png' can't be read: it has 2048 GB; pictures have at most 1 GB: skipped"
      ])
  }

  @Test func picturesForWhichThereIsNoRoomAreRefusedBeforeTheyAreDecoded() throws {
    try withTemporaryFolder { folder in
      // The header of 11,585 x 11,585 pixels, which is all that is looked at; each link counts.
      var png = try Image(width: 1, height: 1, channels: 3, pixels: [1, 2, 3]).encodedPNG()
      png.replaceSubrange(16..<24, with: [0, 0, 0x2D, 0x41, 0, 0, 0x2D, 0x41])
      try write(png, to: "cat/0.png", in: folder)
      try write(png, to: "dog/0.png", in: folder)
      for number in 1..<2000 {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder)/cat/\(number).png", withDestinationPath: "0.png")
      }
      do throws(DataError) {
        _ = try load(folder)
        Issue.record("it was loaded")
      } catch {
        guard case .tooLarge("2001 images", let bytes, let room) = error else {
          Issue.record("\(error.message)")
          return
        }
        #expect(bytes == 2001 * 11_585 * 11_585 * 3 && room < bytes)
      }
    }
  }

  // MARK: Sizes and numbers

  @Test func oneImageAndOnePixelAreEnough() throws {
    try withTemporaryFolder { folder in
      try draw(["a/1.png", "b/1.png"], in: folder, width: 1, height: 1)
      let data = try load(folder)
      #expect(
        data.train.count == 2 && data.train.uniformShape == SampleShape(channels: 1, height: 1, width: 1))
      var prepared = data
      prepared.preparation = try Preparation([ResizeStep(width: 3, height: 2), NormalizeStep()])
      #expect(try prepared.source(.train, training: false, seed: 0).sample(1).count == 6)
      #expect(try data.description().imbalance == 1)
    }
    try withTemporaryFolder { folder in
      try draw(["a/1.png"], in: folder)
      #expect(throws: DataError.oneClass(path: folder, name: "a")) { try load(folder) }
    }
  }

  @Test func classesThatAreSkippedForTheirNamesAreToldWithTheOnlyOne() throws {
    try withTemporaryFolder { folder in
      try draw(["a/1.png"], in: folder)
      for byte: UInt8 in [0xE9, 0xFF] {
        let path = (Array((folder + "/b").utf8) + [byte, 0]).map { CChar(bitPattern: $0) }
        #expect(mkdir(path, 0o700) == 0)
      }
      let error = DataError.oneClass(path: folder, name: "a", skipped: 2)
      #expect(throws: error) { try load(folder) }
      #expect(
        error.message
          == "'\(folder)' has a single class, 'a'; at least two are needed. 2 folders were skipped "
          + "for their names, which aren't UTF-8 or hold control characters.")
    }
  }

  @Test func aThousandClassesAreTold() throws {
    try withTemporaryFolder { folder in
      try draw((0..<1000).map { "class \($0)/1.png" }, in: folder)
      let data = try load(folder)
      #expect(data.classes.count == 1000 && data.train.count == 1000 && data.warnings.isEmpty)
      // In byte order.
      #expect(data.classes[2] == "class 10" && data.train.labels[2] == 2)
    }
  }

  @Test func aClassWhoseFilesCannotBeReadIsToldToHaveNone() throws {
    let data = try loaded { folder in
      try write([], to: "bird/1.png", in: folder)
      try write([], to: "ant/1.png", in: folder)
    }
    #expect(data.classes == ["ant", "bird", "cat", "dog"] && data.train.labels == [2, 2, 3, 3])
    #expect(data.warnings.last == "2 of the 4 classes have no training image: 'ant', 'bird'")
  }

  @Test func labelsThatDoNotOccurAreClassesWithoutImages() throws {
    try withTemporaryFolder { folder in
      try write(
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6], to: "train-images-idx3-ubyte", in: folder)
      try write([0, 0, 8, 1, 0, 0, 0, 2, 0, 3], to: "train-labels-idx1-ubyte", in: folder)
      #expect(try load(folder).warnings == ["2 of the 4 classes have no training image: '1', '2'"])
    }
  }
}
