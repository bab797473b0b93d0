import Datasets
import Declarations
import Networks
import Tensors

/// Noisy images, each class with a bright spot of its own: learned in a few steps.
struct Spots: SampleSource {
  var count: Int
  var shape = SampleShape(channels: 1, height: 12, width: 12)
  var classes = 4
  var seed: UInt64 = 7

  func label(_ position: Int) -> Int { position % classes }

  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {
    let stream = RandomStream(seed: seed, stream: .augment)
    for index in 0..<shape.count {
      destination[index] = stream.uniform(epoch: 0, sample: position, index: index) - 0.5
    }
    let (y, x) = (3 + label(position) / 2 * 5, 3 + label(position) % 2 * 5)
    for channel in 0..<shape.channels {
      for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        destination[(channel * shape.height + y + dy) * shape.width + x + dx] += 2
      }
    }
  }
}

/// Lines of a network as the language would bind them: numbers and words in order, `name=value` by name. A
/// line that ends with `{` opens a block, `}` closes it, and `} {` begins the next one of the same line.
func lines(_ text: String) -> [LayerLine] {
  var rest = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " } }[...]
  var count = 0
  return block(&rest, &count)
}

private func block(_ rest: inout ArraySlice<Substring>, _ count: inout Int) -> [LayerLine] {
  var result: [LayerLine] = []
  while let line = rest.first, !line.hasPrefix("}") {
    rest.removeFirst()
    count += 1
    let number = count
    var blocks: [[LayerLine]] = []
    if line.hasSuffix("{") {
      repeat { blocks.append(block(&rest, &count)) } while rest.popFirst() == "} {"
    }
    result.append(layer(line.hasSuffix(" {") ? line.dropLast(2) : line, line: number, blocks: blocks))
  }
  return result
}

private func layer(_ text: Substring, line: Int, blocks: [[LayerLine]]) -> LayerLine {
  var words = text.split(separator: " ").map(String.init)
  let name = words.removeFirst()
  let parameters = Layers.all.first { $0.name == name }?.parameters ?? []
  var values: [String: ArgumentValue] = [:]
  for parameter in parameters { values[parameter.name] = parameter.defaultValue }
  var positional = parameters.filter { $0.placement == .positional }
  for word in words {
    let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
    if pair.count == 2 {
      values[pair[0]] = value(pair[1])
    } else if let variadic = parameters.first(where: { $0.placement == .variadic }) {
      let before = if case .list(let items) = values[variadic.name] { items } else { [ArgumentValue]() }
      values[variadic.name] = .list(before + [value(word)])
    } else {
      values[positional.removeFirst().name] = value(word)
    }
  }
  return LayerLine(name: name, arguments: Arguments(values), text: String(text), line: line, blocks: blocks)
}

private func value(_ word: String) -> ArgumentValue {
  if word.hasPrefix("[") {
    return .list(word.dropFirst().dropLast().split(separator: ",").map { value(String($0)) })
  }
  if let number = Double(word) { return .number(number) }
  let sides = word.split(separator: "x").compactMap { Int($0) }
  if sides.count == 2 { return .size(sides) }
  return word == "yes" || word == "no" ? .boolean(word == "yes") : .text(word)
}

let smallNetwork = """
  conv 8 3x3 bias=no
  batchnorm
  relu
  pool max 2x2
  conv 20 3x3
  relu
  pool max 2x2
  dense 24
  relu
  dropout 0.3
  dense classes
  """

/// Batch normalization over the whole batch: at the beginning, before a ReLU, and without parameters.
let synchronizedNetwork = """
  batchnorm sync=yes
  conv 8 3x3 bias=no
  batchnorm sync=yes
  relu
  pool max 2x2
  conv 20 3x3
  batchnorm sync=yes scale=no shift=no
  residual {
  conv 20 3x3
  batchnorm
  relu
  }
  dense 24
  batchnorm sync=yes shift=no
  relu
  dense classes
  """

func makeNetwork(_ text: String = smallNetwork, source: any SampleSource, seed: UInt64 = 1) throws -> Network
{
  try Network(
    definition: NetworkDefinition(lines: lines(text)), input: source.shape, classes: source.classes,
    seed: seed)
}

func options(
  epochs: Int = 2, batch: Int = 48, kind: OptimizerSettings.Kind = .sgd, rate: Double = 0.05, stop: Int? = nil
) -> TrainingOptions {
  TrainingOptions(
    epochs: epochs, batch: batch, optimizer: OptimizerSettings(kind: kind), rate: rate, schedule: .cosine,
    seed: 3,
    stopAfterStep: stop)
}
