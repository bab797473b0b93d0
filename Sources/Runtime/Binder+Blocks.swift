internal import Declarations
internal import Diagnostics
internal import Syntax

extension Binder {
  /// The lines of the command's block, or nil when there is none.
  mutating func bindBlock(
    of command: Command, declaration: CommandDeclaration, arguments: Arguments
  ) -> [BoundItem]? {
    let owner = "'\(declaration.verb)'"
    guard let block = declaration.block, isWanted(block, arguments) ?? !command.blocks.isEmpty else {
      if let extra = command.blocks.first {
        let what = declaration.block?.condition.flatMap { arguments.optionalText($0.parameter) }.map {
          "\(owner) of '\($0)'"
        }
        findings.append(Findings.blockUnexpected(what ?? owner, at: Self.brace(of: extra), in: source))
      }
      return nil
    }
    guard let given = command.blocks.first else {
      if block.isRequired {
        let example = declaration.examples.first { $0.contains("{") }
        findings.append(
          Findings.blockMissing(owner, item: block.itemName, example: example, at: command.range, in: source))
      }
      return nil
    }
    if command.blocks.count > 1 {
      findings.append(
        Findings.blockUnexpected("a second time \(owner)", at: Self.brace(of: command.blocks[1]), in: source))
    }
    let items = bindItems(given, of: block, verb: declaration.verb, inside: nil)
    if given.statements.isEmpty {
      findings.append(
        Findings.blockMissing(
          owner, item: block.itemName, example: block.items.first?.example, at: given.range, in: source))
    }
    return items
  }

  /// Nil where only running tells.
  private func isWanted(_ block: CommandDeclaration.BlockDeclaration, _ arguments: Arguments) -> Bool? {
    guard let condition = block.condition else { return true }
    guard arguments.isKnown(condition.parameter) else { return nil }
    return arguments.optionalText(condition.parameter) == condition.value
  }

  /// The lines between two braces; those of a block inside a block are of the same kind.
  ///
  /// - Parameter owner: The item that the block belongs to, nil for the command itself.
  private mutating func bindItems(
    _ given: Block, of block: CommandDeclaration.BlockDeclaration, verb: String, inside owner: String?
  ) -> [BoundItem] {
    var items: [BoundItem] = []
    for statement in given.statements {
      guard case .command(let line) = statement.kind else {
        if case .note = statement.kind { continue }
        if case .print(let values) = statement.kind, case .call(let called, _)? = values.first?.kind {
          findings.append(Findings.itemCalled(called, of: block, verb: verb, in: source))
        } else {
          findings.append(Findings.onlyItems(kind: block.itemName, at: statement.range, in: source))
        }
        continue
      }
      if let item = bindItem(line, of: block, verb: verb, inside: owner) { items.append(item) }
    }
    return items
  }

  private mutating func bindItem(
    _ line: Command, of block: CommandDeclaration.BlockDeclaration, verb: String, inside owner: String?
  ) -> BoundItem? {
    let firstRename = renames.count
    let word = canonical(line.verb.text, at: line.verb.range, among: block.items.map(\.name))
    guard let declaration = block.items.first(where: { $0.name == word }) else {
      findings.append(
        Findings.unknownItem(
          line.verb.text, kind: block.itemName, verb: verb, known: block.items.map(\.name),
          at: line.verb.range, in: source))
      return nil
    }
    if let wanted = declaration.owner, wanted != owner {
      findings.append(Findings.misplaced(declaration.name, owner: wanted, at: line.verb.range, in: source))
    }
    let usage = Wording.usage(declaration, itemName: block.itemName)
    let firstReplacement = replacements.count
    let (arguments, _) = bind(line, to: declaration.parameters, owner: "'\(declaration.name)'", usage: usage)
    let headEnd = line.blocks.first?.range.lower ?? line.range.upper
    let head = source.replacing(
      recorded(from: firstReplacement, firstRename), in: SourceRange(line.range.lower, headEnd))
    if line.blocks.count > declaration.blocks.upperBound {
      let extra = Self.brace(of: line.blocks[declaration.blocks.upperBound])
      findings.append(
        declaration.blocks.upperBound == 0
          ? Findings.blockUnexpected("'\(declaration.name)'", at: extra, in: source)
          : Findings.tooManyBlocks(
            "'\(declaration.name)'", most: declaration.blocks.upperBound, at: extra, in: source))
    } else if line.blocks.count < declaration.blocks.lowerBound {
      findings.append(
        Findings.blocksMissing(
          "'\(declaration.name)'", count: declaration.blocks.lowerBound, item: block.itemName,
          example: declaration.example,
          at: line.range, in: source))
    }
    let blocks = line.blocks.map { bindItems($0, of: block, verb: verb, inside: declaration.name) }
    let text = source.replacing(recorded(from: firstReplacement, firstRename), in: line.range)
    return BoundItem(
      name: declaration.name, arguments: arguments, text: text, head: Self.trimmed(head), blocks: blocks,
      source: source,
      range: line.range)
  }

  private static func brace(of block: Block) -> SourceRange {
    SourceRange(block.range.lower, block.range.lower + 1)
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
