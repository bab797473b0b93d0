internal import COneDNN

extension KernelContext {
  /// The sum of two tensors that lie alike, with a ReLU after it if wanted; the destination may be the memory
  /// of the first source. It works on `Tensor.flat`: for channels that don't fill their blocks, oneDNN 2.6
  /// gets a ReLU after a sum wrong.
  public func addition(_ layout: Layout, relu: Bool = false) throws(KernelError) -> Operation {
    try operation("dnnl_binary", source: layout.flat, relu: relu) { fovea_addition($0) }
  }

  /// Tensors side by side along their channels: `part(0)`, `part(1)`, … into the destination.
  ///
  /// - Parameters:
  ///   - parts: How they lie. They must differ in channels alone.
  ///   - destination: How the result shall lie; nil lets oneDNN choose.
  public func concatenation(_ parts: [Layout], destination: Layout? = nil) throws(KernelError) -> Operation {
    try operation("dnnl_concat", destination: destination) { operation in
      let raws: [OpaquePointer?] = parts.map { $0.withDescriptor { $0 } }
      return withExtendedLifetime(parts) { fovea_concatenation(operation, raws, Int32(raws.count)) }
    }
  }
}

extension Layout {
  /// Some of the channels, where they lie in the memory of all. Nil where blocks of channels would be cut.
  public func channels(_ range: Range<Int>) -> Layout? {
    var dimensions = sizes.map(Int64.init)
    dimensions[1] = Int64(range.count)
    var offsets = [Int64](repeating: 0, count: dimensions.count)
    offsets[1] = Int64(range.lowerBound)
    return Layout(withDescriptor { fovea_layout_part($0, dimensions, offsets) })
  }

  /// Other sizes, lying as these activations do; nil for layouts that have no such simple form.
  public func resized(_ sizes: [Int]) -> Layout? {
    if isPlain { return .plain(sizes, of: type) }
    let tags = [4: dnnl_nChw4c, 8: dnnl_nChw8c, 16: dnnl_nChw16c]
    guard sizes.count == 4, let block = activationSteps?.block, let tag = tags[block] else { return nil }
    return Layout(fovea_layout_tagged(4, sizes.map(Int64.init), type, tag))
  }
}

extension KernelContext {
  /// Activations with their channels in blocks, as convolutions have them on this processor.
  public func blocked(_ sizes: [Int]) -> Layout {
    .tagged(KernelLibrary.hasAVX512 ? dnnl_nChw16c : dnnl_nChw8c, sizes)
  }
}
