import Diagnostics
import Foundation
import Record
import Runtime
import Testing

@testable import Commands

/// A disk that was full from the beginning.
private final class FullDisk: RunObserver {
  struct Full: RecordingFailure {
    let message = "the session 's' can't be written: the disk is full"
    let hint: String? = "free some space and type the command again, or go on without a record: record off"
  }

  func comment(_ text: String) throws { throw Full() }
  func note(_ text: String) throws { throw Full() }
  func willRun(_ text: String) throws { throw Full() }
  func didFinish(_ result: ResultRecord) throws { throw Full() }
  func didFail(_ message: String) throws { throw Full() }
}

@Suite("Going on without a record")
struct RecordVerbTests {
  @Test func nothingRunsUnrecordedBeforeThePersonSaysSo() {
    let session = TestShell()
    session.shell.recorder = FullDisk()
    #expect(session.run("let a = 1").first?.contains("the disk is full") == true)
    #expect(session.run("load digits as digits8 limit=10").first?.contains("record off") == true)
    #expect(session.shell.workspace.data.isEmpty)
    #expect(session.run("record off") == [])
    #expect(session.run("load digits as digits8 limit=10") == [])
    #expect(session.run("record off") == ["1:1: this session isn't recorded."])
  }
}
