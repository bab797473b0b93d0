import Crypto
import Declarations
import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Loads that are kept for the next ones")
struct KeptImagesTests {
  /// A folder of pictures of several sizes: one with a remark, one of 16 bits and one that can't be read where
  /// `isOdd` says so. Their times lie far enough back to be told from later ones.
  private func withPictures<Result>(isOdd: Bool = false, _ body: (String) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      try draw((0..<6).map { "pictures/train/a/\($0).png" }, in: folder, shade: 10, width: 9, height: 7)
      try draw((0..<5).map { "pictures/train/b/\($0).png" }, in: folder, shade: 90, width: 8, height: 7)
      try draw(["pictures/test/a/0.png", "pictures/test/b/0.png"], in: folder, shade: 40)
      if isOdd {
        let deep = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("deep/gray/low/0.png")))
        try write(Array(deep), to: "pictures/train/a/deep.png", in: folder)
        try write(Array(deep.prefix(60)), to: "pictures/train/a/cut.png", in: folder)
      }
      age()
      return try body(folder)
    }
  }

  private func age() { usleep(150_000) }

  private func load(_ folder: String, _ cache: String, limit: Int? = nil) throws -> DataSet {
    try Loading.load(
      source: DataSourceName(folder + "/pictures"),
      options: LoadOptions(
        limit: limit, format: ["cache": .text(cache)], environment: ["XDG_CACHE_HOME": folder + "/cache"]))
  }

  private func kept(_ folder: String) -> KeptImages { KeptImages(folder: folder + "/cache/fovea/images") }

  private func path(_ folder: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: kept(folder).folder)
    #expect(names.count == 1)
    return kept(folder).folder + "/" + (names.first ?? "")
  }

  /// All that a load tells.
  private func facts(_ data: DataSet) throws -> [String] {
    [data.identity, data.fingerprint, data.filesHash ?? "none"] + data.warnings
      + (try data.parts.flatMap { name, part in
        try (0..<part.count).map { position in
          let index = part.indices[position]
          let content = try part.store.withContent(index..<index + 1) { SHA.prefix(of: Array($0)) }
          return "\(name) \(part.file(position) ?? "") \(part.shape(position)) \(content)"
        }
      }) + data.parts.flatMap { $0.part.imageHashes.map(String.init) }
  }

  /// Puts another fingerprint into the only file that is kept, so that a load that takes it can be told.
  private func mark(_ folder: String, _ fingerprint: String) throws -> String {
    let file = try path(folder)
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    let (old, new) = (Array(fingerprint.utf8), Array("sha256:".utf8) + [UInt8](repeating: 0x30, count: 64))
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: old) })
    bytes.replaceSubrange(place..<place + old.count, with: new)
    let start = bytes[(bytes.count - 48)..<(bytes.count - 40)].reversed().reduce(0) { $0 << 8 | Int($1) }
    let table = bytes[start..<bytes.count - 64]
    bytes.replaceSubrange(bytes.count - 32..<bytes.count, with: Array(SHA256.hash(data: Array(table))))
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return String(decoding: new, as: UTF8.self)
  }

  @Test(arguments: ["disk", "none"], [false, true]) func theNextLoadIsTheSame(cache: String, isOdd: Bool)
    throws
  {
    try withPictures(isOdd: isOdd) { folder in
      let memory = try facts(load(folder, "memory"))
      #expect(kept(folder).entries().isEmpty)
      let first = try facts(load(folder, cache))
      let entries = kept(folder).entries()
      #expect(entries.map(\.images) == [isOdd ? 14 : 13])
      #expect(entries.first?.source == FileAccess.absolute(folder + "/pictures"))
      let second = try facts(load(folder, cache))
      #expect(first == memory && second == memory)
    }
  }

  /// Nothing of the files is looked at but their times: what is kept counts.
  @Test(arguments: ["disk", "none"], [nil, 4]) func theNextLoadDecodesNothing(cache: String, limit: Int?)
    throws
  {
    try withPictures { folder in
      let first = try load(folder, cache, limit: limit)
      let marked = try mark(folder, first.fingerprint)
      let second = try load(folder, cache, limit: limit)
      #expect(second.fingerprint == marked && second.train.indices == first.train.indices)
      #expect(try load(folder, "memory", limit: limit).fingerprint == first.fingerprint)
    }
  }

  /// Packed pixels serve `none` as well; what `none` keeps has none for `disk`.
  @Test func eachWayTakesWhatItNeeds() throws {
    try withPictures { folder in
      let first = try load(folder, "none")
      _ = try mark(folder, first.fingerprint)
      #expect(try load(folder, "disk").fingerprint == first.fingerprint)
      let marked = try mark(folder, first.fingerprint)
      let other = try load(folder, "none")
      #expect(other.fingerprint == marked && other.train.store.caching?.mode == ImageCaching.Mode.none)
    }
  }

  @Test(arguments: ["disk", "none"]) func whateverChangesIsFound(cache: String) throws {
    func changed(_ change: (String) throws -> Void) throws {
      try withPictures { folder in
        let first = try load(folder, cache)
        _ = try mark(folder, first.fingerprint)
        try change(folder + "/pictures/train/a/")
        let (second, memory) = (try load(folder, cache), try load(folder, "memory"))
        #expect(try facts(second) == facts(memory) && second.fingerprint != first.fingerprint)
      }
    }
    try changed { try FileManager.default.removeItem(atPath: $0 + "1.png") }
    try changed { try FileManager.default.moveItem(atPath: $0 + "1.png", toPath: $0 + "9.png") }
    try changed { try draw(["1.png"], in: $0, shade: 200, width: 9, height: 7) }
    // The same size and the same time, to the nanosecond.
    try changed { folder in
      var status = stat()
      stat(folder + "1.png", &status)
      try draw(["1.png"], in: folder, shade: 77, width: 9, height: 7)
      #expect(utimensat(AT_FDCWD, folder + "1.png", [status.st_atim, status.st_mtim], 0) == 0)
      #expect(FileStamp(folder + "1.png")?.size == FileStamp(status).size)
      #expect(FileStamp(folder + "1.png")?.modified == FileStamp(status).modified)
    }
  }

  @Test func anotherTableOfTheSameFilesIsAnotherLoad() throws {
    try withPictures { folder in
      func load(_ rows: [String]) throws -> DataSet {
        try write(Array((rows.joined(separator: "\n") + "\n").utf8), to: "list.csv", in: folder)
        return try Loading.load(
          source: DataSourceName(folder + "/list.csv"),
          options: LoadOptions(
            format: ["cache": .text("none")], environment: ["XDG_CACHE_HOME": folder + "/cache"]))
      }
      let rows = ["pictures/train/a/0.png,x", "pictures/train/a/1.png,y", "pictures/train/b/1.png,x"]
      let first = try load(rows)
      let marked = try mark(folder, first.fingerprint)
      #expect(try load(rows).fingerprint == marked)
      let other = try load([rows[0], rows[1], "pictures/train/b/1.png,y"])
      #expect(other.train.labels == [0, 1, 1] && other.filesHash != first.filesHash)
      // What isn't used any more is gone.
      #expect(kept(folder).entries().count == 1)
    }
  }

  @Test func whatIsDamagedIsMadeAnew() throws {
    try withPictures { folder in
      let first = try load(folder, "disk")
      let file = URL(fileURLWithPath: try path(folder))
      let whole = Array(try Data(contentsOf: file))
      for size in stride(from: 0, to: whole.count, by: 97) {
        try Data(whole[..<size]).write(to: file)
        #expect(try load(folder, "disk").fingerprint == first.fingerprint)
        #expect(try Data(contentsOf: file).count == whole.count)
      }
      let table = whole.count - 64 - (whole.count - 64) / 2
      for place in stride(from: table, to: whole.count, by: 31) {
        var bytes = whole
        bytes[place] ^= 4
        try Data(bytes).write(to: file)
        #expect(try load(folder, "disk").fingerprint == first.fingerprint)
      }
    }
  }

  /// Pixels are held against their hashes when they are read.
  @Test func packedPixelsThatChangedAreNamedAndMadeAnew() throws {
    try withPictures { folder in
      let first = try facts(load(folder, "disk"))
      let file = URL(fileURLWithPath: try path(folder))
      var bytes = Array(try Data(contentsOf: file))
      bytes[3] ^= 1
      try Data(bytes).write(to: file)
      let second = try load(folder, "disk")
      let failure = #expect(throws: DataError.self) {
        for index in 0..<second.train.store.count { _ = try second.train.store.image(index) }
      }
      #expect(
        failure?.message == "the file in '\(kept(folder).folder)' that the images were packed into was "
          + "changed: it isn't what was written.")
      #expect(failure?.hint == "Load the images again.")
      #expect(try facts(load(folder, "disk")) == first)
    }
  }

  /// A file system that counts time in steps tells no change within one.
  @Test func whatJustChangedIsNotKept() throws {
    try withPictures { folder in
      let path = folder + "/pictures/train/a/1.png"
      let stamp = try #require(FileStamp(path))
      let read = ImageFiles.decoded(path, hashing: false) { image, _ in
        ReadImage(
          image: nil, shape: SampleShape(channels: 1, height: image.height, width: image.width), isGray: true,
          isDeep: false)
      }
      let manifest = ImageManifest(
        source: folder, fingerprint: "f", files: "h", survey: .init(), isPacked: false, parts: [[read, nil]])
      #expect(!manifest.isLasting(since: stamp.changed))
      #expect(!manifest.isLasting(since: stamp.changed + 99_999_999))
      #expect(manifest.isLasting(since: stamp.changed + 100_000_000))
    }
  }

  @Test func whatWasNotUsedForTheLongestTimeGoesFirst() throws {
    try withPictures { folder in
      let images = kept(folder)
      for limit in [4, 5, 6] {
        _ = try load(folder, "disk", limit: limit)
        age()
      }
      #expect(images.entries().map(\.images) == [8, 7, 6])
      _ = try load(folder, "disk", limit: 4)
      #expect(images.entries().map(\.images) == [6, 8, 7])
      age()
      let sizes = images.entries().map(\.bytes)
      let small = KeptImages(folder: images.folder, limit: sizes[0] + sizes[1] + 10)
      let key = KeptImages.Key([], classes: [], source: "x", base: "x", limit: nil)
      small.keep(
        ImageManifest(
          source: "x", fingerprint: "f", files: "h", survey: .init(), isPacked: false, parts: []), nil, key)
      #expect(images.entries().map(\.images) == [0, 6])
      #expect(images.clear().files == 2 && images.entries().isEmpty)
    }
  }

  @Test func aFolderThatCannotBeWrittenKeepsNothing() throws {
    try withPictures { folder in
      try write([], to: "cache", in: folder)
      #expect(try load(folder, "none").fingerprint == load(folder, "memory").fingerprint)
    }
  }
}
