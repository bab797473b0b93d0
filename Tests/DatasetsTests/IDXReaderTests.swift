import Foundation
import Images
import Testing

@testable import Datasets

@Suite("IDX files")
struct IDXReaderTests {
  private func path(_ name: String) -> String { Fixtures.path("idx/" + name) }

  @Test func packedAndUnpackedFilesMix() throws {
    let data = try load(path("good"))
    #expect(data.classes == ["0", "1", "2"])
    #expect(data.train.labels == [0, 1, 2, 0, 1, 2] && data.test?.labels == [2, 1, 0])
    #expect(data.train.uniformShape == SampleShape(channels: 1, height: 2, width: 3))
    #expect(try (0..<6).flatMap { try data.train.store.image($0).pixels } == Array(0..<36))
    #expect(try data.test?.store.image(2).pixels == [112, 113, 114, 115, 116, 117])
    #expect(data.validation == nil && data.warnings.isEmpty)
  }

  @Test func aFileFindsItsLabels() throws {
    let data = try load(path("good/train-images-idx3-ubyte"))
    #expect(data.train.count == 6 && data.test == nil)
    // The same content has one fingerprint, however it was packed.
    #expect(data.fingerprint == (try load(path("members"))).fingerprint)
    #expect(try load(path("good/t10k-images-idx3-ubyte.gz")).train.labels == [2, 1, 0])
  }

  @Test func everyDamageIsNamed() throws {
    let images = "train-images-idx3-ubyte"
    let labels = "train-labels-idx1-ubyte"
    func error(_ name: String) -> DataError? {
      do throws(DataError) {
        _ = try load(path(name))
        return nil
      } catch {
        return error
      }
    }
    #expect(
      error("checksum") == .damagedGzip(path: path("checksum/\(images).gz"), reason: "incorrect data check"))
    #expect(
      error("cut-gzip") == .damagedGzip(path: path("cut-gzip/\(images).gz"), reason: "it ends in the middle"))
    #expect(
      error("after-gzip")
        == .damagedGzip(
          path: path("after-gzip/\(images).gz"), reason: "something else follows the packed content"))
    #expect(error("cut") == .truncated(path: path("cut/\(images)"), expected: 36, found: 31))
    #expect(error("header") == .truncated(path: path("header/\(images)"), expected: 12, found: 5))
    #expect(error("trailing") == .trailingBytes(path: path("trailing/\(images).gz"), expected: 36))
    #expect(error("magic") == .notIDX(path: path("magic/\(images)"), found: Array("P5 2".utf8)))
    #expect(error("type") == .wrongIDXType(path: path("type/\(images)"), type: 13))
    #expect(
      error("dimensions") == .wrongIDXDimensions(path: path("dimensions/\(labels)"), expected: 1, found: 3))
    #expect(error("count") == .labelCount(path: path("count/\(labels)"), images: 6, labels: 5))
    #expect(error("zero") == .badIDXSizes(path: path("zero/\(images)"), sizes: [0, 2, 3]))
    #expect(error("huge") == .truncated(path: path("huge/\(images)"), expected: 1 << 61, found: 3))
    #expect(
      error("overflow")
        == .badIDXSizes(path: path("overflow/\(images)"), sizes: [Int](repeating: 4_294_967_295, count: 3)))
    #expect(
      error("range")
        == .labelRange(path: path("range/t10k-labels-idx1-ubyte"), position: 1, label: 7, classes: 3))
    #expect(error("sizes") == .unequalParts(path: path("sizes"), sizes: ["3x2x1", "2x3x1"]))
    #expect(error("lonely") == .noIDXFiles(path: path("lonely"), found: images))
    #expect(
      error("lonely/\(images)")
        == .noLabels(path: path("lonely/\(images)"), wanted: [labels, labels + ".gz"]))
    #expect(error("one-class") == .oneClass(path: path("one-class"), name: "0"))
  }

  /// What a header promises gets no memory before it can be there.
  @Test func headersThatLieGetNoMemory() throws {
    try withTemporaryFolder { folder in
      func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      let zeros = try packed([UInt8](repeating: 0, count: 1 << 20))
      // A million images of 65,535 x 4,096 pixels, in a file that can unpack to a few hundred megabytes.
      let header: [UInt8] = [0, 0, 8, 3, 0, 15, 66, 64, 0, 0, 255, 255, 0, 0, 16, 0]
      try write([0, 0, 8, 1, 0, 0, 0, 2, 0, 1], "train-labels-idx1-ubyte")
      try write(try packed(header) + (0..<50).flatMap { _ in zeros }, "train-images-idx3-ubyte.gz")
      let path = folder + "/train-images-idx3-ubyte.gz"
      #expect(throws: DataError.truncated(path: path, expected: 1_000_000 * 65_535 * 4096, found: 50 << 20)) {
        try load(folder)
      }
    }
  }

  @Test func severalDataSetsInOneFolderAreNotMixed() throws {
    let source = path("good") + "/"
    try withTemporaryFolder { folder in
      func copy(_ stem: String) throws {
        for (kind, file) in [
          ("images-idx3", "train-images-idx3-ubyte"), ("labels-idx1", "train-labels-idx1-ubyte.gz"),
        ] {
          let target = "\(folder)/\(stem)-\(kind)-ubyte" + (file.hasSuffix(".gz") ? ".gz" : "")
          try FileManager.default.copyItem(atPath: source + file, toPath: target)
        }
      }
      try copy("letters-test")
      try copy("letters-train")
      let data = try load(folder)
      #expect(data.train.count == 6 && data.test?.count == 6)
      try copy("digits-train")
      let files = ["digits-train-images-idx3-ubyte", "letters-train-images-idx3-ubyte"]
      let error = DataError.ambiguousIDX(path: folder, part: .train, files: files)
      #expect(throws: error) { try load(folder) }
      #expect(error.hint == "Name one of them: load \"\(folder)/digits-train-images-idx3-ubyte\" as NAME")
      #expect(try load(folder + "/" + files[0]).train.count == 6)
    }
  }

  /// Every prefix and every changed byte of a packed file: an error or a data set, never a crash.
  @Test func nothingFedCrashes() throws {
    let good = try FileAccess.bytes(path("members/train-images-idx3-ubyte.gz"))
    let labels = try FileAccess.bytes(path("members/train-labels-idx1-ubyte.gz"))
    try withTemporaryFolder { folder in
      try Data(labels).write(to: URL(fileURLWithPath: folder + "/train-labels-idx1-ubyte.gz"))
      var refused = 0
      for change in 0..<2 * good.count {
        var bytes = good
        if change < good.count {
          bytes.removeLast(good.count - change)
        } else {
          bytes[change - good.count] ^= 0x55
        }
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/train-images-idx3-ubyte.gz"))
        if (try? load(folder)) == nil { refused += 1 }
      }
      // A few bytes of a gzip header (time, system) may be anything.
      #expect(refused >= 2 * good.count - 40)
    }
  }
}
