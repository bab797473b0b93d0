/// All layers and structures, in the order in which help lists them. A new layer is one file here and one line in the list.
public enum Layers {
  public static let all: [LayerDeclaration] = [
    ConvolutionLayer.declaration, BatchNormLayer.declaration, ReLULayer.declaration, PoolLayer.declaration,
    DropoutLayer.declaration, FlattenLayer.declaration, DenseLayer.declaration, ResidualStructure.declaration,
    SkipStructure.declaration, BranchStructure.declaration, RepeatStructure.declaration, JoinStructure.add,
    JoinStructure.concat,
  ]

  static func named(_ name: String) -> LayerDeclaration? { all.first { $0.name == name } }
}
