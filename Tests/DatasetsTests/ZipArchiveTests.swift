import Foundation
import Testing

@testable import Datasets

/// Archives as they are written, and such as say of themselves what isn't so; see Fixtures/make_archives.py.
@Suite("ZIP archives")
struct ZipArchiveTests {
  private func archive(_ name: String) throws -> ZipArchive {
    try ZipArchive(Fixtures.path("archives/\(name).npz"))
  }

  /// What is said of an archive and its first file, without the folder.
  private func problem(_ name: String) -> String {
    do {
      let archive = try archive(name)
      guard let first = archive.entries.first else { return "no entry" }
      _ = try archive.content(first)
      return ""
    } catch let error as DataError {
      return error.message.replacing(Fixtures.path("archives") + "/", with: "")
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: ["deflated", "streamed", "behind", "zip64"])
  func contentsAreTheSameHoweverTheyArePacked(name: String) throws {
    let (plain, other) = (try archive("stored"), try archive(name))
    #expect(plain.entries.map(\.name) == ["X.npy", "y.npy"])
    #expect(other.entries.map(\.name) == plain.entries.map(\.name))
    for (one, own) in zip(plain.entries, other.entries) {
      #expect(try other.content(own) == plain.content(one))
      #expect(try other.content(own, limit: 20) == Array(plain.content(one)[..<20]))
      #expect(own.size == one.size)
    }
    let array = try NumberArray(other.content(other.entries[0]), name: "X.npy")
    #expect(array.shape == [3, 4] && array.floats == (0..<12).map(Float.init))
  }

  @Test(arguments: [
    ("encrypted", "'encrypted.npz: X.npy': it is encrypted."),
    ("bzip2", "'bzip2.npz: X.npy': it is packed by method 12; expected stored or deflated."),
    ("checksum", "'checksum.npz: X.npy': its checksum is wrong."),
    ("unpackable", "'unpackable.npz: X.npy': it can't be unpacked."),
    ("cut", "'cut.npz: X.npy': it is cut off."),
    ("long", "'long.npz: X.npy': its size can't be right."),
    ("short", "'short.npz: X.npy': its size can't be right."),
    ("count", "'count.npz': its directory is damaged."),
    ("many", "'many.npz': its directory is damaged."),
    ("far", "'far.npz': its directory is damaged."),
    ("prefix", "'prefix.npz': it isn't a whole ZIP archive: its directory is missing or damaged."),
    ("empty", "'empty.npz': it isn't a whole ZIP archive: its directory is missing or damaged."),
    ("zeros", "'zeros.npz': it isn't a whole ZIP archive: its directory is missing or damaged."),
  ])
  func whatIsWrongIsSaid(name: String, message: String) { #expect(problem(name) == message) }

  /// The other file of a damaged archive may be whole.
  @Test func whatIsWholeCanBeRead() throws {
    let plain = try archive("stored")
    for name in ["encrypted", "checksum", "unpackable", "cut", "long", "short"] {
      let other = try archive(name)
      #expect(try other.content(other.entries[1]) == plain.content(plain.entries[1]), "\(name)")
    }
  }

  @Test func whatIsNoFileIsSaidAsOfOthers() {
    let gone = Fixtures.path("archives/gone.npz")
    #expect(throws: DataError.unreadable(path: gone, reason: "there is no such file or folder")) {
      try ZipArchive(gone)
    }
    let folder = Fixtures.path("archives")
    #expect(throws: DataError.unreadable(path: folder, reason: "it is no regular file")) {
      try ZipArchive(folder)
    }
  }
}
