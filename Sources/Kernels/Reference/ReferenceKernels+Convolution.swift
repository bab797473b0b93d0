extension ReferenceKernels {
  /// A convolution: x is (batch, inputs, height, width), weights (outputs, inputs / groups, height, width).
  static func convolution(_ x: [Double], weights: [Double], bias: [Double]?, shape: ConvolutionShape)
    -> [Double]
  {
    var y = [Double](repeating: 0, count: shape.destinationSizes.reduce(1, *))
    for (index, channel) in destinations(shape) { y[index] = bias?[channel] ?? 0 }
    forEachProduct(shape) { output, input, weight in y[output] += x[input] * weights[weight] }
    return y
  }

  /// The gradients of input, weights and bias.
  static func convolutionBackward(
    _ x: [Double], weights: [Double], gradient: [Double], shape: ConvolutionShape
  ) -> (input: [Double], weights: [Double], bias: [Double]) {
    var input = [Double](repeating: 0, count: x.count)
    var weightGradients = [Double](repeating: 0, count: weights.count)
    var bias = [Double](repeating: 0, count: shape.outputs)
    for (index, channel) in destinations(shape) { bias[channel] += gradient[index] }
    forEachProduct(shape) { outputIndex, inputIndex, weightIndex in
      input[inputIndex] += gradient[outputIndex] * weights[weightIndex]
      weightGradients[weightIndex] += gradient[outputIndex] * x[inputIndex]
    }
    return (input, weightGradients, bias)
  }

  private static func destinations(_ shape: ConvolutionShape) -> [(index: Int, channel: Int)] {
    let sizes = shape.destinationSizes
    let plane = sizes[2] * sizes[3]
    return (0..<sizes.reduce(1, *)).map { ($0, $0 / plane % sizes[1]) }
  }

  /// Calls `body` with the places of output, input and weight of every product that a convolution sums.
  private static func forEachProduct(_ shape: ConvolutionShape, _ body: (Int, Int, Int) -> Void) {
    let sizes = shape.destinationSizes
    let (vertical, horizontal) = (shape.window.vertical, shape.window.horizontal)
    let inputs = shape.inputs / shape.groups
    let outputs = shape.outputs / shape.groups
    for image in 0..<shape.batch {
      for output in 0..<shape.outputs {
        for row in 0..<sizes[2] {
          for column in 0..<sizes[3] {
            let place = ((image * shape.outputs + output) * sizes[2] + row) * sizes[3] + column
            for input in 0..<inputs {
              let channel = output / outputs * inputs + input
              for kernelRow in 0..<vertical.size {
                let y = row * vertical.stride - vertical.before + kernelRow * vertical.dilation
                guard (0..<shape.height).contains(y) else { continue }
                for kernelColumn in 0..<horizontal.size {
                  let x = column * horizontal.stride - horizontal.before + kernelColumn * horizontal.dilation
                  guard (0..<shape.width).contains(x) else { continue }
                  body(
                    place, ((image * shape.inputs + channel) * shape.height + y) * shape.width + x,
                    ((output * inputs + input) * vertical.size + kernelRow) * horizontal.size + kernelColumn)
                }
              }
            }
          }
        }
      }
    }
  }

  /// A transposed convolution: every input pixel is spread over the window. Weights are (outputs, inputs /
  /// groups, height, width).
  static func transposedConvolution(
    _ x: [Double], weights: [Double], bias: [Double]?, shape: TransposedConvolutionShape
  ) -> [Double] {
    let sizes = shape.destinationSizes
    var y = (0..<sizes.reduce(1, *)).map { bias?[$0 / (sizes[2] * sizes[3]) % sizes[1]] ?? 0 }
    forEachSpread(shape) { output, input, weight in y[output] += x[input] * weights[weight] }
    return y
  }

  /// The gradients of input, weights and bias.
  static func transposedConvolutionBackward(
    _ x: [Double], weights: [Double], gradient: [Double], shape: TransposedConvolutionShape
  ) -> (input: [Double], weights: [Double], bias: [Double]) {
    let sizes = shape.destinationSizes
    var input = x.map { _ in 0.0 }
    var weightGradients = weights.map { _ in 0.0 }
    var bias = [Double](repeating: 0, count: shape.outputs)
    for index in gradient.indices { bias[index / (sizes[2] * sizes[3]) % sizes[1]] += gradient[index] }
    forEachSpread(shape) { output, source, weight in
      input[source] += gradient[output] * weights[weight]
      weightGradients[weight] += gradient[output] * x[source]
    }
    return (input, weightGradients, bias)
  }

  /// Calls `body` with the places of output, input and weight of every product.
  private static func forEachSpread(_ shape: TransposedConvolutionShape, _ body: (Int, Int, Int) -> Void) {
    let sizes = shape.destinationSizes
    let (vertical, horizontal) = (shape.window.vertical, shape.window.horizontal)
    let inputs = shape.inputs / shape.groups
    let outputs = shape.outputs / shape.groups
    for image in 0..<shape.batch {
      for channel in 0..<shape.inputs {
        for place in 0..<shape.height * shape.width {
          let (row, column) = (place / shape.width, place % shape.width)
          let source = (image * shape.inputs + channel) * shape.height * shape.width + place
          for output in channel / inputs * outputs..<(channel / inputs + 1) * outputs {
            for kernelRow in 0..<vertical.size {
              let y = row * vertical.stride + kernelRow * vertical.dilation - vertical.before
              guard (0..<sizes[2]).contains(y) else { continue }
              for kernelColumn in 0..<horizontal.size {
                let x = column * horizontal.stride + kernelColumn * horizontal.dilation - horizontal.before
                guard (0..<sizes[3]).contains(x) else { continue }
                let weight =
                  ((output * inputs + channel % inputs) * vertical.size + kernelRow) * horizontal.size
                body(
                  ((image * shape.outputs + output) * sizes[2] + y) * sizes[3] + x, source,
                  weight + kernelColumn)
              }
            }
          }
        }
      }
    }
  }
}
