internal import Declarations
internal import Kernels

/// `softplus`: `log(1 + exp(x))`, a smooth ReLU.
enum SoftplusLayer {
  static let declaration = LayerDeclaration(name: "softplus", summary: "log(1 + exp(x))", example: "softplus")
  { _ in
    ActivationLayer(activation: .softplus)
  }
}
