internal import COneDNN

extension KernelContext {
  /// The sum of two tensors that lie alike, with a ReLU after it if wanted; the destination may be the memory
  /// of the first source. It works on `Tensor.flat`: for channels that don't fill their blocks, oneDNN 2.6
  /// gets a ReLU after a sum wrong.
  public func addition(_ layout: Layout, relu: Bool = false) throws(KernelError) -> Operation {
    var descriptor = dnnl_binary_desc_t()
    var raw = layout.flat.raw
    try check(dnnl_binary_desc_init(&descriptor, dnnl_binary_add, &raw, &raw, &raw), "dnnl_binary_desc_init")
    return try operation(descriptor, relu: relu)
  }

  /// Tensors side by side along their channels: `part(0)`, `part(1)`, … into the destination.
  ///
  /// - Parameters:
  ///   - parts: How they lie. They must differ in channels alone.
  ///   - destination: How the result shall lie; nil lets oneDNN choose.
  public func concatenation(_ parts: [Layout], destination: Layout? = nil) throws(KernelError) -> Operation {
    let raws = parts.map(\.raw)
    var target = destination?.raw ?? dnnl_memory_desc_t()
    return try plainOperation(named: "dnnl_concat_primitive_desc_create") { result, attributes, engine in
      withUnsafePointer(to: &target) { target in
        dnnl_concat_primitive_desc_create(
          result, destination == nil ? nil : target, Int32(raws.count), 1, raws, attributes, engine)
      }
    }
  }
}

extension Layout {
  /// Some of the channels, where they lie in the memory of all. Nil where blocks of channels would be cut.
  public func channels(_ range: Range<Int>) -> Layout? {
    var whole = raw
    var dimensions = sizes.map(Int64.init)
    dimensions[1] = Int64(range.count)
    var offsets = [Int64](repeating: 0, count: dimensions.count)
    offsets[1] = Int64(range.lowerBound)
    var part = dnnl_memory_desc_t()
    guard dnnl_memory_desc_init_submemory(&part, &whole, dimensions, offsets) == dnnl_success else {
      return nil
    }
    return Layout(raw: part)
  }

  /// Other sizes, lying as these activations do; nil for layouts that have no such simple form.
  public func resized(_ sizes: [Int]) -> Layout? {
    if isPlain { return .plain(sizes, of: raw.data_type) }
    let tags = [4: dnnl_nChw4c, 8: dnnl_nChw8c, 16: dnnl_nChw16c]
    guard sizes.count == 4, let block = activationSteps?.block, let tag = tags[block] else { return nil }
    var result = dnnl_memory_desc_t()
    guard dnnl_memory_desc_init_by_tag(&result, 4, sizes.map(Int64.init), raw.data_type, tag) == dnnl_success
    else {
      return nil
    }
    return Layout(raw: result)
  }
}

extension KernelContext {
  /// Activations with their channels in blocks, as convolutions have them on this processor.
  public func blocked(_ sizes: [Int]) -> Layout {
    let tag = KernelLibrary.hasAVX512 ? dnnl_nChw16c : dnnl_nChw8c
    var result = dnnl_memory_desc_t()
    let status = dnnl_memory_desc_init_by_tag(&result, 4, sizes.map(Int64.init), dnnl_f32, tag)
    precondition(status == dnnl_success, "sizes are checked before")
    return Layout(raw: result)
  }
}

extension Tensor {
  /// The same memory as one row of numbers, with the padding of blocks, which is zero.
  public var flat: Tensor { Tensor(layout: layout.flat, buffer: buffer, offset: offset) }
}
