internal import Datasets
internal import Declarations
internal import Diagnostics
internal import Plotting
internal import Record
public import Runtime

extension Shell {
  /// What Tab offers.
  public func completions(text: String, cursor: Int) -> Completer.Offer {
    Completer(
      commands: Verbs.table, names: workspace.roles, environment: interpreter.environment,
      topics: HelpText.topics,
      paths: FileNames.beginning,
      texts: { [self] verb, option, words in
        Verbs.table[verb].flatMap { Verbs.byName[$0.verb] }?.texts(for: option, behind: words, in: self) ?? []
      },
      accepts: { [self] text, place in
        check(SourceText(typed: text)).allSatisfy { finding in
          finding.severity != .error || finding.range.upper <= place.lowerBound
            || finding.range.lower >= place.upperBound
        }
      }
    ).offer(text: text, cursor: cursor)
  }
}

extension PictureFormat {
  /// Files that plots are written to.
  static let files = FileRole.endings(allCases.map(\.rawValue))
}

extension FileNames {
  /// The folders, and the files of a role, whose path begins with `prefix`.
  static func beginning(with prefix: String, _ role: FileRole) -> [String] {
    beginning(with: prefix).filter { $0.hasSuffix("/") || fits($0, role) }
  }

  private static func fits(_ path: String, _ role: FileRole) -> Bool {
    let ending = path.split(separator: ".").last.map { $0.lowercased() }
    switch role {
    case .any: return true
    case .pictures: return ["jpeg", "jpg", "png"].contains(ending)
    case .script: return ending == "fovea"
    case .data: return Loading.recognises(path)
    case .endings(let endings): return endings.contains { path.hasSuffix("." + $0) }
    case .session: return ending == "fovea" && SessionReader.isSession(path)
    }
  }
}
