import Foundation
import Testing

@testable import Datasets

@Suite("Folders with a limit")
struct FolderLimitTests {
  private func names(_ counts: [String: Int]) -> [String] {
    counts.sorted { $0.key < $1.key }.flatMap { name, count in (0..<count).map { "\(name)/\(10 + $0).png" } }
  }

  @Test func onlyWhatIsKeptIsDecoded() throws {
    try withTemporaryFolder { folder in
      try draw(names(["a": 8, "b": 4]), in: folder)
      let whole = try load(folder)
      let few = try load(folder, limit: 6)
      // Which images a limit keeps doesn't depend on when it is looked at.
      let (kept, lost) = try Loading.limited(whole.train, to: 6, classes: 2)
      let expected = try DataSet(origin: "same", classes: whole.classes, train: kept)
      #expect(few.fingerprint == expected.fingerprint && lost.isEmpty)
      #expect(few.train.labels == [0, 0, 0, 0, 1, 1])
      #expect(few.train.files?.filter { !$0.isEmpty }.count == 6)
      #expect((0..<6).map { few.train.file($0) } == (0..<6).map { kept.file($0) })
      // Augmentation draws by the places of all images.
      #expect(few.train.indices == kept.indices)
      // Nothing is said of what wasn't opened.
      try write([], to: "a/99.png", in: folder)
      try write([], to: "b/99.png", in: folder)
      #expect(try load(folder, limit: 6).warnings.isEmpty)
      #expect(try load(folder).warnings.count == 2)
    }
  }

  @Test func whatCannotBeReadIsReplacedByTheNext() throws {
    try withTemporaryFolder { folder in
      try draw(names(["a": 8, "b": 8]), in: folder)
      for name in ["a/10.png", "a/12.png", "b/17.png"] { try write([7], to: name, in: folder) }
      let data = try load(folder, limit: 8)
      #expect(data.train.labels == [0, 0, 0, 0, 1, 1, 1, 1] && data.warnings.count == 2)
      let kept = [
        "a/11.png", "a/13.png", "a/14.png", "a/15.png", "b/10.png", "b/11.png", "b/12.png", "b/13.png",
      ]
      #expect((0..<8).map { data.train.file($0) } == kept.map { folder + "/" + $0 })
      // A class can run out of images.
      for number in 10..<17 { try write([7], to: "b/\(number).png", in: folder) }
      let short = try load(folder, limit: 8)
      #expect(short.train.labels == [0, 0, 0, 0])
      #expect(short.warnings.last == "1 of the 2 classes has no training image: 'b'")
    }
  }

  @Test func limitsAreThoseOfOtherSources() throws {
    try withTemporaryFolder { folder in
      try draw(names(["a": 9, "b": 1, "c": 1]), in: folder)
      #expect(throws: DataError.limitTooSmall(limit: 2, classes: 3)) { try load(folder, limit: 2) }
      #expect(
        try load(folder, limit: 3).warnings == [
          "limit=3 leaves no training image of 'b'", "limit=3 leaves no training image of 'c'",
        ])
      #expect(try load(folder, limit: 11).fingerprint == (try load(folder)).fingerprint)
    }
  }

  @Test func otherPartsStayWhole() throws {
    try withTemporaryFolder { folder in
      let parts = ["train", "test"].flatMap { part in names(["a": 5, "b": 5]).map { "\(part)/\($0)" } }
      try draw(parts, in: folder)
      let data = try load(folder, limit: 4)
      #expect(data.train.count == 4 && data.test?.count == 10)
    }
  }

  /// Links of /proc lead on without an end.
  @Test func whatTheKernelTellsIsNotLookedThrough() throws {
    let folder = try PictureFolder(listing: "/proc")
    #expect(folder.folders.isEmpty && folder.others.isEmpty)
    #expect(folder.warnings == ["'/proc' holds what the kernel tells, and no files: skipped"])
    #expect(throws: DataError.self) { try load("/proc") }
  }
}
