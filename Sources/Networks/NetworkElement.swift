public import Datasets
internal import Declarations

/// An element of a network: a layer such as `Convolution`, or a structure of layers such as `Residual`.
///
/// ```swift
/// let definition = try NetworkDefinition(layers: [
///   Convolution(filters: 16, kernel: 3), BatchNorm(), ReLU(), Pooling(.maximum, size: 2), Dense(.classes),
/// ])
/// ```
///
/// Values are checked when a definition is made of them; an error names the line.
public protocol NetworkElement: Sendable {
  /// The element as a line of the command language, in which models are saved.
  var line: LayerLine { get }
}

extension NetworkElement {
  /// The same element with a name for its output, for `Add` and `Concatenation` in later elements.
  ///
  /// - Parameter name: A letter or `_`, then letters, digits and `_`; unique in the network.
  public func named(_ name: String) -> NamedElement { NamedElement(element: self, name: name) }
}

/// A layer or structure whose output has a name.
public struct NamedElement: NetworkElement {
  /// The layer or structure.
  public let element: any NetworkElement
  /// The name of its output.
  public let name: String

  public var line: LayerLine {
    let line = element.line
    var arguments = line.arguments
    arguments.values["name"] = .text(name)
    arguments.given.insert("name")
    return LayerLine(
      name: line.name, arguments: arguments, text: "\(line.text) name=\(name)", line: line.line,
      blocks: line.blocks)
  }
}

extension NetworkDefinition {
  /// A network of these layers, in order; each gets the output of the one before it.
  ///
  /// - Parameters:
  ///   - layers: The last one gives one number per class, as `Dense(.classes)` does.
  ///   - initializer: The initial weights of layers that don't name an initializer.
  ///   - input: The shape of the images that it is made for; nil follows the data.
  ///   - classes: The number of classes that it is made for; nil follows the data.
  /// - Throws: `.noLayers`, `.invalidArgument`, `.wrongBlocks`, `.misplaced`, `.badName`, `.unknownName`.
  public init(
    layers: [any NetworkElement], initializer: Initializer = .fanIn, input: SampleShape? = nil,
    classes: Int? = nil
  ) throws(NetworkError) {
    try self.init(
      lines: LayerLine.numbered(layers.map { $0.line }), initializer: initializer, input: input,
      classes: classes)
    try checkNames()
  }
}
