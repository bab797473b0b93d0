internal import Kernels
internal import Tensors

/// The tensors of a network as plans use them: learned ones in the layouts that the kernels chose, one after
/// the other in one buffer; running statistics plain in another.
///
/// Layouts are found by building a first plan (`propose`), then fixed for all plans (`fix`).
///
/// Unchecked: workers write disjoint chunks of the buffers, and a barrier stands between writing and reading.
final class ParameterStore: @unchecked Sendable {
  let declarations: [TensorDeclaration]
  private var layouts: [Layout?]
  private(set) var offsets: [Int]
  /// Learned numbers with the padding of blocks, which is zero and stays so: its gradient is zero.
  private(set) var values = FloatBuffer(count: 0)
  private(set) var statistics = FloatBuffer(count: 0)
  private(set) var isFixed = false

  init(_ declarations: [TensorDeclaration]) {
    self.declarations = declarations
    layouts = Array(repeating: nil, count: declarations.count)
    offsets = Array(repeating: 0, count: declarations.count)
  }

  /// Notes the layout that an operation wants for a tensor; the first one counts.
  func propose(_ layout: Layout, for index: Int) { if layouts[index] == nil { layouts[index] = layout } }

  /// Makes room.
  func fix() {
    var learned = 0
    var followed = 0
    for (index, declaration) in declarations.enumerated() {
      // Each begins on a cache line, so that no two workers write one.
      if declaration.isStatistic {
        offsets[index] = followed
        followed += (declaration.count + 15) / 16 * 16
      } else {
        offsets[index] = learned
        learned += (layout(index).floatCount + 15) / 16 * 16
      }
    }
    values = FloatBuffer(count: learned)
    statistics = FloatBuffer(count: followed)
    isFixed = true
  }

  func layout(_ index: Int) -> Layout { layouts[index] ?? .plain(declarations[index].shape) }

  func tensor(_ index: Int) -> Tensor {
    Tensor(
      layout: layout(index), buffer: declarations[index].isStatistic ? statistics : values,
      offset: offsets[index])
  }

  /// Takes plain numbers in, tensor by tensor.
  func load(_ plain: [[Float]], context: KernelContext) throws(KernelError) {
    for index in declarations.indices {
      let target = tensor(index)
      let source = Tensor(layout: .plain(target.layout.sizes), buffer: FloatBuffer(plain[index]))
      try context.copy(source, to: target)
    }
  }

  /// Gives plain numbers out, tensor by tensor.
  func plain(context: KernelContext) throws(KernelError) -> [[Float]] {
    var result: [[Float]] = []
    for index in declarations.indices { result.append(try plain(index, context: context)) }
    return result
  }

  /// The plain numbers of one tensor.
  func plain(_ index: Int, context: KernelContext) throws(KernelError) -> [Float] {
    try plain(index, of: tensor(index), context: context)
  }

  /// The plain numbers of something that lies as a learned tensor does, from its place in another buffer of
  /// the same order.
  func plain(_ index: Int, from buffer: FloatBuffer, at start: Int, context: KernelContext)
    throws(KernelError) -> [Float]
  {
    try plain(
      index, of: Tensor(layout: layout(index), buffer: buffer, offset: start + offsets[index]),
      context: context)
  }

  private func plain(_ index: Int, of tensor: Tensor, context: KernelContext) throws(KernelError) -> [Float] {
    let target = Tensor(layout: .plain(tensor.layout.sizes))
    try context.copy(tensor, to: target)
    return Array(UnsafeBufferPointer(start: target.pointer, count: declarations[index].count))
  }
}
