public import Datasets
public import Declarations

/// A loss function to minimize, such as `CrossEntropyLoss(smoothing: 0.1)`. Formulas, reductions and defaults
/// are PyTorch's.
///
/// Only the losses of this module conform; training refuses others. Values are checked when training starts.
public protocol Loss: Sendable, Hashable {
  /// Its options in the command language with their values.
  var arguments: Arguments { get }
}

/// A loss of one sample, from its outputs (logits) and its class or classes. A new one is a file with a type
/// that conforms, and a name in `Losses.all`.
///
/// The loss of a batch is the sum over its samples divided by the sum of their weights. Everything is in
/// Float64.
protocol LossFunction: Loss {
  /// Its word behind `loss=`, and its options.
  static var declaration: LossDeclaration { get }
  /// What it can be trained for.
  static var tasks: Set<PredictionTask> { get }

  /// The loss of one sample, its weight included.
  ///
  /// - Parameters:
  ///   - logits: One for each class.
  ///   - gradient: Gets the derivative by each logit, times `scale`; nil where nobody wants it.
  func value(
    _ logits: UnsafePointer<Float>, _ target: LossTarget, scale: Float,
    gradient: UnsafeMutablePointer<Float>?
  ) -> Double
}

extension LossFunction {
  /// Most compare the class with the others.
  static var tasks: Set<PredictionTask> { [.classification] }
}

/// What the outputs of a sample are compared with.
struct LossTarget {
  let target: Target
  /// The class, from 0 to below `classes`; -1 where the sample has a label set.
  let label: Int
  let classes: Int
  let weights: ClassWeights

  init(target: Target, classes: Int, weights: ClassWeights) {
    self.target = target
    label = if case .oneOf(let label) = target { label } else { -1 }
    self.classes = classes
    self.weights = weights
  }

  /// What the sample counts.
  var weight: Double { weights.weight(of: target) }

  /// What an output counts among those of the sample: with label sets, the weight of a class that is shown.
  func weight(ofOutput index: Int) -> Double {
    if case .anyOf(let sets, let row) = target, sets.contains(index, at: row) { weights[index] } else { 1 }
  }
}

/// The declaration of a loss: the value of `loss=` and its options.
public struct LossDeclaration: Sendable {
  /// The value of `loss=`, such as `focal`.
  public let name: String
  /// One line without a full stop.
  public let summary: String
  /// Its options, some of which other losses have too.
  public let parameters: [Parameter]
  /// The loss of bound arguments, in which every parameter has a value.
  package let make: @Sendable (Arguments) -> any Loss

  init(
    name: String, summary: String, parameters: [Parameter] = [],
    make: @escaping @Sendable (Arguments) -> any Loss
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.make = make
  }
}

/// The declarations of all losses.
public enum Losses {
  private static let functions: [any LossFunction.Type] = [
    CrossEntropyLoss.self, BinaryCrossEntropyLoss.self, FocalLoss.self, MeanSquaredErrorLoss.self,
    MeanAbsoluteErrorLoss.self, HuberLoss.self, HingeLoss.self, SquaredHingeLoss.self,
    KullbackLeiblerLoss.self,
  ]

  /// All losses, in the order in which help lists them. A new one is one new file and an entry here.
  public static let all: [LossDeclaration] = functions.map { $0.declaration }

  /// The options of all losses, each with the losses that have it.
  public static let parameters: [Parameter] = all.flatMap(\.parameters).reduce(into: []) { found, parameter in
    guard !found.contains(where: { $0.name == parameter.name }) else { return }
    let takers = all.filter { loss in loss.parameters.contains { $0.name == parameter.name } }
    found.append(parameter.only(with: "loss", takers.map(\.name)))
  }

  /// The loss that a training for a task minimizes where none is asked for.
  public static func usual(for task: PredictionTask) -> any Loss {
    switch task {
    case .classification: CrossEntropyLoss()
    case .multilabel: BinaryCrossEntropyLoss()
    }
  }

  /// The names of the losses that a training for a task can minimize.
  public static func names(for task: PredictionTask) -> [String] {
    functions.filter { $0.tasks.contains(task) }.map { $0.declaration.name }
  }

  /// The name of a loss, as it stands behind `loss=`; nil for one of another module, which training refuses.
  public static func name(of loss: any Loss) -> String? {
    (loss as? any LossFunction).map { type(of: $0).declaration.name }
  }

  /// The loss of this name; nil if there is none.
  public static func named(_ name: String) -> LossDeclaration? { all.first { $0.name == name } }

  /// Refuses values that a loss can't have.
  ///
  /// - Throws: `.invalidOption`.
  static func function(_ loss: any Loss) throws(NetworkError) -> any LossFunction {
    guard let function = loss as? any LossFunction else {
      throw .invalidOption(name: "loss", found: "\(type(of: loss))", expected: "a loss of this module")
    }
    for parameter in type(of: function).declaration.parameters {
      guard let value = loss.arguments[parameter.name], parameter.accepts(value) else {
        throw .invalidOption(name: parameter.name, found: "\(loss)", expected: parameter.summary)
      }
    }
    return function
  }
}
