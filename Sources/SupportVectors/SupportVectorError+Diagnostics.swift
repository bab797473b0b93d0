internal import Datasets
public import Declarations
internal import Kernels

extension SupportVectorError: ExplainedError {
  /// What is wrong, in one sentence with the value found.
  public var message: String {
    switch self {
    case .invalidOption(let name, let found, let expected): "\(name)=\(found) can't be; expected \(expected)."
    case .restNeedsLinear(let kernel):
      "multiclass=ovr goes with kernel=linear; this is kernel=\(kernel.rawValue)."
    case .noSamples: "there are no samples."
    case .oneClass(let present, let classes):
      present == 0
        ? "there is no labelled sample."
        : "the samples are all of one class (of \(classes)); a support vector machine separates at least two."
    case .unlabelled(let position, let label, let classes):
      "sample \(position) has the class \(label); training needs 0 to \(classes - 1) for each."
    case .wrongSamples(let found, let expected):
      "the samples are \(found) (width x height x channels); the machine was trained on \(expected)."
    case .wrongClasses(let found, let expected):
      "the data has \(found) classes; the machine was trained on \(expected)."
    case .weightCount(let found, let classes):
      "class_weights has \(found) number\(found == 1 ? "" : "s"); there are \(classes) classes."
    case .notFinite(let position, let feature):
      "sample \(position) has no finite number as its feature \(feature)."
    case .overflow(let part):
      "\(part) of the machine hold numbers that aren't finite: they are too large to count with."
    case .constantFeatures:
      "all samples have the same features; there is nothing to tell the classes apart by."
    case .kernelOverflow(let largest):
      "kernel values reach \(largest), which no float holds."
    case .smallCache(let megabytes, let needed):
      "cache=\(megabytes) is too little: the rows of one step take \(needed) MB."
    case .noMemory(let what, let bytes, let memory):
      "\(what) would take about "
        + "\(Self.gigabytes(bytes)) GB of memory; this machine has \(Self.gigabytes(memory)) GB."
    case .tooSmallForHOG(let shape, let needed):
      "the images are \(shape); one block of cells takes \(needed)x\(needed) pixels."
    case .tooManyComponents(let found, let limit):
      "components=\(found) can't be; there are \(limit) to choose from."
    case .tooManyFeatures(let what, let found, let limit):
      "\(what) takes up to \(limit) features; there are \(found)."
    case .decomposition(let status): "the principal components can't be found (LAPACK gives \(status))."
    case .foreignState(let name, let found, let expected):
      "the state isn't that of a support vector machine: '\(name)' is \(found), expected \(expected)."
    case .noLIBSVMForm:
      "LIBSVM's files hold machines of one class against one; this one has multiclass=ovr and more than two "
        + "classes."
    case .damagedLIBSVM(let line, let reason): "line \(line): \(reason)."
    case .tooWideLIBSVM(let features, let shape):
      "its support vectors have \(features) features; images of \(shape) have \(shape.count)."
    case .stopped: "stopped before the machine was complete; the model stays as it was."
    case .kernel(let error): error.message
    }
  }

  /// What to change; nil when there is no advice.
  public var hint: String? {
    switch self {
    case .restNeedsLinear: "Leave multiclass out, or take kernel=linear."
    case .overflow: "Train it again: train MODEL on DATA fresh=yes"
    case .kernelOverflow: "Take a smaller gamma, coef0 or degree, or scaling=standard."
    case .oneClass: "Load data with images of more classes, or a larger limit."
    case .weightCount: "Give one number per class, in their order, or class_weights=balanced."
    case .smallCache(_, let needed): "Take cache=\(max(needed * 8, 16)) or more."
    case .noMemory: "Load fewer images, make them smaller, or take a smaller cache."
    case .tooSmallForHOG: "Take smaller cells or blocks, cell=4 block=2, or make the images larger."
    case .tooManyFeatures: "Make the images smaller: prepare NAME { resize 32x32 }"
    case .noLIBSVMForm: "Train it with multiclass=ovo, or 'save' it."
    case .wrongSamples: "Prepare the data to that size, or train the machine again."
    case .kernel(let error): error.hint
    default: nil
    }
  }

  private static func gigabytes(_ bytes: Int) -> String {
    let tenths = bytes / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
