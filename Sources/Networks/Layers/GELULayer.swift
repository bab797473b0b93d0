internal import Declarations
internal import Kernels

/// `gelu`: x times the share of a standard normal distribution below x (Hendrycks and Gimpel,
/// arXiv:1606.08415), by the error function itself, not by its approximation.
enum GELULayer {
  static let declaration = LayerDeclaration(
    name: "gelu", summary: "each number times the share of a normal distribution below it", example: "gelu"
  ) { _ in ActivationLayer(activation: .gelu) }
}
