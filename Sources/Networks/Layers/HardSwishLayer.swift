internal import Declarations
internal import Kernels

/// `hardswish`: `x * min(max(x / 6 + 0.5, 0), 1)`, swish without an exponential (Howard et al.,
/// doi:10.1109/ICCV.2019.00140).
enum HardSwishLayer {
  static let declaration = LayerDeclaration(
    name: "hardswish", summary: "swish in straight pieces", example: "hardswish"
  ) { _ in ActivationLayer(activation: .hardSwish) }
}
