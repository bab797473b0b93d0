import Foundation
import Testing

@testable import Files

@Suite("Files of any size")
struct BoundedFileTests {
  private let path = FileManager.default.temporaryDirectory.path + "/fovea-bounded-\(UUID().uuidString)"

  @Test func areReadUpToTheirLimit() throws {
    defer { unlink(path) }
    try Data("abcdef".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try BoundedFile.bytes(path, limit: 6) == Array("abcdef".utf8))
    #expect(throws: BoundedFile.Problem.tooLarge) { try BoundedFile.bytes(path, limit: 5) }
    #expect(try RegularFile(path).bytes(at: 4, count: 9) == Array("ef".utf8))
    #expect(try RegularFile(path).bytes(at: 9, count: 9) == [])
    #expect(BoundedFile.Problem.tooLarge.text(limit: 64 << 20) == "it has more than 64 MB")
    #expect(BoundedFile.Problem.tooLarge.text(limit: 4 << 30) == "it has more than 4 GB")
  }

  @Test func areNoPipesDevicesAndFolders() throws {
    defer { unlink(path) }
    #expect(mkfifo(path, 0o600) == 0)
    for place in [path, "/dev/zero", "/dev/null"] {
      #expect(throws: BoundedFile.Problem.noFile) { try BoundedFile.bytes(place, limit: 5) }
    }
    #expect(throws: BoundedFile.Problem.folder) { try BoundedFile.bytes("/", limit: 5) }
    #expect(throws: BoundedFile.Problem.missing) { try BoundedFile.bytes(path + "/nowhere", limit: 5) }
  }

  @Test func streamsWithoutEndAreLeft() throws {
    let zeros = open("/dev/zero", O_RDONLY)
    defer { close(zeros) }
    #expect(throws: BoundedFile.Problem.tooLarge) { try BoundedFile.bytes(of: zeros, limit: 1 << 20) }
  }

  @Test func pathsArePartedAtEachSlash() {
    let path = "/a//\u{301}b"
    #expect(path.isAbsolutePath && "/\u{301}".isAbsolutePath && !"a/".isAbsolutePath)
    #expect(Array(path.pathFolder.utf8) == Array("/a//".utf8))
    #expect(Array(path.pathName.utf8) == Array("\u{301}b".utf8))
    #expect(path.pathParts == ["a", "\u{301}b"])
    #expect("a".parentFolder == "." && "/a".parentFolder == "/" && "a/b/c".parentFolder == "a/b")
  }
}
