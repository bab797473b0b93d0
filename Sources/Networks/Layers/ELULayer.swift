internal import Declarations
internal import Kernels

/// `elu`: below zero `alpha * (exp(x) - 1)` (Clevert et al., arXiv:1511.07289).
enum ELULayer {
  static let declaration = LayerDeclaration(
    name: "elu", summary: "negative numbers bend towards -alpha",
    parameters: [.option("alpha", .number(.positive), default: .number(1), "how far below zero it goes")],
    example: "elu"
  ) { ActivationLayer(activation: .elu(alpha: Float($0.number("alpha")))) }
}
