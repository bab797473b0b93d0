internal import Declarations
internal import Kernels

/// `tanh`: the hyperbolic tangent.
enum TanhLayer {
  static let declaration = LayerDeclaration(name: "tanh", summary: "the hyperbolic tangent", example: "tanh")
  { _ in
    ActivationLayer(activation: .tanh)
  }
}
