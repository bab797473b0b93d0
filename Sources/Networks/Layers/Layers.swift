/// All layers and structures, in the order in which help lists them. A new layer is one file here and one
/// line in the list.
public enum Layers {
  public static let all: [LayerDeclaration] = [
    ConvolutionLayer.declaration, DepthwiseLayer.declaration, TransposedConvolutionLayer.declaration,
    DenseLayer.declaration, PoolLayer.declaration, UpsampleLayer.declaration, FlattenLayer.declaration,
    BatchNormLayer.declaration, LayerNormLayer.declaration, LocalResponseLayer.declaration,
    DropoutLayer.declaration,
    ReLULayer.declaration, LeakyReLULayer.declaration, PReLULayer.declaration, ReLU6Layer.declaration,
    ELULayer.declaration, GELULayer.declaration, SwishLayer.declaration, HardSwishLayer.declaration,
    SigmoidLayer.declaration, TanhLayer.declaration, SoftplusLayer.declaration, SqueezeStructure.declaration,
    ResidualStructure.declaration, SkipStructure.declaration, BranchStructure.declaration,
    RepeatStructure.declaration,
    JoinStructure.add, JoinStructure.concat,
  ]

  static func named(_ name: String) -> LayerDeclaration? { all.first { $0.name == name } }
}
