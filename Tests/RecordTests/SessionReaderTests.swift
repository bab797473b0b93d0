import Runtime
import Testing

@testable import Record

@Suite struct SessionReaderTests {
  @Test func readsWhatWasWritten() throws {
    let folder = try TemporaryFolder()
    let (path, bytes) = try exampleSession(in: folder)
    let session = try SessionReader.read(bytes, name: path)
    #expect(session.header == .example)
    #expect(session.isIntact && session.isClosed && session.tail == nil)
    #expect(session.entries.map(\.kind) == [.succeeded, .succeeded, .succeeded, .failed])
    #expect(session.entries.map(\.line) == [4, 8, 16, 23])
    #expect(session.entries.map(\.chainLine) == [6, 12, 22, 25])
    #expect(session.entries[1].text == "model small cnn {\n  dense 10\n# #= no result\n}")
    #expect(
      session.entries[1].remarks == [SessionRemark(kind: .note, line: 7, text: "a small network first")])
    #expect(
      session.entries[2].remarks.map(\.text) == ["for i in [1] {", "  train small on fashion epochs=$i", "}"])
    #expect(session.entries[2].results.map(\.line) == [17, 18, 19])
    #expect(session.entries[2].results[1].fields.map(\.name) == ["epoch", "loss", "accuracy"])
    #expect(session.entries[2].results[1].fields[1].value == .number(0.3))
    #expect(session.entries[2].measured.map(\.line) == [20])
    #expect(session.entries[3].errors == ["there is no command 'confuse'. Did you mean 'plot confusion'?"])
  }

  @Test func everyChangedByteIsNoticed() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder)
    func isNoticed(_ bytes: [UInt8]) -> Bool {
      guard let session = try? SessionReader.read(bytes, name: "s") else { return true }
      return !(session.isIntact && session.isClosed)
    }
    #expect(!isNoticed(bytes))
    for offset in bytes.indices {
      for new in [bytes[offset] ^ 1, bytes[offset] ^ 0x20, 0x0A, 0x23, 0x00, 0x20] where new != bytes[offset]
      {
        var changed = bytes
        changed[offset] = new
        #expect(isNoticed(changed), "byte \(offset) as \(new)")
      }
      var shorter = bytes
      shorter.remove(at: offset)
      #expect(isNoticed(shorter), "without byte \(offset)")
      var longer = bytes
      longer.insert(0x0A, at: offset)
      #expect(isNoticed(longer), "a line more at \(offset)")
    }
    #expect(isNoticed(bytes + [0x0A]))
    #expect(isNoticed(bytes + Array("x".utf8)))
  }

  @Test func faultNamesTheEntry() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder)
    let text = String(decoding: bytes, as: UTF8.self)
    let changed = text.split(separator: "accuracy=0.9\n", omittingEmptySubsequences: false).joined(
      separator: "accuracy=0.8\n")
    let session = try SessionReader.read(Array(changed.utf8), name: "s")
    #expect(session.fault?.firstLine == 13)
    #expect(session.fault?.line == 22)
    #expect(session.fault?.message == "lines 13 to 22 don't give the value that line 22 records")
    #expect(session.entries.map(\.isVerified) == [true, true, false, true])
  }

  @Test func windowsLineEndsAreNamed() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder)
    let session = try SessionReader.read(bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }, name: "s")
    #expect(session.fault?.hint == "its line ends were changed to CR LF; take the file as it was recorded")
  }

  @Test func tornAnywhereKeepsEveryWholeEntry() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder)
    let whole = try SessionReader.read(bytes, name: "s")
    let starts = lines(bytes).reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.utf8.count + 1) }
    let ends = whole.entries.map { starts[$0.chainLine] }
    for size in bytes.indices {
      let cut = Array(bytes[..<size])
      if size < starts[3] {
        #expect(throws: RecordError.nothingRecorded(name: "s"), "\(size)") {
          try SessionReader.read(cut, name: "s")
        }
        continue
      }
      let session = try SessionReader.read(cut, name: "s")
      #expect(session.isIntact, "\(size): \(session.fault?.message ?? "")")
      #expect(!session.isClosed)
      #expect(
        session.entries.map(\.chain) == Array(whole.entries.map(\.chain).prefix(ends.count { $0 <= size })),
        "\(size)")
      #expect(session.keptBytes <= size)
      #expect((session.tail?.byteCount ?? 0) == size - session.keptBytes)
    }
  }

  @Test func tailOfZerosIsCut() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder, closed: false)
    let session = try SessionReader.read(bytes + [UInt8](repeating: 0, count: 4096), name: "s")
    #expect(session.isIntact)
    #expect(session.tail?.kind == .fragment)
    #expect(session.tail?.message == "line 26: 4096 bytes that are no whole line")
    #expect(session.keptBytes == bytes.count)
  }

  @Test(arguments: [
    ("", "'s' ends inside its header: no command was recorded"),
    ("#! fovea", "'s' ends inside its header: no command was recorded"),
    ("hello\n", "'s' is no session: its first line is 'hello'"),
    ("\n", "'s' is no session: it has no first line"),
    ("#! fovea session 3\n", "'s' is a session of version 3, and this fovea knows versions 1 to 2"),
    (
      "#! fovea session 1\n#@ nothing\n#@ seed 1\n",
      "line 2 of 's' is no line of a session's header: '#@ nothing'"
    ),
    (
      "#! fovea session 1\n#@ a 1 · x · L2 1K · d\n#@ seed -1\n",
      "line 3 of 's' is no line of a session's header: '#@ seed -1'"
    ),
  ]) func saysWhatIsNoSession(text: String, message: String) {
    let error = #expect(throws: RecordError.self) { try SessionReader.read(Array(text.utf8), name: "s") }
    #expect(error?.message == message)
  }

  @Test func hostileLinesNeverCrash() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder)
    let header = lines(bytes).prefix(3).joined(separator: "\n") + "\n"
    let hostile = [
      "#= " + String(repeating: "[", count: 200_000), "#= a=\"\\", "#= =", "#= a=1 b", "#= a=[1, ", "#=",
      "#? x", "#~", "#.",
      "#",
      "#! ", "#= stopped step=99999999999999999999999", "#@ ", "#= a=1e999999", "#= a=[1,]", "#= a==",
      "\u{0}\u{0}",
    ]
    for line in hostile {
      let body = Array((header + "list\n" + line + "\n").utf8)
      let sealed = body + Array(("#~ " + Chain.next(after: Chain.start, body) + "\n").utf8)
      let session = try SessionReader.read(sealed, name: "s")
      #expect(session.entries.count == 1, "\(line.prefix(20))")
      #expect(!SessionOutline(session).lines.isEmpty)
    }
    // Random bytes behind a header, from a generator with a fixed start.
    var state: UInt64 = 7
    for _ in 0..<300 {
      var noise: [UInt8] = []
      for _ in 0..<200 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let pick = UInt8(truncatingIfNeeded: state >> 33)
        noise.append(pick < 128 ? Array("#\n=~!?.@> [\"\\a1".utf8)[Int(pick) % 15] : pick)
      }
      let session = try SessionReader.read(Array(header.utf8) + noise, name: "s")
      #expect(session.keptBytes <= header.utf8.count + noise.count)
    }
  }

  @Test func sealedNonsenseIsAFault() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder)
    let header = lines(bytes).prefix(3).joined(separator: "\n") + "\n"
    let body = Array((header + "list\n#= a=[1,\n").utf8)
    let sealed = body + Array(("#~ " + Chain.next(after: Chain.start, body) + "\n").utf8)
    let session = try SessionReader.read(sealed, name: "s")
    #expect(session.entries.first?.isVerified == true)
    #expect(session.fault?.message == "line 5 has not the form of a recorded result")
  }

  @Test func foldersAndPipesAreNoSessions() throws {
    let folder = try TemporaryFolder()
    #expect(throws: RecordError.notAFile(path: folder.path)) { try SessionReader.read(path: folder.path) }
    let error = #expect(throws: RecordError.self) { try SessionReader.read(path: folder.path + "/none") }
    #expect(error?.message == "the session '\(folder.path)/none' can't be read: it doesn't exist")
  }
}
