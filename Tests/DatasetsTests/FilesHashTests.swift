import Foundation
import Testing

@testable import Datasets

@Suite("The hash of picture files")
struct FilesHashTests {
  /// Of the files themselves: not of where they lie, nor of what a decoder makes of them.
  @Test func theHashOfTheFilesIsThatOfTheirBytesAndLabels() throws {
    func hash(_ change: (String) throws -> Void = { _ in }) throws -> [String?] {
      try withTemporaryFolder { folder in
        try draw((0..<6).map { "a/\($0).png" }, in: folder, shade: 10)
        try draw((0..<5).map { "b/\($0).png" }, in: folder, shade: 90)
        try change(folder + "/")
        let data = try load(folder)
        return [data.filesHash, data.fingerprint]
      }
    }
    let plain = try hash()
    #expect(plain[0]?.hasPrefix("sha256:") == true && plain[0]?.count == 71)
    #expect(try hash() == plain)
    // Bytes behind the end of a picture are no pixels.
    let longer = try hash { folder in
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "a/2.png")))
      try write(bytes + [0], to: "a/2.png", in: folder)
    }
    #expect(longer[0] != plain[0])
    let moved = try hash {
      try FileManager.default.moveItem(atPath: $0 + "a/5.png", toPath: $0 + "b/5.png")
    }
    #expect(moved[0] != plain[0] && moved[1] != plain[1])
  }
}
