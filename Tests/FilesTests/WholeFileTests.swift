import Foundation
import Testing

@testable import Files

@Suite("Files that are whole")
struct WholeFileTests {
  /// A folder for the time of one test.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.path + "/fovea-files-\(UUID().uuidString)"
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
    func text(_ name: String) -> String? { try? String(contentsOfFile: path + "/" + name, encoding: .utf8) }
    func put(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }
    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }
    func target(_ name: String) -> String? {
      try? FileManager.default.destinationOfSymbolicLink(atPath: path + "/" + name)
    }
    func permissions(_ name: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int
    }
  }

  @Test func takeThePlaceOfEarlierOnes() throws {
    let folder = try Folder()
    try WholeFile.write("one", to: folder.path + "/a")
    #expect(folder.text("a") == "one")
    try WholeFile.write("", to: folder.path + "/a")
    #expect(folder.text("a") == "")
    #expect(try folder.names == ["a"])
  }

  @Test func keepThePermissionsOfWhatTheyReplace() throws {
    let folder = try Folder()
    try folder.put("old", "a")
    chmod(folder.path + "/a", 0o640)
    try WholeFile.write("new", to: folder.path + "/a")
    #expect(try folder.permissions("a") == 0o640)
    try WholeFile.write(Array("new".utf8), to: folder.path + "/b", permissions: 0o600)
    #expect(try folder.permissions("b") == 0o600)
  }

  /// A link of a link of another folder, a link to what isn't there yet, and links that lead to each other.
  @Test func areWrittenBehindSymbolicLinks() throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(atPath: folder.path + "/far", withIntermediateDirectories: true)
    try folder.put("old", "far/a")
    try folder.link("far/second", to: "a")
    try folder.link("first", to: "far/second")
    try folder.link("new", to: folder.path + "/far/b")
    try WholeFile.write("behind", to: folder.path + "/first")
    try WholeFile.write("made", to: folder.path + "/new")
    #expect(folder.target("first") == "far/second")
    #expect(folder.target("far/second") == "a")
    #expect(folder.target("new") == folder.path + "/far/b")
    #expect(folder.text("far/a") == "behind")
    #expect(folder.text("far/b") == "made")
    try folder.link("round", to: "about")
    try folder.link("about", to: "round")
    #expect(throws: FileFailure(code: ELOOP, reason: "its symbolic links lead nowhere")) {
      try WholeFile.write("x", to: folder.path + "/round")
    }
    try folder.link("lost", to: "nowhere/a")
    #expect(throws: FileFailure.self) { try WholeFile.write("x", to: folder.path + "/lost") }
    #expect(try folder.names == ["about", "far", "first", "lost", "new", "round"])
  }

  @Test func whatIsNoFileStays() throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(atPath: folder.path + "/a", withIntermediateDirectories: true)
    #expect(throws: FileFailure(code: EISDIR, reason: "it is a folder")) {
      try WholeFile.write("x", to: folder.path + "/a")
    }
    #expect(throws: FileFailure(code: ENOENT, reason: "there is no folder '\(folder.path)/b/'")) {
      try WholeFile.write("x", to: folder.path + "/b/c")
    }
    // A device takes what it is given, and is there afterwards.
    try WholeFile.write("x", to: "/dev/null")
    #expect(throws: FileFailure(code: ENOSPC, reason: "the disk is full")) {
      try WholeFile.write("x", to: "/dev/full")
    }
    #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
    #expect(throws: FileFailure(code: ENXIO, reason: "no process reads the pipe")) {
      try WholeFile.write("x", to: folder.path + "/pipe")
    }
    #expect(try folder.names == ["a", "pipe"])
  }

  /// The name that a link leads to is in bytes, and a slash with an accent behind it is a slash.
  @Test func areWrittenWhereTheBytesLead() throws {
    let folder = try Folder()
    let target = "far\u{E9}".unicodeScalars.map { CChar(bitPattern: UInt8($0.value)) } + [0]
    #expect(symlink(target, folder.path + "/link") == 0)
    try WholeFile.write("behind", to: folder.path + "/link")
    let place = Array((folder.path + "/").utf8).map { CChar(bitPattern: $0) } + target
    #expect(access(place, R_OK) == 0)
    #expect(folder.text("link") == "behind")
    try FileManager.default.createDirectory(atPath: folder.path + "/b", withIntermediateDirectories: true)
    try WholeFile.write("accent", to: folder.path + "/b/\u{301}x")
    #expect(folder.text("b/\u{301}x") == "accent")
    #expect(try folder.names.count == 3)
  }

  /// A process that ended leaves what it wrote; that of a living one, and what only looks alike, stays.
  @Test func whatKilledProcessesLeftGoesAtTheNextStart() throws {
    let folder = try Folder()
    let ended = Process()
    ended.executableURL = URL(fileURLWithPath: "/bin/true")
    try ended.run()
    ended.waitUntilExit()
    let own = ".fovea-\(getpid())-0123456789abcdef"
    for name in [
      ".fovea-\(ended.processIdentifier)-0123456789abcdef", ".picture-\(ended.processIdentifier)-18", own,
    ] {
      try folder.put("half", name)
    }
    LeftoverFiles.remove(in: folder.path)
    #expect(try folder.names == [own])
    LeftoverFiles.remove(in: folder.path + "/nowhere")
  }

  @Test func whatKilledProcessesLeftGoes() throws {
    let folder = try Folder()
    let ended = Process()
    ended.executableURL = URL(fileURLWithPath: "/bin/true")
    try ended.run()
    ended.waitUntilExit()
    let gone = ended.processIdentifier
    let lost = [".fovea-\(gone)-0123456789abcdef", ".picture-\(gone)-17", "a.safetensors.fovea-\(gone)"]
    let kept = [
      ".fovea-\(getpid())-0123456789abcdef", ".picture-\(getpid())-17", "b.safetensors.fovea-\(gone)",
      ".fovea-notes",
      ".fovea-\(gone)", "a.safetensors.fovea-mine",
    ]
    for name in lost + kept { try folder.put("half", name) }
    // One that is locked belongs to somebody, whatever its number says here.
    try folder.put("half", ".fovea-\(gone)-00000000000000ff")
    let lock = open(folder.path + "/.fovea-\(gone)-00000000000000ff", O_RDONLY)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX) == 0)
    try WholeFile.write("whole", to: folder.path + "/a.safetensors")
    #expect(try folder.names == (kept + [".fovea-\(gone)-00000000000000ff", "a.safetensors"]).sorted())
  }
}
