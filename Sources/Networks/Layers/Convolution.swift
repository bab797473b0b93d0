internal import Declarations

/// `conv 32 3x3`: a two-dimensional convolution (cross-correlation, as in PyTorch).
///
/// Weights have the shape (filters, channels / groups, height, width); the bias is initialized to 0.
public struct Convolution: GroupedFilters, Hashable {
  /// The number of output channels.
  public var filters: OutputCount
  /// The number of groups; it divides input channels and filters.
  public var groups: Int
  /// How the filters move over the image, and what they begin from.
  public var options: FilterOptions

  public init(filters: OutputCount, groups: Int, options: FilterOptions) {
    self.filters = filters
    self.groups = groups
    self.options = options
  }

  static let declaration = LayerDeclaration(
    name: "conv", summary: "Convolve the image with learned filters.",
    parameters: [.positional("filters", OutputCount.kind, "how many, or classes")] + slidingParameters + [
      FilterOptions.groups
    ],
    example: "conv 32 3x3"
  ) { arguments in
    let groups = arguments.integer("groups")
    let filters: ConvolutionLayer.Filters =
      switch OutputCount(arguments, "filters") {
      case .number(let count): .number(count, groups: groups)
      case .classes: .classes(groups: groups)
      }
    return ConvolutionLayer(filters: filters, options: FilterOptions(arguments))
  }

  static let slidingParameters = FilterOptions.parameters(
    stride: "how far a filter moves",
    padding: "zeros around the image: same, valid, a number, or [left, right, top, bottom]",
    bias: "whether each filter has a number to add; batchnorm makes it needless")

  public var line: LayerLine {
    Self.declaration.line(
      options.values(and: ["filters": filters.argument, "groups": .number(Double(groups))]))
  }
}

/// `depthwise 3x3`: a depthwise convolution, with separate filters for each channel (Chollet,
/// doi:10.1109/CVPR.2017.195).
public struct DepthwiseConvolution: NetworkElement, Hashable {
  /// The number of filters per input channel, at least 1.
  public var multiplier: Int
  /// How the filters move over the image, and what they begin from.
  public var options: FilterOptions

  /// A depthwise convolution.
  ///
  /// - Parameters:
  ///   - kernel: The size of a filter.
  ///   - stride: The step of the filters.
  ///   - padding: Zero padding.
  ///   - dilation: The spacing of the filter elements.
  ///   - multiplier: The number of filters per input channel, at least 1.
  ///   - bias: Whether a bias per filter is learned.
  ///   - initializer: The initial weights; nil uses those of the network definition.
  public init(
    kernel: WindowSize, stride: WindowSize = 1, padding: Padding = .same, dilation: WindowSize = 1,
    multiplier: Int = 1, bias: Bool = true, initializer: Initializer? = nil
  ) {
    self.multiplier = multiplier
    options = FilterOptions(
      kernel: kernel, stride: stride, padding: padding, dilation: dilation, hasBias: bias,
      initializer: initializer)
  }

  static let declaration = LayerDeclaration(
    name: "depthwise", summary: "Convolve each channel with its own filters (depthwise convolution).",
    parameters: Convolution.slidingParameters + [
      .option("multiplier", .integer(1...4096), default: .number(1), "filters for each channel")
    ],
    example: "depthwise 3x3"
  ) { ConvolutionLayer(filters: .eachChannel($0.integer("multiplier")), options: FilterOptions($0)) }

  public var line: LayerLine {
    Self.declaration.line(options.values(and: ["multiplier": .number(Double(multiplier))]))
  }
}
