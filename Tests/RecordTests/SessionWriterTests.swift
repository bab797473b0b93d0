import Glibc
import Runtime
import Testing

@testable import Record

@Suite struct SessionWriterTests {
  @Test func writesTheGoldenText() throws {
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder)
    let text = lines(bytes).map { line in
      ["#~", "#. end 4"].first { line.hasPrefix($0 + " ") } ?? line
    }.joined(separator: "\n")
    #expect(
      text == """
        #! fovea session 2
        #@ fovea 0.1.0 · numerics.data 1 · numerics.networks 4 · numerics.svm 1 · oneDNN 2.6.3 · \
        OpenBLAS 0.3.21 · avx512_core · L2 1024K · 2026-11-23T14:05:11Z
        #@ seed 8842191
        load fashion-mnist as fashion
        #= train=60000 test=10000 name=fashion fingerprint=sha256:4c2f
        #~
        ## a small network first
        model small cnn {
          dense 10
        # #= no result
        }
        #~
        #> for i in [1] {
        #>   train small on fashion epochs=$i
        #> }
        train small on fashion epochs=2
        #= epoch=1 loss=0.4123324751853943 accuracy=0.8513666666666667
        #= epoch=2 loss=0.3 accuracy=0.9
        #= weights=sha256:19ab steps=938
        #? seconds=41.2 images_per_second=2911
        #% of=training model=small seed="7"
        #~
        #! confuse small
        #! error: there is no command 'confuse'. Did you mean 'plot confusion'?
        #~
        #. end 4

        """)
  }

  @Test func chainIsWhatSha256sumGives() throws {
    // printf of 64 zeros and the lines above the first `#~`, piped into sha256sum.
    let folder = try TemporaryFolder()
    let (_, bytes) = try exampleSession(in: folder)
    let first = try #require(lines(bytes).first { $0.hasPrefix("#~ ") })
    #expect(first == "#~ b65cf0dc7f0aea4e1b6c3e95e5a8927c3263641946bc641b2b93063512cdaca7")
  }

  @Test func createsNothingBeforeTheFirstCommand() throws {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path + "/deep/sessions", header: .example, now: .example)
    try writer.note("a thought")
    #expect(writer.path == nil)
    #expect(!SessionFile.isFolder(folder.path + "/deep"))
    try writer.close()
    #expect(!SessionFile.isFolder(folder.path + "/deep"))
  }

  @Test func keepsEarlyNotesForTheFirstCommand() throws {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path + "/deep/sessions", header: .example, now: .example)
    try writer.note("a thought")
    try writer.begin("list")
    try writer.finish(ResultRecord())
    let path = try #require(writer.path)
    #expect(path.hasPrefix(folder.path + "/deep/sessions/20261123-140511-"))
    #expect(path.hasSuffix(".fovea"))
    let session = try SessionReader.read(path: path)
    #expect(session.entries.first?.remarks.map(\.text) == ["a thought"])
    #expect(writer.lastChain == session.lastChain)
  }

  @Test func commandStandsInTheFileBeforeItRuns() throws {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path, header: .example, now: .example)
    try writer.begin("train small on fashion")
    let session = try SessionReader.read(path: #require(writer.path))
    #expect(session.entries.isEmpty)
    #expect(session.tail?.kind == .command)
    #expect(session.tail?.text == "train small on fashion")
    #expect(session.tail?.isWhole == true)
    #expect(!session.isClosed)
    // Leaving while it runs doesn't make it a whole one.
    try writer.close()
    #expect(try SessionReader.read(path: #require(writer.path)).tail?.text == "train small on fashion")
  }

  @Test func notesBesideARunningCommandFollowIt() throws {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path, header: .example, now: .example)
    try writer.begin("sweep rate=[1] train small")
    try writer.note("meanwhile")
    try writer.finish(ResultRecord())
    try writer.close()
    let session = try SessionReader.read(path: #require(writer.path))
    #expect(session.isIntact && session.isClosed)
    #expect(session.entries.map(\.kind) == [.succeeded, .remarks])
    #expect(session.entries.last?.remarks.map(\.text) == ["meanwhile"])
  }

  @Test func failureTakesThePlaceOfTheCommand() throws {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path, header: .example, now: .example)
    try writer.begin("list")
    try writer.finish(ResultRecord())
    try writer.begin("model m cnn {\n  error: no\n\n  dense 3\n}")
    try writer.fail("dense 3 is wrong\nin two ways")
    let session = try SessionReader.read(path: #require(writer.path))
    let entry = try #require(session.entries.last)
    #expect(session.isIntact)
    #expect(entry.kind == .failed)
    #expect(entry.text == "model m cnn {\n  error: no\n\n  dense 3\n}")
    #expect(entry.errors == ["dense 3 is wrong", "in two ways"])
    #expect(session.commands.map(\.text) == ["list"])
  }

  @Test func stoppedTrainingIsMarked() throws {
    let folder = try TemporaryFolder()
    let writer = SessionWriter(folder: folder.path, header: .example, now: .example)
    try writer.begin("train small")
    try writer.finish(ResultRecord([.init("steps", .integer(1520))], stoppedAtStep: 1520))
    let path = try #require(writer.path)
    let entry = try #require(try SessionReader.read(path: path).entries.first)
    #expect(entry.stopped?.step == 1520)
    #expect(entry.results.count == 1)
  }

  @Test func twoWritersNeverShareAFile() throws {
    let folder = try TemporaryFolder()
    // Names collide on purpose: the second writer meets the first one's name ten times.
    var count = 0
    var system = SessionSystem.real
    system.suffix = {
      count += 1
      return count <= 11 ? "abcd" : "ef01"
    }
    let one = SessionWriter(folder: folder.path, header: .example, now: .example, system: system)
    let two = SessionWriter(folder: folder.path, header: .example, now: .example, system: system)
    try one.begin("list")
    try two.begin("list")
    #expect(one.path == folder.path + "/20261123-140511-abcd.fovea")
    #expect(two.path == folder.path + "/20261123-140511-ef01.fovea")
    let path = try #require(one.path)
    #expect(throws: RecordError.inUse(path: path)) { try SessionWriter.resume(path: path, header: .example) }
  }

  @Test func unwritableFolderIsNamed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([1], to: "file")
    let writer = SessionWriter(folder: file + "/sessions", header: .example, now: .example)
    let error = #expect(throws: RecordError.self) { try writer.begin("list") }
    #expect(
      error?.message
        == "the folder '\(file)/sessions' can't be used for sessions: a part of the path is not a folder")
  }
}

/// A disk that takes a number of bytes and no more.
final class SmallDisk {
  var room: Int
  var syncFails = false
  init(room: Int) { self.room = room }

  var system: SessionSystem {
    SessionSystem(
      write: { file, bytes, offset in
        guard self.room > 0 else {
          errno = ENOSPC
          return -1
        }
        let part = UnsafeRawBufferPointer(rebasing: bytes.prefix(self.room))
        self.room -= part.count
        return pwrite(file, part.baseAddress, part.count, offset)
      },
      synchronize: { _ in
        if self.syncFails { errno = EIO }
        return self.syncFails ? -1 : 0
      },
      suffix: { "0000" })
  }
}

@Suite struct FullDiskTests {
  @Test func firstCommandThatDoesNotFitLeavesNoFile() throws {
    let folder = try TemporaryFolder()
    let disk = SmallDisk(room: 50)
    let writer = SessionWriter(folder: folder.path, header: .example, now: .example, system: disk.system)
    let error = #expect(throws: RecordError.self) { try writer.begin("list") }
    #expect(
      error?.message
        == "the session '\(folder.path)/20261123-140511-0000.fovea' can't be written: the disk is full")
    #expect(try SessionFolder(path: folder.path).sessions().isEmpty)
    disk.room = 100_000
    try writer.begin("list")
    try writer.finish(ResultRecord())
    #expect(try SessionReader.read(path: #require(writer.path)).commands.count == 1)
  }

  @Test(arguments: 0..<260) func everyAmountOfRoomLeavesWholeEntriesAndNoGap(extra: Int) throws {
    let folder = try TemporaryFolder()
    let disk = SmallDisk(room: 100_000)
    let writer = SessionWriter(folder: folder.path, header: .example, now: .example, system: disk.system)
    try writer.begin("one")
    try writer.finish(ResultRecord([.init("value", .integer(1))]))
    let path = try #require(writer.path)
    disk.room = extra
    var wasRefused = false
    do {
      try writer.begin("two")
      do { try writer.finish(ResultRecord([.init("value", .integer(2))])) } catch { wasRefused = true }
      try writer.begin("three")
      do { try writer.fail("no") } catch { wasRefused = true }
    } catch {
      wasRefused = true
    }
    let meanwhile = try SessionReader.read(path: path)
    #expect(meanwhile.isIntact)
    #expect(meanwhile.entries.first?.text == "one")
    #expect(meanwhile.tail.map { $0.isWhole } != false)
    #expect(writer.lastChain == meanwhile.lastChain)
    disk.room = 100_000
    try writer.begin("four")
    try writer.finish(ResultRecord())
    try writer.close()
    let session = try SessionReader.read(path: path)
    #expect(session.isIntact && session.isClosed)
    #expect(session.entries.first?.text == "one")
    #expect(session.entries.last?.text == "four")
    if !wasRefused { #expect(session.entries.map(\.text) == ["one", "two", "three", "four"]) }
  }

  @Test func syncThatFailsCountsAsNotWritten() throws {
    let folder = try TemporaryFolder()
    let disk = SmallDisk(room: 100_000)
    let writer = SessionWriter(folder: folder.path, header: .example, now: .example, system: disk.system)
    try writer.begin("one")
    disk.syncFails = true
    #expect(throws: RecordError.self) { try writer.finish(ResultRecord()) }
    #expect(throws: RecordError.self) { try writer.note("a thought") }
    disk.syncFails = false
    try writer.close()
    let session = try SessionReader.read(path: #require(writer.path))
    #expect(session.entries.map(\.text) == ["one"])
    #expect(session.isIntact && session.isClosed)
  }
}

@Suite("A folder for sessions")
struct SessionFolderPreparationTests {
  @Test func isMadeWhereItIsMissing() throws {
    let folder = try TemporaryFolder()
    try SessionFolder(path: folder.path + "/a/b").prepare()
    #expect(try SessionFolder(path: folder.path + "/a/b").sessions().isEmpty)
  }

  @Test func thatCannotBeIsSaidAtOnce() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([], to: "file")
    #expect(throws: RecordError.self) { try SessionFolder(path: file + "/sessions").prepare() }
    let error = #expect(throws: RecordError.self) { try SessionFolder(path: "/proc/fovea").prepare() }
    #expect(error?.message.hasPrefix("the folder '/proc/fovea' can't be used for sessions: ") == true)
    #expect(error?.hint?.contains("--no-record") == true)
  }
}
