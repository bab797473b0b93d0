internal import Declarations
internal import Kernels

/// `relu6`: between 0 and 6 a number stays, beyond it becomes the nearer of the two (Krizhevsky,
/// "Convolutional deep belief networks on CIFAR-10", 2010; what MobileNetV2 uses).
enum ReLU6Layer {
  static let declaration = LayerDeclaration(
    name: "relu6", summary: "numbers are kept from 0 to 6", example: "relu6"
  ) { _ in
    ActivationLayer(activation: .clipped(ceiling: 6))
  }
}
