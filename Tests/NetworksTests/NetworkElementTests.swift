import Datasets
import Declarations
import Networks
import Testing

/// Layers as values: what they say in the language, and what a definition of them refuses.
struct NetworkElementTests {
  /// One value for each layer and structure, with the line that a person would type for it.
  static let elements: [(element: any NetworkElement, text: String)] = [
    (Convolution(filters: 32, kernel: 3), "conv 32 3x3"),
    (
      Convolution(
        filters: .classes, kernel: WindowSize(width: 5, height: 3), stride: 2, padding: .fixed(1),
        dilation: 2,
        groups: 2, bias: false, initializer: .he(.normal)),
      "conv classes 5x3 stride=2 padding=1 dilation=2 bias=no init=he-normal groups=2"
    ),
    (
      Convolution(filters: 4, kernel: 2, padding: .fixed(left: 0, right: 1, top: 0, bottom: 1)),
      "conv 4 2x2 padding=[0, 1, 0, 1]"
    ),
    (DepthwiseConvolution(kernel: 3, multiplier: 2), "depthwise 3x3 multiplier=2"),
    (TransposedConvolution(filters: 8, kernel: 2, stride: 2), "convtranspose 8 2x2 stride=2"),
    (Dense(.classes), "dense classes"), (Dense(10, initializer: .constant(0.5)), "dense 10 init=0.5"),
    (Pooling(.maximum, size: 2), "pool max 2x2"),
    (Pooling(.average, size: 3, stride: 2, padding: .same), "pool average 3x3 stride=2 padding=same"),
    (Pooling.global(), "pool global"), (Pooling.global(.maximum), "pool globalmax"),
    (Upsampling(factor: 2, .linear), "upsample 2x2 linear"), (Flatten(), "flatten"),
    (BatchNorm(), "batchnorm"), (BatchNorm(momentum: 0.2, shift: false), "batchnorm momentum=0.2 shift=no"),
    (LayerNorm(), "layernorm"), (LocalResponseNorm(size: 3, k: 1), "lrn 3 k=1"),
    (Dropout(0.25, spatial: true), "dropout 0.25 spatial=yes"), (ReLU(), "relu"),
    (LeakyReLU(slope: 0.1), "leakyrelu slope=0.1"), (PReLU(shared: true), "prelu shared=yes"),
    (ReLU6(), "relu6"), (ELU(alpha: 2), "elu alpha=2"), (GELU(), "gelu"), (Swish(), "swish"),
    (HardSwish(), "hardswish"), (Sigmoid(), "sigmoid"), (Tanh(), "tanh"), (Softplus(), "softplus"),
    (SqueezeExcitation(reduction: 4), "squeeze 4"),
    (Residual([ReLU()], skip: [Dropout(0.5)]), "residual"),
    (Branch([[], [ReLU()]], join: .add), "branch add"),
    (Repeat(3, [ReLU()]), "repeat 3"), (Add("stem"), "add stem"), (Concatenation("stem"), "concat stem"),
    (Convolution(filters: 1, kernel: 1).named("stem"), "conv 1 1x1 name=stem"),
  ]

  @Test func saysWhatAPersonWouldType() {
    for (element, text) in Self.elements { #expect(element.line.text == text) }
    let words = Set(Self.elements.map(\.element.line.name)).union(["skip"])
    #expect(words == Set(Layers.all.map(\.name)), "a value is missing here")
  }

  @Test func makesTheNetworkThatTheLinesMake() throws {
    let definition = try NetworkDefinition(layers: [
      Convolution(filters: 8, kernel: 3).named("stem"), BatchNorm(), ReLU(),
      Residual(
        [Convolution(filters: 16, kernel: 3, stride: 2), ReLU()],
        skip: [Convolution(filters: 16, kernel: 1, stride: 2)]), Repeat(2, [Dense(32), Tanh()]),
      Dense(.classes),
    ])
    let typed = try NetworkDefinition(
      lines: lines(
        """
        conv 8 3x3 name=stem
        batchnorm
        relu
        residual {
          conv 16 3x3 stride=2
          relu
          skip {
            conv 16 1x1 stride=2
          }
        }
        repeat 2 {
          dense 32
          tanh
        }
        dense classes
        """))
    #expect(definition.text == typed.text)
    #expect(definition.canonicalText == typed.canonicalText)
  }

  @Test func refusesWhatALayerCannotHave() {
    let wrong: [(any NetworkElement, String)] = [
      (
        Convolution(filters: 0, kernel: 3),
        "'conv 0 3x3' (layer 1): 'filters' (how many, or classes) is missing or out of its limits."
      ),
      (
        Convolution(filters: 8, kernel: WindowSize(width: -3, height: 3)), "'conv 8 -3x3' (layer 1): 'kernel'"
      ),
      (Convolution(filters: 8, kernel: 3, padding: .fixed(-1)), "'padding'"),
      (Dropout(1), "'dropout 1' (layer 1): 'rate'"), (Dropout(.nan), "'rate'"),
      (BatchNorm(epsilon: 0), "'epsilon'"), (Dense(.number(.max)), "'units'"),
      (ELU(alpha: -.infinity), "'alpha'"),
      (Pooling(.maximum, size: 0), "'size'"), (Repeat(0, [ReLU()]), "'count'"), (Add(), "'layers'"),
      (Branch([]), "needs 2 blocks"), (ReLU().named("1st"), "a name is a letter or _"),
    ]
    for (element, message) in wrong {
      let error = #expect(throws: NetworkError.self) {
        try NetworkDefinition(layers: [element, Dense(.classes)])
      }
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "nothing")")
    }
  }
}
