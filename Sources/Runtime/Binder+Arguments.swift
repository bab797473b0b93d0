internal import Declarations
internal import Diagnostics
internal import Syntax

/// What is known of a command's arguments while they are bound one by one.
struct PartialBinding {
  /// The argument behind the one that is bound.
  var next: Argument?
  let parameters: [Parameter]
  let variadic: Parameter?
  let usage: String
  var values: [String: ArgumentValue] = [:]
  var places: [String: SourceRange] = [:]
  /// The positional parameters that come next.
  var waiting: ArraySlice<Parameter>
  /// What parameters with several values have so far.
  var collected: [String: [ArgumentValue]] = [:]
  /// The preposition that was read last, while nothing follows it.
  var pending: (parameter: Parameter, range: SourceRange)?
  /// The preposition that takes all that follows.
  var rest: Parameter?
  /// Lists of which only running tells a part.
  var incomplete: Set<String> = []
  /// Set where what follows can't be told any more. Defaults are still filled in: a command with findings may
  /// be asked for anything that is declared.
  var isCut = false

  init(_ parameters: [Parameter], usage: String) {
    self.parameters = parameters
    self.usage = usage
    variadic = parameters.first { $0.placement == .variadic }
    waiting = parameters.filter { $0.placement == .positional }[...]
  }
}

/// One argument after the other.
extension Binder {
  mutating func bind(_ preposition: String, _ argument: Argument, _ binding: inout PartialBinding) {
    if let open = binding.pending {
      if case .name(.new) = open.parameter.kind {
        findings.append(Findings.reservedName(preposition, at: argument.range, in: source))
        binding.isCut = true
        return
      }
      findings.append(Findings.nothingAfter(source.slice(open.range), at: open.range, in: source))
    }
    binding.pending = nil
    binding.rest = nil
    let parameters = binding.parameters
    if let parameter = parameters.first(where: { $0.placement == .preposition(preposition) }) {
      if binding.places[parameter.name] != nil {
        findings.append(Findings.repeated(preposition, at: argument.range, in: source))
      }
      binding.pending = (parameter, argument.range)
    } else if let parameter = parameters.first(where: { $0.placement == .variadicPreposition(preposition) }) {
      binding.pending = (parameter, argument.range)
      binding.rest = parameter
    } else if let next = binding.waiting.first, case .name(.new) = next.kind {
      findings.append(Findings.reservedName(preposition, at: argument.range, in: source))
      // It stands where the name belongs; what follows is read as behind a name.
      binding.waiting = binding.waiting.dropFirst()
      binding.places[next.name] = argument.range
    } else {
      findings.append(
        Findings.unknownPreposition(
          preposition, of: owner, usage: binding.usage, at: argument.range, in: source))
      binding.isCut = true
    }
  }

  mutating func bind(
    _ name: Name, _ value: Argument, _ argument: Argument, _ binding: inout PartialBinding
  ) {
    let options = binding.parameters.filter { $0.placement == .option }
    let word = canonical(name.text, at: name.range, among: options.map(\.name))
    guard let parameter = options.first(where: { $0.name == word }) else {
      if let conditions = binding.parameters.first(where: \.takesConditions) {
        return bind(condition: name, value, argument, to: conditions, &binding)
      }
      findings.append(
        Findings.unknownOption(
          name.text, of: owner, known: options.map(\.name), at: name.range, in: source))
      return
    }
    guard binding.places[word] == nil else {
      findings.append(Findings.repeated(word, at: argument.range, in: source))
      return
    }
    binding.places[word] = value.range
    binding.values[word] = convert(value, for: parameter)
  }

  /// A condition on a field: a text of the parameter that takes such.
  private mutating func bind(
    condition name: Name, _ value: Argument, _ argument: Argument, to parameter: Parameter,
    _ binding: inout PartialBinding
  ) {
    let place = binding.places[parameter.name]
    binding.places[parameter.name] = place.map { $0.union(argument.range) } ?? argument.range
    guard case .text(let text)? = convert(value, for: .option(name.text, .text, "")) else {
      binding.incomplete.insert(parameter.name)
      return
    }
    binding.collected[parameter.name, default: []].append(.text("\(name.text)=\(text)"))
  }

  mutating func bind(_ argument: Argument, _ binding: inout PartialBinding) {
    let parameter: Parameter
    if let given = binding.pending?.parameter ?? binding.rest {
      parameter = given
      binding.pending = nil
    } else if let next = binding.waiting.first(where: { $0.isRequired || accepts(argument, $0) }) {
      binding.waiting = binding.waiting.drop { $0.name != next.name }.dropFirst()
      parameter = next
    } else if let variadic = binding.variadic {
      parameter = variadic
    } else {
      refuse(argument, binding)
      binding.isCut = true
      return
    }
    let value = convert(argument, for: parameter)
    let place = binding.places[parameter.name]
    binding.places[parameter.name] = place.map { $0.union(argument.range) } ?? argument.range
    switch parameter.placement {
    case .variadic, .variadicPreposition:
      if let value {
        binding.collected[parameter.name, default: []].append(value)
      } else {
        binding.incomplete.insert(parameter.name)
      }
    default: binding.values[parameter.name] = value
    }
  }

  /// Reports an argument that has no place.
  private mutating func refuse(_ argument: Argument, _ binding: PartialBinding) {
    // For a misspelt word of an optional argument the message is that of this argument.
    if let optional = binding.waiting.first, case .choice = optional.kind {
      _ = convert(argument, for: optional)
    } else {
      let text = source.slice(argument.range)
      findings.append(
        Findings.unexpectedArgument(
          text, of: owner, usage: binding.usage,
          hint: misplaced(argument, before: binding.next, given: binding.places), at: argument.range,
          in: source))
    }
  }

  /// Fills in defaults, and reports what is missing.
  ///
  /// - Parameter verb: Where that is reported.
  mutating func fillIn(_ binding: inout PartialBinding, at verb: SourceRange) {
    // One that is missing has its place taken by the wrong word.
    let hasWrongWord = binding.parameters.contains { parameter in
      guard parameter.placement == .positional, case .choice = parameter.kind else { return false }
      return binding.places[parameter.name].map { place in findings.contains { $0.range == place } } ?? false
    }
    for parameter in binding.parameters where binding.places[parameter.name] == nil {
      if let value = parameter.defaultValue {
        binding.values[parameter.name] = value
      } else if parameter.isRequired, !binding.isCut, binding.pending?.parameter.name != parameter.name,
        !(parameter.placement == .positional && hasWrongWord)
      {
        findings.append(Findings.missing(parameter, of: owner, usage: binding.usage, at: verb, in: source))
      }
    }
  }
}
