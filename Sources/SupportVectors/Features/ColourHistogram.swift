internal import Datasets
internal import Tensors

/// How often each color occurs in an image: every channel in `bins` equal steps from 0 to 1, all channels
/// together (8 steps of three channels are 512 colors); the shares add up to 1. Values outside count in the
/// outermost step.
struct ColourHistogram: Sendable {
  let bins: Int
  let shape: SampleShape

  var count: Int { (0..<shape.channels).reduce(1) { product, _ in product * bins } }

  func extract(_ image: UnsafePointer<Float>, into features: UnsafeMutablePointer<Float>) {
    let plane = shape.height * shape.width
    for index in 0..<count { features[index] = 0 }
    for pixel in 0..<plane {
      var colour = 0
      for channel in 0..<shape.channels {
        let step = image[channel * plane + pixel] * Float(bins)
        colour = colour * bins + (step > 0 ? min(bins - 1, Int(saturating: step)) : 0)
      }
      features[colour] += 1
    }
    for index in 0..<count { features[index] /= Float(plane) }
  }
}
