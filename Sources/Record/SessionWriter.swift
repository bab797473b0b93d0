public import Runtime

/// Writes a session while it runs.
///
/// A command stands on the disk before it starts, and its results before the next one. When a write fails,
/// the file is cut back to what it held before, the error is thrown, and results that couldn't be written are
/// kept and written before whatever comes next: a disk that is full for a while leaves no gap in the record.
public final class SessionWriter {
  private let folder: String
  private let now: SessionTime
  private let system: SessionSystem
  private var file: SessionFile?
  /// Where the file ends, as far as everything up to there was written completely.
  private var end = 0
  /// What comes behind `end` with the next write: the header before there is a file, and what a full disk
  /// refused.
  private var owed: [UInt8]
  /// All bytes since the last value of the chain, owed ones included; a running command excluded.
  private var unchained: [UInt8]
  /// The last value of the chain, owed ones included.
  private var chain: String
  /// How many values of the chain there are, owed ones included.
  private var entryCount = 0
  private var running: (bytes: [UInt8], start: Int)?
  /// Notes that arrive while a command runs; they follow it.
  private var delayed: [UInt8] = []
  /// Whether this writer has put anything into its file.
  private var hasWritten = false
  /// How large the file is, as we left it.
  private var size = 0
  /// Whether the file isn't ours to write any more: somebody else deleted or changed it.
  public private(set) var isLost = false
  /// Behind `end` stand bytes of an interrupted write, which the next write takes away.
  private var hasTornTail = false

  /// The header of the session, byte for byte as it stands on top of its file.
  public let beginning: [UInt8]
  /// The format of the file: one that goes on keeps its own.
  private let format: Int
  /// The path of the file, once there is one.
  public private(set) var path: String?
  /// The last value of the chain on the disk, to be shown on leaving; nil before the first command ended.
  public private(set) var lastChain: String?
  /// Whether a command began and has neither finished nor failed.
  public var isRunning: Bool { running != nil }
  /// The last value of the chain, whether it is on the disk or still owed: it stands for all that ran so far.
  public var position: String { chain }

  /// A new session. Nothing is created before the first command.
  public convenience init(folder: String, header: SessionHeader, now: SessionTime) {
    self.init(folder: folder, header: header, now: now, system: .real)
  }

  init(folder: String, header: SessionHeader, now: SessionTime, system: SessionSystem) {
    self.folder = folder
    self.now = now
    self.system = system
    beginning = Array(header.text.utf8)
    format = header.format
    owed = beginning
    unchained = owed
    chain = Chain.start
  }

  /// Goes on with a session that was read from `file`.
  ///
  /// - Parameters:
  ///   - beginning: Its header as it stands there.
  ///   - kept: What stands below the last value and stays.
  init(
    continuing file: consuming SessionFile, session: Session, beginning: [UInt8], kept: [UInt8],
    environmentLine: String
  ) {
    folder = ""
    self.beginning = beginning
    format = session.header.format
    now = .now
    system = .real
    path = file.path
    size = file.size
    self.file = consume file
    end = session.keptBytes
    hasTornTail = session.tail != nil
    owed = Array((environmentLine + "\n").utf8)
    unchained = kept + owed
    chain = session.lastChain ?? Chain.start
    entryCount = session.entries.count
    lastChain = session.lastChain
  }

  // MARK: Commands

  /// Makes the file, if there is none, before there is a command.
  ///
  /// - Parameter preparing: Told the path before the file is there, to write what must not be missing when it
  ///   is.
  public func create(preparing: (_ path: String) -> Void) throws(RecordError) {
    if file == nil { try flush(preparing: preparing) }
  }

  /// Writes a command that is about to start. It must not start when this throws.
  public func begin(_ commandText: String) throws(RecordError) {
    precondition(running == nil, "a command begins only when the one before it has ended")
    let bytes = Array(Self.storable(commandText).utf8)
    let start = end + owed.count
    owed += bytes
    do throws(RecordError) { try flush() } catch {
      owed.removeLast(bytes.count)
      throw error
    }
    running = (bytes, start)
  }

  /// Writes what the running command found out, and seals it.
  public func finish(_ result: ResultRecord) throws(RecordError) {
    guard let command = running else { preconditionFailure("only a running command can finish") }
    running = nil
    seal(Array(RecordedText.lines(result, format: format).utf8), behind: command.bytes)
    try flush()
  }

  /// Keeps the running command as one that failed, with why it did.
  public func fail(_ message: String) throws(RecordError) {
    guard let command = running else { preconditionFailure("only a running command can fail") }
    running = nil
    var text = ""
    for line in Self.lines(String(decoding: command.bytes, as: UTF8.self)) {
      text += line.isEmpty ? "#!\n" : "#! \(line)\n"
    }
    for line in Self.lines(message.isEmpty ? "it failed" : message) { text += "#! error: \(line)\n" }
    // The new text is longer than the old one, so that it covers it in one write and the command is never
    // missing.
    end = command.start
    seal(Array(text.utf8), behind: [])
    try flush()
  }

  // MARK: Prose

  /// Writes a statement that was only shown: a loop, a condition.
  public func comment(_ text: String) throws(RecordError) { try add(text, prefix: "#> ") }

  /// Writes prose.
  public func note(_ text: String) throws(RecordError) { try add(text, prefix: "## ") }

  private func add(_ text: String, prefix: String) throws(RecordError) {
    let bytes = Self.lines(text).flatMap { Array((prefix + $0 + "\n").utf8) }
    if running != nil {
      delayed += bytes
      return
    }
    owed += bytes
    unchained += bytes
    guard file != nil else { return }
    do throws(RecordError) { try flush() } catch {
      owed.removeLast(bytes.count)
      unchained.removeLast(bytes.count)
      throw error
    }
  }

  // MARK: Ending

  /// Closes the session: seals notes behind the last command and writes the end line. A command that still
  /// runs stays as one that was cut off, and the session open.
  public func close() throws(RecordError) {
    guard file != nil else { return }
    if running == nil {
      if !unchained.isEmpty { seal([], behind: []) }
      owed += Array((SessionReader.endLine(entries: entryCount, after: chain) + "\n").utf8)
      try flush()
    }
    file = nil
  }

  /// Leaves the session open, so that it can go on. A file that was only looked at stays as it was.
  public func leave() throws(RecordError) {
    guard file != nil else { return }
    if hasWritten { try flush() }
    file = nil
  }

  // MARK: Writing

  /// Ends an entry with the next value of the chain.
  private func seal(_ bytes: [UInt8], behind command: [UInt8]) {
    chain = Chain.next(after: chain, unchained + command + bytes)
    entryCount += 1
    owed += bytes + Array((Chain.prefix + chain + "\n").utf8)
    owed += delayed
    unchained = delayed
    delayed = []
  }

  /// Brings everything that is owed to the disk.
  private func flush(preparing: (String) -> Void = { _ in }) throws(RecordError) {
    let isNew = file == nil
    if isNew {
      file = try SessionFile.create(in: folder, at: now, system: system, preparing: preparing)
      path = file?.path
    } else {
      do throws(RecordError) { try file?.requireUntouched(size: size) } catch {
        isLost = true
        throw error
      }
    }
    defer { size = file?.size ?? 0 }
    if hasTornTail {
      file?.truncate(to: end)
      hasTornTail = false
    }
    do throws(RecordError) { try file?.write(owed, at: end) } catch {
      if isNew {
        file?.remove()
        file = nil
        path = nil
      }
      throw error
    }
    hasWritten = true
    end += owed.count
    owed = []
    lastChain = chain == Chain.start ? nil : chain
  }
}
