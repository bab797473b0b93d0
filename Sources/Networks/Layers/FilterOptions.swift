internal import Datasets
internal import Declarations
internal import Kernels

/// The options that all convolutions share.
public struct FilterOptions: Sendable, Hashable {
  /// The size of a filter.
  public var kernel: WindowSize
  /// The step of the filters; in a transposed convolution the spacing of the input pixels in the output.
  public var stride: WindowSize
  /// Zero padding; in a transposed convolution what is cropped from the output.
  public var padding: Padding
  /// The spacing of the filter elements; 1 means no gaps.
  public var dilation: WindowSize
  /// Whether a bias per filter is learned; it is initialized to 0.
  public var hasBias: Bool
  /// The initial weights; nil uses those of the network definition.
  public var initializer: Initializer?

  /// Options with these values.
  public init(
    kernel: WindowSize, stride: WindowSize = 1, padding: Padding = .same, dilation: WindowSize = 1,
    hasBias: Bool = true, initializer: Initializer? = nil
  ) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.hasBias = hasBias
    self.initializer = initializer
  }

  static func parameters(stride: String, padding: String, bias: String) -> [Parameter] {
    [
      .positional("kernel", WindowSize.kind, "their size, width x height"),
      .option("stride", WindowSize.kind, default: .number(1), stride),
      .option("padding", Padding.kind, default: .text("same"), padding),
      .option("dilation", WindowSize.kind, default: .number(1), "the distance of a filter's taps"),
      .option("bias", .boolean, default: .boolean(true), bias),
      Initializer.parameter,
    ]
  }

  static let groups = Parameter.option(
    "groups", .integer(1...1_048_576), default: .number(1), "parts of the channels with filters of their own")

  init(_ arguments: Arguments) {
    self.init(
      kernel: arguments.windowSize("kernel") ?? 1, stride: arguments.windowSize("stride") ?? 1,
      padding: Padding(arguments, fallback: .same), dilation: arguments.windowSize("dilation") ?? 1,
      hasBias: arguments.flag("bias"), initializer: Initializer(arguments))
  }

  /// What the language says for them, together with the options of a layer's own.
  func values(and own: [String: ArgumentValue?]) -> [String: ArgumentValue?] {
    let values: [String: ArgumentValue?] = [
      "kernel": kernel.size, "stride": stride.number, "padding": padding.argument,
      "dilation": dilation.number, "bias": .boolean(hasBias), "init": initializer?.argument,
    ]
    return values.merging(own) { _, own in own }
  }

  /// Weights of the shape (filters, inputs, height, width), and a bias.
  ///
  /// - Parameter fan: Of one pixel of a filter.
  func tensors(filters: Int, inputs: Int, fan: Fan) -> [TensorDeclaration] {
    let area = kernel.width * kernel.height
    let weights = TensorDeclaration(
      name: "weights", shape: [filters, inputs, kernel.height, kernel.width],
      role: .weight(Fan(inputs: fan.inputs * area, outputs: fan.outputs * area), initializer))
    return hasBias
      ? [weights, TensorDeclaration(name: "bias", shape: [filters], role: .constant(0))] : [weights]
  }

  /// The window that slides over an image of this shape.
  func window(on shape: SampleShape) -> Window {
    Window(
      vertical: padding.side(
        size: kernel.height, stride: stride.height, dilation: dilation.height, count: shape.height,
        .vertical),
      horizontal: padding.side(
        size: kernel.width, stride: stride.width, dilation: dilation.width, count: shape.width, .horizontal))
  }

  /// The window that spreads every pixel of an image.
  var spreadingWindow: Window {
    Window(
      vertical: padding.spreadSide(
        size: kernel.height, stride: stride.height, dilation: dilation.height, .vertical),
      horizontal: padding.spreadSide(
        size: kernel.width, stride: stride.width, dilation: dilation.width, .horizontal))
  }
}

/// A layer of filters whose channels may be in groups.
public protocol GroupedFilters: NetworkElement {
  /// A number, or what stands for one.
  associatedtype FilterCount
  /// A layer with these filters.
  ///
  /// - Parameters:
  ///   - filters: The number of output channels.
  ///   - groups: The number of groups; it divides input channels and filters.
  ///   - options: Kernel size, stride, padding, dilation, bias and initial weights.
  init(filters: FilterCount, groups: Int, options: FilterOptions)
}

extension GroupedFilters {
  /// A layer with these filters.
  ///
  /// - Parameters:
  ///   - filters: The number of output channels, at least 1.
  ///   - kernel: The size of a filter.
  ///   - stride: The step of the filters; of a transposed convolution the spacing of input pixels in the
  ///     output.
  ///   - padding: Zero padding; of a transposed convolution what is cropped from the output.
  ///   - dilation: The spacing of the filter elements.
  ///   - groups: The number of groups; it divides input channels and filters.
  ///   - bias: Whether a bias per filter is learned.
  ///   - initializer: The initial weights; nil uses those of the network definition.
  public init(
    filters: FilterCount, kernel: WindowSize, stride: WindowSize = 1, padding: Padding = .same,
    dilation: WindowSize = 1, groups: Int = 1, bias: Bool = true, initializer: Initializer? = nil
  ) {
    let options = FilterOptions(
      kernel: kernel, stride: stride, padding: padding, dilation: dilation, hasBias: bias,
      initializer: initializer)
    self.init(filters: filters, groups: groups, options: options)
  }
}
