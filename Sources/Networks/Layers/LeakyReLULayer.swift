internal import Declarations
internal import Kernels

/// `leakyrelu`: below zero a number is multiplied by a small slope (Maas et al., "Rectifier nonlinearities
/// improve neural network acoustic models", 2013).
enum LeakyReLULayer {
  static let declaration = LayerDeclaration(
    name: "leakyrelu", summary: "negative numbers are multiplied by a small slope",
    parameters: [
      .option(
        "slope", .number(Limits(0, 1, includesLower: false)), default: .number(0.01), "of the negative side")
    ], example: "leakyrelu slope=0.1"
  ) { ActivationLayer(activation: .leakyReLU(slope: Float($0.number("slope")))) }
}
