internal import Declarations
internal import Kernels

/// `swish`: `x * sigmoid(x)`, also called SiLU (Ramachandran et al., arXiv:1710.05941).
enum SwishLayer {
  static let declaration = LayerDeclaration(
    name: "swish", summary: "each number times its sigmoid", example: "swish"
  ) { _ in
    ActivationLayer(activation: .swish)
  }
}
