import ArgumentParser
import Commands
import Diagnostics
import Notebooks
import Record
import Terminal

/// `fovea notebook render NOTE.md`.
struct NotebookRenderTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Make one HTML page of a notebook and its stored outputs; nothing runs.",
    discussion: """
      The page holds all it needs: plots, pictures, tables. Every value in its prose is linked to the \
      command that made it, and \
      says whether the last check found the same bits.
      """)

  @Argument(help: "The notebook.")
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the page goes; without it beside the notebook.", valueName: "file"))
  var output: String?

  func run() throws {
    let desk = NotebookToolSupport(json: false)
    let notebook = try desk.read(file)
    if !notebook.findings.isEmpty {
      throw desk.reporter.failure(notebook.findings, nothingWasRun: false)
    }
    let destination = output ?? NotebookFiles.path(file, ending: "html")
    do throws(NotebookError) {
      let (text, stale) = try notebook.page(at: file)
      if !stale.isEmpty {
        let places = stale.map(String.init).joined(separator: ", ")
        Output.diagnostic(
          "warning: of the \(stale.count == 1 ? "block" : "blocks") at line "
            + "\(places) nothing is stored that belongs to this text "
            + "and to the last run; the page says so. 'fovea notebook run \(file)' runs all.")
      }
      try NotebookFiles.write(text, to: destination, from: file)
    } catch {
      throw desk.failure(error)
    }
    Output.line(destination)
  }
}

/// `fovea notebook export FILE`.
struct NotebookExportTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Turn a notebook into a Jupyter notebook or a script, or these and sessions into notebooks.",
    discussion: """
      NOTE.md becomes NOTE.ipynb (nbformat 4.5, outputs in it), with -o NOTE.fovea a script. A .ipynb, a \
      recorded session and a \
      script become a .md; results that they hold are stored beside it. A .ipynb that nobody changed becomes \
      the .md that it was, \
      byte by byte; of a changed one the cells that are as they were. Nothing runs.
      """)

  @Argument(help: "A notebook (.md), a Jupyter notebook (.ipynb), a session or a script (.fovea).")
  var file: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where it goes; the ending says as what.", valueName: "file"))
  var output: String?

  func run() throws {
    let desk = NotebookToolSupport(json: false)
    do throws(NotebookError) {
      Output.line(try export(desk))
    } catch {
      throw desk.failure(error)
    }
  }

  private func export(_ desk: NotebookToolSupport) throws(NotebookError) -> String {
    let from = try NotebookFiles.kind(of: file, known: [.notebook, .jupyter, .script])
    let destination = output ?? NotebookFiles.path(file, ending: from == .notebook ? "ipynb" : "md")
    if from == .notebook {
      let to = try NotebookFiles.kind(of: destination, known: [.jupyter, .script])
      let notebook = try Notebook.read(file)
      if output == nil { try NotebookFiles.refuseToReplace(destination) }
      try NotebookFiles.write(
        to == .script ? notebook.asScript : try notebook.jupyter(at: file), to: destination, from: file)
      // A script runs in the folder in which it is started.
      if to == .script { warn(notebook.script, from: WorkingFolder.folder(of: file), to: nil) }
      return destination
    }
    _ = try NotebookFiles.kind(of: destination, known: [.notebook])
    let draft = try draft(from, to: destination)
    if output == nil { try NotebookFiles.refuseToReplace(destination) }
    try draft.write(to: destination, from: file)
    return destination
  }

  private func draft(_ kind: NotebookFiles.Kind, to destination: String) throws(NotebookError)
    -> NotebookDraft
  {
    let text = try NotebookFiles.text(file)
    if kind == .jupyter { return try NotebookDraft(jupyter: text, name: file) }
    let folder = WorkingFolder.folder(of: destination)
    do throws(RecordError) {
      let session = try SessionReader.read(path: file)
      let commands = SourceText(name: file, text: session.commands.map(\.text).joined(separator: "\n"))
      warn(commands, from: session.startFolder, to: folder)
      return NotebookDraft(session)
    } catch {
      // What isn't a session is a script; a session that can't be read is an error.
      guard case .notASession = error else {
        throw error.exitCode == 2
          ? .unreadable(path: file, reason: error.message) : .damaged(path: file, reason: error.message)
      }
      warn(SourceText(name: file, text: text), from: nil, to: folder)
      return NotebookDraft(script: text, name: file)
    }
  }

  /// Says that relative paths of the commands lead from another folder than before; nil is the current one.
  private func warn(_ commands: SourceText, from start: String?, to folder: String?) {
    func place(_ folder: String?) -> String? { WorkingFolder.resolved(folder ?? ".") }
    guard place(start) != place(folder), RelativePaths.areIn(commands) else { return }
    Output.diagnostic(
      "warning: paths in its commands led from "
        + "\(start.map { "the folder '\($0)'" } ?? "the current folder"), and lead from "
        + "\(folder.map { "the folder '\($0)'" } ?? "the folder in which the script is started") now.")
  }
}
