/// The declarations of all layers and structures.
public enum Layers {
  /// All layers and structures, in the order in which help lists them. A new layer is one new file and an
  /// entry here.
  public static let all: [LayerDeclaration] = [
    Convolution.declaration, DepthwiseConvolution.declaration, TransposedConvolution.declaration,
    Dense.declaration, Pooling.declaration, Upsampling.declaration, Flatten.declaration,
    BatchNorm.declaration, LayerNorm.declaration, LocalResponseNorm.declaration, Dropout.declaration,
    ReLU.declaration, LeakyReLU.declaration, PReLU.declaration, ReLU6.declaration, ELU.declaration,
    GELU.declaration, Swish.declaration, HardSwish.declaration, Sigmoid.declaration, Tanh.declaration,
    Softplus.declaration, SqueezeExcitation.declaration, Residual.declaration, SkipStructure.declaration,
    Branch.declaration, Repeat.declaration, Add.declaration, Concatenation.declaration,
  ]

  static func named(_ name: String) -> LayerDeclaration? { all.first { $0.name == name } }
}
