import Testing

@testable import Record

/// Whoever changes a record by a single byte is caught, or has changed nothing that it says.
@Suite("A record of which one byte was changed")
struct TamperingTests {
  /// Everything that a session says: what a reader, a replay and a resumption go by.
  private struct Meaning: Equatable {
    let header: SessionHeader
    let entries: [String]
    let isClosed: Bool

    init(_ session: Session) {
      header = session.header
      isClosed = session.isClosed
      entries = session.entries.map { entry in
        ([entry.text, "\(entry.kind)", entry.chain] + entry.errors
          + (entry.results + entry.measured).flatMap { $0.fields.map { $0.name + "=" + $0.text } }
          + entry.remarks.map(\.text) + [entry.stopped.map { "\($0.step)" } ?? ""]).joined(separator: "\u{0}")
      }
    }
  }

  @Test func isNoticedOrMeansTheSame() throws {
    let bytes = try exampleSession(in: TemporaryFolder()).bytes
    let whole = try SessionReader.read(bytes, name: "s")
    #expect(whole.fault == nil)
    let meaning = Meaning(whole)
    var unnoticed = 0
    for place in bytes.indices {
      let old = bytes[place]
      // Neighbours of the byte, its other case, and what gives lines another meaning.
      for new in [old ^ 1, old ^ 0x20, old ^ 0x80, 0x0A, 0x20, 0x23, 0x00] + Array("!@=~?>.09af".utf8)
      where new != old {
        var changed = bytes
        changed[place] = new
        guard let session = try? SessionReader.read(changed, name: "s"), session.fault == nil,
          session.isClosed,
          session.tail == nil
        else { continue }
        unnoticed += 1
        #expect(Meaning(session) == meaning, "byte \(place): \(old) to \(new)")
      }
    }
    // The chain covers every byte above `#. end`, and that line has one form.
    #expect(unnoticed == 0)
  }

  @Test func aByteLessOrMoreIsNoticedToo() throws {
    let bytes = try exampleSession(in: TemporaryFolder()).bytes
    for place in bytes.indices {
      var shorter = bytes
      shorter.remove(at: place)
      var longer = bytes
      longer.insert(bytes[place], at: place)
      for changed in [shorter, longer] where changed != bytes {
        guard let session = try? SessionReader.read(changed, name: "s") else { continue }
        #expect(session.fault != nil || !session.isClosed || session.tail != nil, "byte \(place)")
      }
    }
  }
}
