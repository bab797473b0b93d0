import Declarations
import Diagnostics
import Runtime
import Testing

@testable import Commands

/// Every numeric option of every command, layer and step, over numbers at and beyond the ends of all kinds of
/// numbers: each is taken or refused, and none ends the process.
@Suite("Extreme numbers")
struct ExtremeNumberTests {
  static let numbers = [
    "0", "-0", "1", "-1", "2", "3", "0.5", "-0.5", "0.1", "7", "10", "99.999", "100.0001", "127", "128",
    "255", "256", "1000",
    "1001", "1024", "1025", "4096", "65535", "65536", "65537", "100000", "100001", "1e6", "1e-7", "1e-300",
    "5e-324", "1e300",
    "-1e300", "1.7976931348623157e308", "-1.7976931348623157e308", "0.9999999999999999", "1.0000000000000002",
    "2147483647",
    "2147483648", "-2147483648", "4294967296", "9007199254740993", "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808", "18446744073709551616", "1e19",
  ]

  /// How an option of a kind is spelled with a number.
  static func spellings(_ kind: ParameterKind, _ number: String) -> [String] {
    let whole = number.allSatisfy(\.isNumber) ? number : nil
    switch kind {
    case .integer, .number: return [number, number + "%"]
    case .duration: return [number + "s", number + "h"]
    case .angle: return [number + "deg"]
    case .size(let dimensions):
      // Images with thousands of pixels a side fit, and take long to fill: a line of as many pixels will do.
      guard let side = whole else { return [] }
      let isLarge = (1000...50_000).contains(Double(side) ?? 0)
      return (isLarge ? [] : [Array(repeating: side, count: dimensions.upperBound).joined(separator: "x")])
        + ["\(side)x1"]
    case .range: return ["\(number)..\(number)", number.hasPrefix("-") ? "\(number)..0.5" : "0.5..\(number)"]
    case .list(let item): return spellings(item, number).map { "[\($0)]" }
    case .either(let kinds): return kinds.flatMap { spellings($0, number) }
    default: return []
    }
  }

  /// Lines that put a number where a parameter takes one.
  static func lines(_ head: String, _ parameters: [Parameter], _ number: String, tail: String = "")
    -> [String]
  {
    parameters.flatMap { parameter -> [String] in
      guard parameter.placement == .option else { return [] }
      return spellings(parameter.kind, number).map { "\(head) \(parameter.name)=\($0)\(tail)" }
    }
  }

  /// The heads of commands, by verb: what stands before the option.
  static let heads: [String: [String]] = [
    "load": ["load digits as x"], "split": ["split d"],
    "train": ["train m on d", "train s on d", "train l on d"],
    "find": ["find rate m on d"], "evaluate": ["evaluate m"], "crossvalidate": ["crossvalidate n on d"],
    "predict": ["predict m on d"], "show": ["show d", "show r", "show s"], "report": ["report r"],
    "compare": ["compare m s"],
    "plot": ["plot loss of m"], "choose": ["choose m"], "history": ["history"], "set": ["set"],
  ]

  /// Commands, layers and steps with a number in an option or in a place of their own.
  static func commands(_ number: String) -> [String] {
    var commands: [String] = []
    for declaration in Verbs.table.declarations {
      for head in heads[declaration.verb] ?? [] { commands += lines(head, declaration.parameters, number) }
      for item in declaration.block?.items ?? [] where item.blocks.upperBound == 0 && item.owner == nil {
        let (open, close) =
          declaration.verb == "model"
          ? (
            "model x cnn input=8x8 classes=10 { ",
            "; dense classes }; \(number.count < 3 ? "train x on d epochs=1" : "summary x")"
          )
          : ("\(declaration.verb) d { ", " }")
        commands += lines(open + item.example, item.parameters, number, tail: close)
        // The first number of the example, replaced.
        let words = item.example.split(separator: " ")
        if let place = words.firstIndex(where: { $0.first?.isNumber == true }) {
          let kinds = item.parameters.map(\.kind)
          for spelling in Set(kinds.flatMap { spellings($0, number) }).sorted() {
            var changed = words.map(String.init)
            changed[place] = spelling
            commands.append(open + changed.joined(separator: " ") + close)
          }
        }
      }
    }
    let definitions = Verbs.table["model"]?.parameters ?? []
    commands += lines("model x svm", definitions, number, tail: "; train x on d")
    commands += lines(
      "model x svm on=hog cell=2", definitions.filter { ["block", "orientations"].contains($0.name) }, number)
    commands += lines(
      "model x svm kernel=poly", definitions.filter { ["degree", "coef0"].contains($0.name) }, number
    )
    .map { $0 + "; train x on d" }
    commands += lines(
      "model x resnet18", definitions.filter { ["input", "classes"].contains($0.name) }, number)
    commands += ["plateau", "restarts", "step", "exponential", "cosine", "onecycle"].flatMap { schedule in
      lines("train m on d schedule=\(schedule)", Verbs.table["train"]?.parameters ?? [], number)
        .filter {
          ["every=", "factor=", "growth=", "lowest=", "rise=", "wait=", "warmup=", "rate="].contains(
            where: $0.contains)
        }
    }
    commands += [
      "print \(number), round(\(number), 2)", "let v = \(number) * \(number)", "freeze m \(number)",
      "history \(number)",
    ]
    return commands
  }

  @Test func areTakenOrRefused() async {
    await #expect(processExitsWith: .success) {
      let shell = Shell(.init(threads: 1, seed: 1))
      // A training of a hundred thousand epochs is stopped after some steps; what is asked for here is its
      // beginning.
      var looks = 0
      shell.interruption = {
        looks += 1
        return looks > 40
      }
      func type(_ text: String) -> Bool {
        looks = 0
        do throws(RunFailure) {
          try shell.runTyped(SourceText(name: "test", text: text))
          return true
        } catch {
          return false
        }
      }
      let base = """
        load digits as d limit=60; split d validation=20% seed=1; model m cnn { dense classes }; model n cnn \
        { dense classes }
        model s svm; model l svm kernel=linear; train m on d epochs=1; train s on d; train l on d
        let r = evaluate m
        """
      precondition(type(base), "the base is right")
      var (taken, count) = (0, 0)
      for number in ExtremeNumberTests.numbers {
        for command in ExtremeNumberTests.commands(number) {
          count += 1
          if type(command) {
            taken += 1
            if command.hasPrefix("set") { precondition(type("set threads=1 seed=1 precision=f32")) }
            // What a training or a split changed is put back, so that every number meets the same.
            if command.hasPrefix("train") || command.hasPrefix("split") || command.contains("d {") {
              precondition(type("undo"))
            }
          }
        }
      }
      precondition(count > 4000 && taken > 500 && taken < count - 500)
    }
  }
}
