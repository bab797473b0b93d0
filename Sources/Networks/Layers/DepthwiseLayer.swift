internal import Declarations

/// `depthwise 3x3`: a convolution in which each channel has filters of its own and sees no other (Chollet,
/// doi:10.1109/CVPR.2017.195).
enum DepthwiseLayer {
  static let declaration = LayerDeclaration(
    name: "depthwise", summary: "filters that see one channel each",
    parameters: ConvolutionLayer.sharedParameters + [
      .option("multiplier", .integer(1...4096), default: .number(1), "filters for each channel")
    ],
    example: "depthwise 3x3"
  ) { ConvolutionLayer($0, filters: .eachChannel($0.integer("multiplier"))) }
}
