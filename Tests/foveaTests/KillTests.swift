import Foundation
import Glibc
import Record
import Testing

extension Program {
  /// Runs it without input; kills it after some seconds where they are given.
  ///
  /// - Returns: Its exit code, nil when it was killed, and what it printed.
  static func run(_ arguments: [String], killAfter seconds: Double?, in folder: WorkFolder) throws -> (
    status: Int32?, output: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = folder.environment
    let output = URL(fileURLWithPath: folder.path + "/.output")
    try Data().write(to: output)
    let handle = try FileHandle(forWritingTo: output)
    process.standardOutput = handle
    process.standardError = handle
    process.standardInput = FileHandle.nullDevice
    try process.run()
    if let seconds {
      Thread.sleep(forTimeInterval: seconds)
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
    let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
    return (process.terminationReason == .uncaughtSignal ? nil : process.terminationStatus, text)
  }
}

extension Session {
  /// Everything in it that isn't measured: commands, results, prose.
  var meaning: [String] {
    entries.filter { $0.kind != .remarks }.flatMap { entry in
      entry.remarks.map(\.text) + [entry.text] + entry.errors
        + entry.results.flatMap { $0.fields.map { $0.name + "=" + $0.text } }
    }
  }
}

/// A session of several trainings is killed at random moments, its resumption too, and must end with the
/// record of the session that nobody disturbed. `Scripts/kill-test` does it 200 times.
@Suite("Sessions that are killed", .serialized)
struct KillTests {
  private static let script = """
    note "killed again and again"
    load digits as digits8
    split digits8 validation=10%
    augment digits8 { shift 10% }
    model small cnn { conv 8 3x3; batchnorm; relu; pool max 2x2; dropout 10%; dense classes }
    for rate in [0.1, 0.03] {
      train small on digits8 epochs=25 batch=64 rate=$rate schedule=cosine optimizer=adam fresh=yes
      let r = evaluate small
    }
    train small on digits8 epochs=10 batch=32
    let s = sweep seed=[1, 2] train small on digits8 epochs=6
    let cv = crossvalidate small on digits8 folds=3 epochs=3
    model shape svm probabilities=yes
    sweep C=[1, 10] train shape on digits8
    note "the end"
    """

  private func session(_ path: String, in folder: WorkFolder) throws -> Session {
    try SessionReader.read(path: folder.path + "/" + path)
  }

  @Test func endAsIfNothingHadHappened() throws {
    let kills = ProcessInfo.processInfo.environment["FOVEA_KILLS"].flatMap { Int($0) } ?? 10
    let folder = try WorkFolder()
    try folder.write(Self.script, to: "script")
    let arguments = ["run", "script", "--seed", "7"]
    let begin = Date()
    let (status, output) = try Program.run(arguments + ["--threads", "2"], killAfter: nil, in: folder)
    try #require(status == 0, "\(output)")
    let duration = Date().timeIntervalSince(begin)
    let whole = try session(folder.sessions[0], in: folder).meaning
    #expect(whole.filter { $0.hasPrefix("weights=") }.count == 16, "of trainings, of candidates, of folds")

    var generator = SystemRandomNumberGenerator()
    func moment() -> Double { Double.random(in: 0...duration, using: &generator) }
    var killed = 0
    var attempts = 0
    while killed < kills, attempts < 20 * kills {
      attempts += 1
      let before = folder.sessions
      guard try Program.run(arguments, killAfter: moment(), in: folder).status == nil else { continue }
      // Killed before there was a record, nothing had begun. What was closed had ended.
      guard let path = folder.sessions.first(where: { !before.contains($0) }), try !folder.read(path).isEmpty,
        try !session(path, in: folder).isClosed
      else { continue }
      killed += 1
      var log = ""
      // Half of the resumptions are killed as well.
      if Bool.random(using: &generator) {
        _ = try Program.run(["resume", path, "--threads", "1"], killAfter: moment(), in: folder)
        #expect(try session(path, in: folder).fault == nil)
      }
      if try !session(path, in: folder).isClosed {
        let resumed = try Program.run(
          ["resume", path, "--threads", killed.isMultiple(of: 2) ? "1" : "2"], killAfter: nil, in: folder)
        log = resumed.output
        #expect(resumed.status == 0, "\(log)")
      }
      let read = try session(path, in: folder)
      #expect(read.isClosed && read.fault == nil)
      #expect(read.meaning == whole, "\(log)")
    }
    #expect(killed == kills)
    // What resuming needed is gone, at the latest when the next session begins.
    #expect(try Program.run(["-c", "print 1"], killAfter: nil, in: folder).status == 0)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state/fovea/resume")
    #expect(left.isEmpty, "\(left)")
    #expect(try folder.sessions.allSatisfy { try !folder.read($0).isEmpty })
  }
}
