/// What the kernels compute, written down plainly in Float64: loops over plain tensors, as slow as they are
/// clear. Tests hold oneDNN's results against it, and its gradients against finite differences.
enum ReferenceKernels {}

extension ReferenceKernels {
  /// `max(x, 0)`
  static func relu(_ x: [Double]) -> [Double] { x.map { max($0, 0) } }

  /// The gradient of the input of a ReLU from its output.
  static func reluBackward(output: [Double], gradient: [Double]) -> [Double] {
    zip(output, gradient).map { $0 > 0 ? $1 : 0 }
  }
}
