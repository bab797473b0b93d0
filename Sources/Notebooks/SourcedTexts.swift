internal import Diagnostics
internal import Record
internal import Runtime
internal import Syntax

/// What the files say that a script runs by `source`, and those that they run in turn: it is as much of its
/// text as its own lines.
struct SourcedTexts {
  /// The hashes of the texts in the order in which they are met, each file once; `missing` for what can't be
  /// read.
  private(set) var fingerprints: [String] = []
  /// The parameters that the script and the files declare.
  private(set) var parameters: Set<String> = []
  private var seen: Set<String> = []

  init(of script: Script) { collect(script.statements, of: script.source.name) }

  private mutating func collect(_ statements: [Statement], of file: String) {
    for statement in statements {
      switch statement.kind {
      case .param(let name, _): parameters.insert(name.text)
      case .loop(_, _, let body): collect(body.statements, of: file)
      case .condition(let branches): for branch in branches { collect(branch.body.statements, of: file) }
      case .source(let path, _):
        let resolved = SourcedPath.resolve(path, from: file)
        guard seen.insert(resolved).inserted else { continue }
        guard let text = try? NotebookFile.text(resolved) else {
          fingerprints.append("missing")
          continue
        }
        fingerprints.append(Chain.fingerprint(of: text))
        guard case .complete(let script) = Parser.parse(SourceText(name: resolved, text: text)) else {
          continue
        }
        collect(script.statements, of: resolved)
      default: continue
      }
    }
  }
}
