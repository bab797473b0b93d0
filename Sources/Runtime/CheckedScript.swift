public import Diagnostics
public import Syntax

/// A script in which nothing is wrong as far as its text tells. Only that is run: what was parsed and checked
/// is what runs, the scripts that it sources too, whatever becomes of their files meanwhile.
public struct CheckedScript: Sendable {
  public let script: Script
  /// Those that it sources, by their paths.
  let sourced: [String: Script]

  fileprivate init(_ script: Script, sourced: [String: Script]) {
    self.script = script
    self.sourced = sourced
  }

  /// What the scripts that it sources said when it was checked, by their paths.
  public var sourcedTexts: [String: String] { sourced.mapValues(\.source.text) }
}

/// A document whose parts were checked one after the other.
public struct CheckedDocument: Sendable {
  /// Everything that is wrong with it; its parts may run where there is nothing.
  public let findings: [Diagnostic]
  private let sourced: [String: Script]
  private let scripts: [Script]

  fileprivate init(_ parts: [DocumentPart], findings: [Diagnostic], sourced: [String: Script]) {
    self.findings = findings
    self.sourced = sourced
    scripts = parts.compactMap { if case .script(let script) = $0 { script } else { nil } }
  }

  /// One of its scripts, by its place among them from 0; nil where there is none, or something is wrong.
  public func script(at index: Int) -> CheckedScript? {
    guard findings.isEmpty, scripts.indices.contains(index) else { return nil }
    return CheckedScript(scripts[index], sourced: sourced)
  }

  /// What the scripts that it sources said when it was checked, by their paths.
  public var sourcedTexts: [String: String] { sourced.mapValues(\.source.text) }
}

extension Interpreter {
  /// Everything that is wrong with a script, found without running it.
  public func check(_ script: Script) -> [Diagnostic] { checked([.script(script)]).findings }

  /// A script that may run.
  ///
  /// - Throws: Everything that is wrong with it.
  public func checked(_ script: Script) throws(RunFailure) -> CheckedScript {
    let document = checked([.script(script)])
    guard let checked = document.script(at: 0) else { throw .findings(document.findings) }
    return checked
  }

  /// A document whose parts come one after the other, each with the names of those before.
  public func checked(_ parts: [DocumentPart]) -> CheckedDocument {
    var checker = Checker(host: host, environment: environment, overrides: overrides)
    for part in parts { checker.check(part) }
    let renamed = Self.renamed(overrides, for: checker.parameters)
    if renamed.keys != overrides.keys {
      overrides = renamed
      return checked(parts)
    }
    var findings = checker.findings.all
    for name in overrides.keys.sorted() where !checker.parameters.contains(name) {
      findings.append(Findings.unknownOverride(name, known: checker.parameters))
    }
    return CheckedDocument(parts, findings: findings, sourced: checker.sourced.scripts)
  }

  /// Overrides by the names that the parameters have, where other words were typed for them: `lr` for `rate`.
  private static func renamed(_ overrides: [String: Value], for parameters: [String]) -> [String: Value] {
    var renamed = overrides
    for (name, value) in overrides.sorted(by: { $0.key < $1.key }) where !parameters.contains(name) {
      guard let own = Aliases.accepted(name, among: parameters), renamed[own] == nil else { continue }
      renamed[name] = nil
      renamed[own] = value
    }
    return renamed
  }

  /// Runs a script.
  public func run(_ checked: CheckedScript) throws(RunFailure) {
    let outer = sourced
    sourced = checked.sourced
    defer { sourced = outer }
    try run(checked.script.statements, in: checked.script.source)
  }
}

/// The scripts that a check read. Whichever way the check takes through conditions, it reads into one list.
final class SourcedScripts {
  fileprivate(set) var scripts: [String: Script] = [:]

  func add(_ script: Script, at path: String) { scripts[path] = script }
}
