internal import Glibc
internal import Synchronization

/// Ctrl-C as a flag: a job checks it between steps and stops by itself, so that nothing is lost.
///
/// ```swift
/// Interrupt.install()
/// network.train(…, shouldStop: { Interrupt.isRaised })
/// Interrupt.clear()
/// ```
/// A second Ctrl-C within a job only raises the flag again.
public enum Interrupt {
  private static let raised = Atomic<Bool>(false)

  /// From here on SIGINT raises the flag instead of ending the process. System calls that wait return with
  /// EINTR.
  public static func install() {
    // The lazy globals that the handler reads are made here: a handler must not be the first to touch them.
    clear()
    SelfPipe.prepare()
    SignalHandling.handle(SIGINT) { _ in
      Interrupt.raise()
    }
  }

  /// Whether Ctrl-C was pressed since the last `clear`. May be asked from any thread.
  public static var isRaised: Bool { raised.load(ordering: .relaxed) }

  public static func clear() { raised.store(false, ordering: .relaxed) }

  /// Raises the flag as Ctrl-C does. Safe in a signal handler.
  public static func raise() {
    raised.store(true, ordering: .relaxed)
    SelfPipe.ring()
  }
}

/// A pipe to ourselves: signal handlers write to it, the editor waits for it beside the keyboard. So a signal
/// between a look at a flag and the wait isn't missed, whichever thread gets it.
enum SelfPipe {
  /// Reading and writing end; -1 where the process has no descriptor left.
  private static let ends: (reader: Int32, writer: Int32) = {
    var pair: [Int32] = [-1, -1]
    guard pipe(&pair) == 0 else { return (-1, -1) }
    for end in pair {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (pair[0], pair[1])
  }()

  static func prepare() { _ = ends }

  static var reader: Int32 { ends.reader }

  /// Safe in a signal handler once `prepare` ran. A full pipe has woken the reader already.
  static func ring() {
    let before = errno
    var byte: UInt8 = 1
    _ = write(ends.writer, &byte, 1)
    errno = before
  }

  static func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(ends.reader, &bytes, bytes.count) > 0 {}
  }
}

public enum SignalHandling {
  static let crashes = [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP]

  /// At a terminal Swift's runtime answers Ctrl-\ and crashes with a report that waits for a key. Here they
  /// end the process, as everywhere; `SWIFT_BACKTRACE` asks for the report all the same.
  public static func leaveOutReports() {
    guard getenv("SWIFT_BACKTRACE") == nil, isatty(STDIN_FILENO) == 1 else { return }
    for signal in [SIGQUIT] + crashes {
      var action = sigaction()
      guard sigaction(signal, nil, &action) == 0 else { continue }
      // What the process was started to ignore it goes on ignoring. 1 is SIG_IGN, which Swift can't name.
      let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      if handler != 0, handler != 1 { handle(signal, nil) }
    }
  }

  /// Installs a handler without SA_RESTART, or what the signal does by default; the old one is returned.
  @discardableResult
  static func handle(_ signal: Int32, _ handler: (@convention(c) (Int32) -> Void)?) -> sigaction {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigemptyset(&action.sa_mask)
    var old = sigaction()
    sigaction(signal, &action, &old)
    return old
  }

  /// Whether a signal still does what it does by default. Who was started with `nohup` keeps ignoring SIGHUP.
  static func isDefault(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    return action.__sigaction_handler.sa_handler == nil
  }
}
