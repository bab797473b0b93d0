import ArgumentParser
import Commands
import Record
import Runtime
import Terminal

/// `fovea resume [FILE]`.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Continue an interrupted session.",
    discussion: """
      Its commands are run again and compared with the record; a training that was cut off goes on inside \
      its epoch and ends \
      with the same bits as if nothing had happened. A script that failed is read anew and goes on at the \
      command that failed, \
      once that is mended; the commands above it must be those that ran. What Ctrl-C stopped in a script or \
      here can be resumed again. At a terminal the prompt follows; \
      else the session \
      is closed. Exit code 1: a command failed, or the record doesn't come back. 2: there is no such \
      session, nothing to \
      resume, or the script is wrong before it can run. 3: another environment gives other bits.
      """)

  @Argument(help: "The session; without it the newest one that was cut off.")
  var file: String?

  @Option(help: "How many threads compute; results don't depend on it.")
  var threads: Int?

  @Flag(help: "Print one JSON object a line.")
  var json = false

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be a whole number from 1 to 256, found \(threads).")
    }
  }

  func run() throws {
    let capabilities = Capabilities.current()
    let reporter = Reporter(json: json, capabilities)
    let resumption: Resumption
    do throws(RecordError) {
      resumption = try Resumption(path: file)
    } catch {
      throw reporter.failure(error)
    }
    Program.limitKernels(to: resumption.session.header)
    var options = try RunOptions.parse([])
    options.json = json
    options.threads = threads
    let shell = SessionSetup.shell(options, capabilities)
    reporter.observe(shell)
    Interrupt.install()
    if !json { Output.diagnostic(Resumption.outline(of: resumption.session)) }
    resumption.staysOpenWhenStopped = true
    resumption.onStep = { reporter.show($0, in: resumption.session.name) }
    resumption.onRemark = { if !json { Output.diagnostic($0) } }
    switch JobMode.during({ resumption.run(in: shell) }) {
    case .refused(let report):
      if !json { for line in report.lines { Output.plainWords(line) } }
      try reporter.finish(status: report.exitCode, replay: report)
    case .unfit(let findings):
      throw reporter.failure(findings)
    case .wentOn(let recorder, let failure):
      var status = failure.map { reporter.status(of: $0, wayOn: recorder.wayOn) } ?? 0
      // What Ctrl-C stopped before all was back is no session to type into.
      let isTyped = capabilities.inputIsTerminal && !json && status != 130
      if isTyped {
        let prompt = Prompt(options, capabilities)
        prompt.talk(to: shell, reporter)
        prompt.sayWhatIsLost(shell)
      }
      if status == 0, resumption.hasLostCommands { status = 1 }
      try reporter.finish(
        status: SessionSetup.farewell(recorder, reporter, status: isTyped ? 0 : status))
    }
  }
}
