import Runtime
import Testing

@testable import Record

@Suite struct ResumeTests {
  @Test func goesOnBehindTheLastWholeEntry() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder, closed: false)
    let tail = "## keep me\ntrain small on fashion epochs=9\n#= epoch=1 lo"
    let path = try folder.write(bytes + Array(tail.utf8), to: "a.fovea")
    let (writer, session) = try SessionWriter.resume(path: path, header: .example)
    #expect(session.tail?.text == "train small on fashion epochs=9")
    #expect(session.tail?.isWhole == true)
    #expect(
      session.tail?.message
        == "line 27: 'train small on fashion epochs=9' had not finished when the session was cut off")
    // Only looking takes nothing away.
    #expect(try SessionFile.read(path) == bytes + Array(tail.utf8))
    try writer.begin("list")
    try writer.finish(ResultRecord())
    try writer.close()
    let whole = try SessionReader.read(path: path)
    #expect(whole.isIntact && whole.isClosed)
    #expect(whole.entries.count == session.entries.count + 1)
    #expect(whole.entries.last?.remarks.map(\.text) == ["keep me"])
    #expect(whole.entries.last?.text == "list")
  }

  @Test func tornAnywhereCanGoOn() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder)
    let headerEnd = lines(bytes).prefix(3).reduce(0) { $0 + $1.utf8.count + 1 }
    for size in headerEnd..<bytes.count {
      let path = try folder.write(Array(bytes[..<size]), to: "a.fovea")
      let (writer, session) = try SessionWriter.resume(path: path, header: .example)
      try writer.begin("list")
      try writer.finish(ResultRecord())
      try writer.close()
      let whole = try SessionReader.read(path: path)
      #expect(whole.isIntact && whole.isClosed, "\(size): \(whole.fault?.message ?? "")")
      #expect(whole.entries.count == session.entries.count + 1)
      #expect(whole.entries.last?.text == "list")
    }
  }

  @Test func anotherEnvironmentIsKnownFromThereOn() throws {
    let folder = try TemporaryFolder()
    let (path, _) = try exampleSession(in: folder, closed: false)
    var other = SessionHeader.example
    other.instructionSet = "avx2"
    other.seed = 3
    let (writer, _) = try SessionWriter.resume(path: path, header: other)
    try writer.begin("list")
    try writer.finish(ResultRecord())
    let session = try SessionReader.read(path: path)
    #expect(session.entries.last?.environment.instructionSet == "avx2")
    #expect(session.entries.last?.environment.seed == SessionHeader.example.seed)
    #expect(session.entries.first?.environment == .example)
    #expect(session.header == .example)
  }

  @Test func closedAndChangedSessionsStayAsTheyAre() throws {
    let folder = try TemporaryFolder()
    let (path, bytes) = try exampleSession(in: folder)
    #expect(throws: RecordError.closed(name: path)) { try SessionWriter.resume(path: path, header: .example) }
    var changed = bytes
    changed[150] ^= 1
    let other = try folder.write(changed, to: "b.fovea")
    let error = #expect(throws: RecordError.self) { try SessionWriter.resume(path: other, header: .example) }
    #expect(error?.message.contains("was changed after it was recorded: lines 1 to 6") == true)
    #expect(try SessionFile.read(other) == changed)
  }
}
