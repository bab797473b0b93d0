import Declarations
import Foundation
import Images
import Synchronization
import Testing

@testable import Datasets

@Suite("Images outside of memory")
struct ImageKeepingTests {
  /// A folder of two classes of gray pictures, five each, and of what `more` adds.
  private func withPictures<Result>(
    _ more: (String) throws -> Void = { _ in }, _ body: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      try draw((0..<5).map { "pictures/a/\($0).png" }, in: folder, shade: 10, width: 9, height: 7)
      try draw((0..<5).map { "pictures/b/\($0).png" }, in: folder, shade: 90, width: 9, height: 7)
      try more(folder + "/pictures")
      return try body(folder)
    }
  }

  private func load(_ folder: String, _ cache: String?, limit: Int? = nil) throws -> DataSet {
    try Loading.load(
      source: DataSourceName(folder + "/pictures"),
      options: LoadOptions(
        limit: limit, format: cache.map { ["cache": .text($0)] } ?? [:],
        environment: ["XDG_CACHE_HOME": folder + "/cache"]))
  }

  /// All numbers of all parts, as a model reads them.
  private func numbers(_ data: DataSet) throws -> [[Float]] {
    var data = data
    data.preparation = try Preparation([ResizeStep(width: 6, height: 6), NormalizeStep()])
    data.augmentation = Augmentation([FlipStep(.horizontal)])
    return try data.parts.flatMap { name, part in
      let source = try data.source(name, training: name == .train, seed: 3)
      return (0..<part.count).map { source.sample($0, epoch: 2) }
    }
  }

  @Test(arguments: ["disk", "none"]) func bitsAreThoseOfMemory(cache: String) throws {
    func colour(_ folder: String) throws {
      let pixels: [UInt8] = (0..<63).flatMap { (value: UInt8) -> [UInt8] in [value * 3, value, 255 - value] }
      try Image(width: 9, height: 7, channels: 3, pixels: pixels).encodedPNG().writeBytes(folder + "/b/9.png")
    }
    for more in [{ _ in }, colour] as [(String) throws -> Void] {
      try withPictures(more) { folder in
        let memory = try load(folder, "memory")
        let other = try load(folder, cache)
        #expect(other.train.store.caching?.mode.rawValue == cache && memory.train.store.caching == nil)
        #expect(other.fingerprint == memory.fingerprint && other.identity == memory.identity)
        #expect(try numbers(other) == numbers(memory))
        #expect(other.train.imageHashes == memory.train.imageHashes)
        #expect(try other.description().doubtful == memory.description().doubtful)
        #expect(try load(folder, cache, limit: 4).fingerprint == load(folder, "memory", limit: 4).fingerprint)
      }
    }
  }

  /// Its header says colour, but it can't be read: all that can is gray.
  @Test(arguments: ["memory", "disk", "none"]) func whatCannotBeReadDoesNotMakeColour(cache: String) throws {
    func broken(_ folder: String) throws {
      let whole = try Image(width: 2, height: 2, channels: 3, pixels: [UInt8](repeating: 9, count: 12))
        .encodedPNG()
      try Array(whole[..<40]).writeBytes(folder + "/a/z.png")
    }
    try withPictures(broken) { folder in
      let data = try load(folder, cache)
      #expect(data.train.uniformShape?.channels == 1 && data.train.count == 10)
      #expect(data.warnings.count == 1)
    }
  }

  @Test(arguments: ["memory", "disk", "none"]) func decodingCanBeStopped(cache: String) throws {
    _ = try withPictures { folder in
      #expect(throws: DataError.stopped) {
        try Loading.load(
          source: DataSourceName(folder + "/pictures"),
          options: LoadOptions(
            format: ["cache": .text(cache)], environment: ["XDG_CACHE_HOME": folder + "/cache"]),
          shouldStop: { true })
      }
    }
  }

  /// Their fingerprint comes of the same decoding, as long as files are what their headers say.
  @Test func picturesThatAreKeptNowhereAreDecodedOnce() throws {
    func reading(_ folder: String) throws -> LoadedData {
      try ImageFolderReader().read(
        folder + "/pictures", LoadOptions(format: ["cache": .text("none")], environment: [:]))
    }
    func cut(_ folder: String) throws {
      let whole = try Image(width: 9, height: 7, channels: 1, pixels: [UInt8](repeating: 9, count: 63))
        .encodedPNG()
      try Array(whole[..<40]).writeBytes(folder + "/a/2x.png")
    }
    func noPicture(_ folder: String) throws { try Array("text".utf8).writeBytes(folder + "/a/2x.png") }
    /// The fingerprint of the one pass, that of what is loaded, and that of the same in memory.
    func fingerprints(_ folder: String) throws -> [String?] {
      [
        try reading(folder).fingerprint, try load(folder, "none").fingerprint,
        try load(folder, "memory").fingerprint,
      ]
    }
    let whole = try withPictures { folder in try fingerprints(folder) }
    #expect(whole[0] == whole[2] && whole[1] == whole[2])
    let broken = try withPictures(cut) { folder in try fingerprints(folder) }
    #expect(broken[0] == nil && broken[1] == broken[2])
    let other = try withPictures(noPicture) { folder in try fingerprints(folder) }
    #expect(other[0] == other[2] && other[1] == other[2])
  }

  @Test(arguments: ["memory", "disk", "none"]) func aFingerprintCanBeStopped(cache: String) throws {
    try withPictures { folder in
      let data = try load(folder, cache)
      #expect(throws: DataError.stopped) {
        try Fingerprint.of(classes: data.classes, parts: data.parts, shouldStop: { true })
      }
    }
  }

  @Test func whatIsMadeOnAllCoresIsTakenInOrder() {
    let taken = Mutex<[Int]>([])
    let blocks = InOrder.blocks(5000) { _ in 1 << 16 }
    #expect(blocks.count > 2 && blocks.flatMap { Array($0) } == Array(0..<5000))
    let isWhole = inOrder(
      blocks, make: { $0 * 2 },
      take: { number, made in
        taken.withLock { $0.append(number + made) }
      })
    #expect(isWhole && taken.withLock { $0 } == (0..<5000).map { 3 * $0 })
  }

  @Test func nothingIsLeftInTheCacheFolderButWholeLoads() throws {
    try withPictures { folder in
      let data = try load(folder, "disk")
      _ = try numbers(data)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/cache/fovea/images")
      #expect(left.allSatisfy { $0.hasSuffix(".images") })
    }
  }

  @Test func filesThatChangeAreNamed() throws {
    try withPictures { folder in
      let data = try load(folder, "none")
      let path = folder + "/pictures/a/1.png"
      try draw(["pictures/a/1.png"], in: folder, shade: 77, width: 9, height: 7)
      let failure = #expect(throws: DataError.self) { try data.train.store.image(1) }
      #expect(failure == .changedWhileUsed(path: path))
      #expect(
        failure?.message == "'\(path)' was changed after it was loaded: its pixels aren't the same.")
      try FileManager.default.removeItem(atPath: path)
      _ = try data.train.store.image(2)
      #expect(throws: DataError.self) {
        var data = data
        data.preparation = try Preparation([NormalizeStep()])
        _ = try data.fittedPreparation()
      }
    }
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() throws {
    try withPictures { folder in
      try Array("no folder".utf8).writeBytes(folder + "/cache")
      let failure = #expect(throws: DataError.self) { try load(folder, "disk") }
      #expect(
        failure?.message.contains("images can't be kept in a file in '\(folder)/cache/fovea/images'") == true)
    }
  }
}

extension [UInt8] {
  fileprivate func writeBytes(_ path: String) throws { try Data(self).write(to: URL(fileURLWithPath: path)) }
}
