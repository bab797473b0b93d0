internal import Datasets
public import Declarations
internal import Kernels
internal import Tensors

extension NetworkError: ExplainedError {
  /// What is wrong, in one sentence with the line or the value found.
  public var message: String {
    switch self {
    case .noLayers: "the network has no layers."
    case .unknownLayer(let name, let line): "there is no layer '\(name)' (layer \(line))."
    case .unexpectedBlock(let text, let line): "'\(text)' (layer \(line)) takes no block."
    case .wrongBlocks(let text, let line, let count):
      "'\(text)' (layer \(line)) needs \(count == 1 ? "a block" : "\(count) blocks") of layers in braces."
    case .misplaced(let text, let line, let owner):
      "'\(text)' (layer \(line)) stands inside the block of '\(owner)' alone."
    case .secondSkip(let text, let line):
      "'\(text)' (layer \(line)) is the second skip of its residual; it takes one."
    case .invalidArgument(let name, let meaning, let text, let line):
      "'\(text)' (layer \(line)): '\(name)' (\(meaning)) is missing or out of its limits."
    case .badName(let name, let text, let line):
      "'\(text)' (layer \(line)) has the name '\(name)'; a name is a letter or _, then letters, digits and _."
    case .repeatedName(let name, let text, let line):
      "'\(text)' (layer \(line)) has the name '\(name)' of another layer."
    case .unknownName(let name, let text, let line, _):
      "'\(text)' (layer \(line)): no layer above is called '\(name)'."
    case .layer(let text, let line, let found, let expected, _):
      "'\(text)' (layer \(line)) gets \(found); it needs \(expected)."
    case .lastLayer(let text, let line, let found, let classes):
      "the last layer, '\(text)' (layer "
        + "\(line)), gives \(found) (width x height x channels); \(classes) classes need 1x1x\(classes)."
    case .tooFewClasses(let count):
      "there \(count == 1 ? "is 1 class" : "are \(count) classes"); a network needs at least 2."
    case .tooLarge(let text, let line, let what): "'\(text)' (layer \(line)) is too large: \(what)."
    case .wrongSamples(let found, let expected):
      "the samples are \(found) (width x height x channels); the network was made for \(expected)."
    case .wrongClasses(let found, let expected):
      "the data has \(found) classes; the network was made for \(expected)."
    case .wrongTask(.multilabel, _):
      "the images have label sets; the network was made for one class an image."
    case .wrongTask: "the images have one class each; the network was made for label sets."
    case .lossOfOtherTask(let name, _): "loss=\(name) takes one class an image; these have label sets."
    case .noSamples: "there are no samples."
    case .unlabelled(let position, let label, let classes):
      "sample \(position) has the class \(label); training needs 0 to \(classes - 1) for each."
    case .batchTooLarge(let batch, let samples):
      "batch=\(batch) is more than the \(samples) sample\(samples == 1 ? "" : "s") to train on."
    case .invalidOption(let name, let found, let expected): "\(name)=\(found) can't be; expected \(expected)."
    case .diverged(let step, let rate, let place, _):
      "training diverged in step \(step) at rate \(rate): there is a number that isn't finite in \(place). "
        + "The model is as it was before this training."
    case .badSamples(let step):
      "an image of step \(step) holds a number that isn't finite. The model is as it was before this "
        + "training."
    case .stoppedWhileTiming: "stopped by Ctrl-C while the first steps were timed; nothing was trained."
    case .patienceNeedsValidation:
      "patience watches the validation loss, and the data has no validation part."
    case .allFrozen: "all layers that learn are frozen."
    case .normalizesOneNumber(let text, let line):
      "with shard=1 each channel of '\(text)' (layer \(line)) has one number, whose mean is itself."
    case .foreignState(let tensor, let found, let expected):
      "the state doesn't belong to this network: '\(tensor)' is \(found), expected \(expected)."
    case .noMemory(let what, let bytes, let memory):
      "\(what) would take about "
        + "\(Self.gigabytes(bytes)) GB of memory; this machine has \(Self.gigabytes(memory)) GB left."
    case .kernel(let error): error.message
    }
  }

  /// What to change; nil when there is no advice.
  public var hint: String? {
    switch self {
    case .noLayers: "End with one output per class: dense classes"
    case .unknownLayer: "Known are: \(Layers.all.map(\.name).joined(separator: ", "))."
    case .layer(_, _, _, _, let hint): hint
    case .unknownName(let name, _, _, let known):
      known.isEmpty
        ? "Name a layer where it stands: conv 32 3x3 name=\(name)"
        : "Named are: \(known.joined(separator: ", "))."
    case .lastLayer: "End with: dense classes"
    case .batchTooLarge(_, let samples): "Take batch=\(samples) or less."
    case .diverged(_, let rate, _, let usual):
      "Try a smaller rate, rate=\(rate > usual ? usual.description : Self.tenth(of: rate)), "
        + "or limit the gradients: clip=1. 'find rate MODEL on DATA' finds a rate."
    case .badSamples: "Prepare the data so that all values are finite; 'describe DATA' shows what is there."
    case .patienceNeedsValidation: "Make one first: split DATA validation=10%"
    case .allFrozen: "Let some learn again: unfreeze MODEL"
    case .normalizesOneNumber: "Take shard=16, or batchnorm sync=yes."
    case .wrongSamples: "Prepare the data to that size, or make the model again for this data."
    case .wrongTask: "Make the model again for this data."
    case .lossOfOtherTask(_, let usable): "Take one of: \(usable.joined(separator: " "))."
    case .wrongClasses: "Make the model again for this data."
    case .noMemory:
      "Take fewer units or filters, pool before the first dense layer, or take a smaller batch or fewer "
        + "threads."
    case .kernel(let error): error.hint
    default: nil
    }
  }

  /// A tenth, to one digit: a suggestion needs no more, and none above the usual is one.
  private static func tenth(of rate: Double) -> String {
    var (digit, exponent) = (rate / 10, 0)
    guard digit > 0, digit.isFinite else { return digit.description }
    while digit < 1 { (digit, exponent) = (digit * 10, exponent - 1) }
    while digit >= 10 { (digit, exponent) = (digit / 10, exponent + 1) }
    let text = "\(max(1, min(Int(saturating: digit.rounded()), 9)))e\(exponent)"
    return Double(text).map(\.description) ?? text
  }

  private static func gigabytes(_ bytes: Int) -> String {
    let tenths = bytes / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
