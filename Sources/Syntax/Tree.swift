public import Diagnostics

/// What a text says, before anyone asks whether its verbs exist. Every node knows its place.
public struct Script: Sendable {
  public let source: SourceText
  public let statements: [Statement]

  public init(source: SourceText, statements: [Statement]) {
    self.source = source
    self.statements = statements
  }
}

/// One command or keyword statement.
public struct Statement: Sendable {
  public enum Kind: Sendable {
    case command(Command)
    /// `let r = evaluate small`, a result.
    case letCommand(Name, Command)
    /// `let rate = 1e-3`, a value.
    case letValue(Name, Expression)
    /// `let r = thing`: a value if a value has that name, else a verb without arguments.
    case letWord(Name, Command, Expression)
    case param(Name, Expression)
    case loop(variable: Name, values: Expression, body: Block)
    /// The branches of `if … else if … else`, the last condition possibly absent.
    case condition([(condition: Expression?, body: Block)])
    case assert(Expression)
    case print([Expression])
    /// `source "other.fovea"`.
    case source(String, range: SourceRange)
    /// `note "text"` or a `##` line.
    case note(InterpolatedText)
  }

  public let kind: Kind
  /// From the first character to the last, block included, separator excluded.
  public let range: SourceRange

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// An identifier where it stands.
public struct Name: Sendable, Hashable {
  public let text: String
  public let range: SourceRange

  public init(_ text: String, range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// A verb with its arguments.
public struct Command: Sendable {
  public let verb: Name
  public let arguments: [Argument]
  public let blocks: [Block]
  public let range: SourceRange

  public init(verb: Name, arguments: [Argument], blocks: [Block], range: SourceRange) {
    self.verb = verb
    self.arguments = arguments
    self.blocks = blocks
    self.range = range
  }
}

/// The statements between braces.
public struct Block: Sendable {
  public let statements: [Statement]
  /// Braces included.
  public let range: SourceRange

  public init(statements: [Statement], range: SourceRange) {
    self.statements = statements
    self.range = range
  }
}

/// An argument as it was written.
public struct Argument: Sendable {
  public indirect enum Kind: Sendable {
    /// A bare word. `fashion.test`, `yes`, `m_$i`, `./digits`.
    case word(InterpolatedText)
    /// A quoted string.
    case string(InterpolatedText)
    case number(Double)
    /// 10% is 0.1.
    case percent(Double)
    /// In seconds.
    case duration(Double)
    /// In degrees.
    case angle(Double)
    case size([Int])
    case range(Double, Double)
    case list([Argument])
    case option(Name, Argument)
    /// `as`, `on`, `of`, `to`, `from`, `with`, `by`, `over`; the arguments up to the next preposition belong
    /// to it.
    case preposition(String)
    /// `$name` or `$( expression )` that is the whole argument, so that it keeps its type.
    case interpolation(Expression)
  }

  public let kind: Kind
  public let range: SourceRange

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// Text with values in it: `m_$i`, `"at $(r.accuracy)"`.
public struct InterpolatedText: Sendable {
  public enum Piece: Sendable {
    /// Escapes already replaced.
    case text(String)
    /// `$name` or `$( expression )`; the range runs from the `$` to the end.
    case value(Expression, range: SourceRange)
  }

  public let pieces: [Piece]
  public let range: SourceRange

  public init(pieces: [Piece], range: SourceRange) {
    self.pieces = pieces
    self.range = range
  }

  /// The text when it holds no value.
  public var literal: String? {
    var result = ""
    for piece in pieces {
      guard case .text(let text) = piece else { return nil }
      result += text
    }
    return result
  }
}

/// Something that has a value.
public struct Expression: Sendable {
  public indirect enum Kind: Sendable {
    case number(Double)
    case percent(Double)
    case duration(Double)
    case angle(Double)
    case size([Int])
    case range(Double, Double)
    case boolean(Bool)
    case string(InterpolatedText)
    case list([Expression])
    case name(String)
    case field(Expression, Name)
    /// `losses[0]`, from 0; from the end where it is negative.
    case index(Expression, Expression)
    case negate(Expression)
    case not(Expression)
    case binary(Operator, Expression, Expression)
    /// A function of `Vocabulary.functions`.
    case call(Name, [Expression])
    /// A number as it is to be written: `r.accuracy:.1%`.
    case formatted(Expression, NumberFormat)
  }

  public enum Operator: String, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    /// Binds tighter than a sign, and from the right.
    case power = "^"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case and
    case or
  }

  public let kind: Kind
  public let range: SourceRange

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// What reading a text gives.
public enum ParseResult: Sendable {
  case complete(Script)
  /// The text ends inside a block, a list, parentheses or after `\`: at the prompt, go on to the next line.
  /// The findings say what is open, for a file that ends so.
  case incomplete([Diagnostic])
  /// All findings, in the order of the text.
  case wrong([Diagnostic])
}
