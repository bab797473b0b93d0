internal import Glibc
internal import Synchronization

/// Gives the terminal back as it was found, on every way out of the process: its end, SIGTERM, SIGHUP,
/// SIGQUIT, a crash. (SIGKILL can't be caught; the shell that started us mends the terminal then.)
enum TerminalGuard {
  // Written once, on the main thread, before `isArmed` is set; read by handlers only after that.
  nonisolated(unsafe) private static let original = makeSettings()
  // Written before `isInJob` is set and read by the handler only while it is.
  nonisolated(unsafe) private static let job = makeSettings()
  nonisolated(unsafe) private static let beforeJob = makeSettings()
  // Used on the main thread alone.
  nonisolated(unsafe) private static let now = makeSettings()
  private static let isArmed = Atomic<Bool>(false)
  private static let isInJob = Atomic<Bool>(false)
  private static let pasteMode = Atomic<Bool>(false)
  private static let wasResumed = Atomic<Bool>(false)
  /// Rows of an entry below the cursor.
  private static let rowsBelow = Atomic<Int>(0)

  /// Memory for settings. A variable wouldn't do: Swift 6.3.1 gives one of this type 57 bytes, and the C
  /// library writes all 60.
  private static func makeSettings() -> UnsafeMutablePointer<termios> {
    let settings = UnsafeMutablePointer<termios>.allocate(capacity: 1)
    memset(settings, 0, MemoryLayout<termios>.size)
    return settings
  }

  /// Keeps the settings of the terminal on standard input and sees to it that they come back. Does nothing a
  /// second time, nor without a terminal.
  static func arm() {
    guard !isArmed.load(ordering: .acquiring), tcgetattr(STDIN_FILENO, original) == 0 else { return }
    SelfPipe.prepare()
    _ = job
    _ = StoppedTime.total
    _ = (
      isInJob.load(ordering: .relaxed), pasteMode.load(ordering: .relaxed),
      wasResumed.load(ordering: .relaxed), rowsBelow.load(ordering: .relaxed)
    )
    isArmed.store(true, ordering: .releasing)
    atexit { TerminalGuard.restore() }
    let deadly = [SIGTERM, SIGHUP, SIGQUIT] + SignalHandling.crashes
    for signal in deadly where SignalHandling.isDefault(signal) {
      SignalHandling.handle(signal) { number in
        TerminalGuard.restore()
        Glibc.signal(number, SIG_DFL)
        raise(number)
      }
    }
    // A shell without job control ignores it, and so do we then.
    if SignalHandling.isDefault(SIGTSTP) { SignalHandling.handle(SIGTSTP) { _ in TerminalGuard.suspend() } }
    if SignalHandling.isDefault(SIGCONT) { SignalHandling.handle(SIGCONT) { _ in TerminalGuard.resume() } }
  }

  /// Safe in a signal handler. A process in the background leaves the terminal to the one in front.
  private static func restore() {
    guard isArmed.load(ordering: .acquiring), isInFront else { return }
    if pasteMode.exchange(false, ordering: .relaxed) { writePasteMode(false) }
    tcsetattr(STDIN_FILENO, TCSANOW, original)
  }

  /// Ctrl-Z: the terminal is given back before the process stops, as on every other way out.
  private static func suspend() {
    let before = errno
    restore()
    // What the shell says belongs below the entry.
    if isInFront {
      let newline: StaticString = "\r\n"
      for _ in 0..<rowsBelow.load(ordering: .relaxed) {
        _ = write(STDOUT_FILENO, newline.utf8Start, newline.utf8CodeUnitCount)
      }
    }
    // What stops it is the signal itself, so that the shell tells the right one; within its handler it is
    // blocked.
    var isTaken = sigset_t()
    sigemptyset(&isTaken)
    sigaddset(&isTaken, SIGTSTP)
    let handler = SignalHandling.handle(SIGTSTP, nil)
    let begin = StoppedTime.clock()
    raise(SIGTSTP)
    pthread_sigmask(SIG_UNBLOCK, &isTaken, nil)
    StoppedTime.add(since: begin)
    pthread_sigmask(SIG_BLOCK, &isTaken, nil)
    var again = handler
    sigaction(SIGTSTP, &again, nil)
    // Where nobody could go on with it, it wasn't stopped.
    resume()
    errno = before
  }

  /// After Ctrl-Z and `fg`: the shell has set the terminal to its liking.
  private static func resume() {
    let before = errno
    if isInJob.load(ordering: .acquiring), isInFront { tcsetattr(STDIN_FILENO, TCSANOW, job) }
    wasResumed.store(true, ordering: .relaxed)
    SelfPipe.ring()
    errno = before
  }

  /// Tells how far below the cursor an entry ends, for a stop in the middle of it.
  static func noteRowsBelow(_ count: Int) { rowsBelow.store(count, ordering: .relaxed) }

  /// Whether a key that was read as a character stops a job, as Ctrl-Z does in most terminals: not behind
  /// Ctrl-V, where no key is a signal.
  static func isStopKey(_ byte: UInt8) -> Bool {
    guard isArmed.load(ordering: .acquiring), byte != 0, tcgetattr(STDIN_FILENO, now) == 0,
      now.pointee.c_lflag & tcflag_t(ISIG) != 0
    else { return false }
    return withUnsafeBytes(of: &original.pointee.c_cc) { $0[Int(VSUSP)] == byte }
  }

  static func noteResumed() { wasResumed.store(true, ordering: .relaxed) }

  /// Whether the process was stopped and goes on since the last question.
  static func takeResumed() -> Bool { wasResumed.exchange(false, ordering: .relaxed) }

  /// While on, a terminal marks what is pasted. Terminals that don't know the sequence ignore it.
  static func setPasteMode(_ isOn: Bool) {
    guard pasteMode.exchange(isOn, ordering: .relaxed) != isOn else { return }
    writePasteMode(isOn)
  }

  /// Safe in a signal handler: no allocation.
  private static func writePasteMode(_ isOn: Bool) {
    let sequence: StaticString = isOn ? "\u{1B}[?2004h" : "\u{1B}[?2004l"
    _ = write(STDOUT_FILENO, sequence.utf8Start, sequence.utf8CodeUnitCount)
  }

  static var isInFront: Bool { tcgetpgrp(STDIN_FILENO) == getpgrp() }

  /// Sets the terminal for a job, see `JobMode`; whether anything was done.
  static func beginJob() -> Bool {
    guard isArmed.load(ordering: .acquiring), isInFront, !isInJob.load(ordering: .relaxed),
      tcgetattr(STDIN_FILENO, beforeJob) == 0, tcgetattr(STDIN_FILENO, job) == 0
    else { return false }
    job.pointee.c_lflag &= ~tcflag_t(ECHO | ICANON)
    withUnsafeMutableBytes(of: &job.pointee.c_cc) { characters in
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    isInJob.store(true, ordering: .releasing)
    tcsetattr(STDIN_FILENO, TCSADRAIN, job)
    return true
  }

  static func endJob() {
    isInJob.store(false, ordering: .releasing)
    if isInFront { tcsetattr(STDIN_FILENO, TCSADRAIN, beforeJob) }
  }
}
