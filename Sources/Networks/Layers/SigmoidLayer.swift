internal import Declarations
internal import Kernels

/// `sigmoid`: `1 / (1 + exp(-x))`.
enum SigmoidLayer {
  static let declaration = LayerDeclaration(name: "sigmoid", summary: "1 / (1 + exp(-x))", example: "sigmoid")
  { _ in
    ActivationLayer(activation: .sigmoid)
  }
}
