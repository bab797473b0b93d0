import Foundation
import Glibc
import Record
import Testing

/// What a session needs to go on, laid down by hand as the program does it.
enum KeptState {
  /// Where it lies, seen from the work folder.
  static func folder(of session: String) throws -> String {
    let beginning = try #require(SessionReader.beginning(ofFile: session))
    let place = try #require(WorkingFolder.resolved(session))
    func digest(_ bytes: [UInt8]) -> String { String(Chain.next(after: Chain.start, bytes).prefix(32)) }
    return "state/fovea/resume/\(digest(beginning))-\(digest(Array(place.utf8)))"
  }
}

/// State belongs to a session by what that begins with and where it lies.
@Suite("What a session needs to go on")
struct KeptStateTests {
  private static let script = "let a = 1\nlet b = 2\nprint a + b\n"
  private let folder: WorkFolder
  private let session: String

  /// A session whose script was cut off behind its first command.
  init() throws {
    folder = try WorkFolder()
    try folder.write(Self.script, to: "script")
    #expect(try Program.run(["run", "script"], in: folder).status == 0)
    session = try #require(folder.sessions.first)
    let text = try folder.read(session)
    try folder.write(String(text.prefix(upTo: #require(text.range(of: "let b")).lowerBound)), to: session)
    let state = try KeptState.folder(of: folder.path + "/" + session)
    let pending: [String: Any] = [
      "name": "script", "text": Self.script, "overrides": [String: String](), "entries": 0, "remarkLines": 0,
    ]
    try folder.write(Array(JSONSerialization.data(withJSONObject: pending)), to: state + "/pending.json")
    try folder.write(folder.path, to: state + "/folder")
    try folder.write(#require(WorkingFolder.resolved(folder.path + "/" + session)), to: state + "/session")
  }

  private func resume(_ path: String, in other: WorkFolder? = nil) throws -> Program.Outcome {
    try Program.run(
      ["resume", path], in: other ?? folder, environment: ["XDG_STATE_HOME": folder.path + "/state"])
  }

  private func commands(_ path: String, in other: WorkFolder? = nil) throws -> [String] {
    try SessionReader.read(path: (other ?? folder).path + "/" + path).commands.map(\.text)
  }

  @Test func aCopyLeavesItToTheOriginal() throws {
    let copy = try WorkFolder()
    try copy.write(folder.read(session), to: session)
    let resumed = try resume(session, in: copy)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(
      resumed.errors.contains(
        "this session is a copy of '\(folder.path)/\(session)', and what was still to run"))
    #expect(!resumed.errors.contains("goes on there"))
    #expect(try commands(session, in: copy) == ["let a = 1"])
    // The original hasn't lost anything.
    let whole = try resume(session)
    #expect(whole.output.hasSuffix("3\n") && whole.status == 0, "\(whole.output)\(whole.errors)")
    #expect(try commands(session) == ["let a = 1", "let b = 2", "print a + b"])
    #expect(try folder.read(session).contains("\n#. end"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state/fovea/resume").isEmpty)
  }

  @Test func itGoesWithASessionThatIsMoved() throws {
    try FileManager.default.moveItem(
      atPath: folder.path + "/" + session, toPath: folder.path + "/moved.fovea")
    let resumed = try resume("moved.fovea")
    #expect(resumed.output.hasSuffix("3\n") && resumed.status == 0, "\(resumed.output)\(resumed.errors)")
    #expect(try commands("moved.fovea") == ["let a = 1", "let b = 2", "print a + b"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state/fovea/resume").isEmpty)
  }

  @Test(arguments: [".fovea", "..fovea", "...fovea"]) func aNameOfDotsIsNone(_ name: String) throws {
    try folder.write(folder.read(session), to: "sessions/" + name)
    let resumed = try resume("sessions/" + name)
    #expect(resumed.status == 2)
    #expect(
      resumed.errors == """
        error: 'sessions/\(name)' is no name of a session: nothing but dots stands before '.fovea'.
        hint: give the file a name, such as mine.fovea

        """)
    #expect(try resume(session).output.hasSuffix("3\n"), "the state of others is left alone")
  }

  /// Sessions that began in the same second with the same seed begin alike. One that was killed before its
  /// first command keeps its own script, and not what another one left that never got a file.
  @Test func whatIsItsOwnComesFirst() throws {
    let state = try KeptState.folder(of: folder.path + "/" + session)
    try FileManager.default.removeItem(atPath: folder.path + "/" + state + "/folder")
    let other =
      state.prefix(upTo: try #require(state.lastIndex(of: "-"))) + "-" + String(repeating: "0", count: 32)
    try folder.write(folder.path + "/sessions/20260101-000000-aaaa.fovea", to: other + "/session")
    let resumed = try resume(session)
    #expect(resumed.output.hasSuffix("3\n") && resumed.status == 0, "\(resumed.output)\(resumed.errors)")
    #expect(try commands(session) == ["let a = 1", "let b = 2", "print a + b"])
  }

  /// What was to run after nothing had run isn't known without its state: that can't count as done.
  @Test func whatIsLostIsSaid() throws {
    let header = try folder.read(session).split(separator: "\n").prefix(3).joined(separator: "\n") + "\n"
    try folder.write(header, to: session)
    try FileManager.default.removeItem(atPath: folder.path + "/state/fovea/resume")
    let resumed = try resume(session)
    #expect(resumed.status == 1)
    #expect(
      resumed.errors.contains("commands of a script that were still to run aren't known"), "\(resumed.errors)"
    )
  }

  /// What processes left that were killed before there was a session; what a living one holds stays.
  @Test func whatBelongsToNoSessionGoesAway() throws {
    let place = "state/fovea/resume/"
    // No process has so large a number.
    let aside = "/.fovea-99999999-0123456789abcdef"
    let state = try KeptState.folder(of: folder.path + "/" + session)
    try folder.write("", to: state + aside)
    try folder.write("", to: place + "a" + aside)
    try folder.write(folder.path + "/sessions/none.fovea", to: place + "b/session")
    try folder.write("{}", to: place + "b/pending.json")
    try folder.write(folder.path + "/sessions/20260101-000000-aaaa.fovea", to: place + "c/session")
    try folder.write("", to: "sessions/20260101-000000-aaaa.fovea")
    try FileManager.default.createDirectory(
      atPath: folder.path + "/" + place + "d", withIntermediateDirectories: true)
    try folder.write(folder.path + "/sessions/soon.fovea", to: place + "held/session")
    let held = open(folder.path + "/" + place + "held", O_RDONLY | O_DIRECTORY)
    #expect(flock(held, LOCK_SH) == 0)
    defer { close(held) }
    #expect(try Program.run(["-c", "print 1"], in: folder).status == 0)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + place)
    #expect(Set(left) == ["held", String(state.dropFirst(place.count))])
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/" + state + aside))
    #expect(!folder.sessions.contains("sessions/20260101-000000-aaaa.fovea"))
    #expect(try resume(session).output.hasSuffix("3\n"))
  }

  /// What a session left that was closed while its process was killed goes away with the next one, in
  /// whatever folder.
  @Test func whatIsClosedLeavesNothing() throws {
    let state = try KeptState.folder(of: folder.path + "/" + session)
    let other = try WorkFolder()
    #expect(
      try Program.run(["-c", "print 1"], in: other, environment: ["XDG_STATE_HOME": folder.path + "/state"])
        .status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.path + "/" + state), "it is needed still")
    let open = try folder.read(session)
    try folder.write(open + "#. end 1 0123456789abcdef\n", to: session)
    #expect(
      try Program.run(["-c", "print 1"], in: other, environment: ["XDG_STATE_HOME": folder.path + "/state"])
        .status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/" + state))
  }
}
