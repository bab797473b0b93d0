/// Each channel of an image times a number of its own: the end of squeeze-and-excitation. Loops of our own:
/// oneDNN has only a reference code for a factor that differs from image to image, and none for the sum over
/// an image's blocks.
public struct ChannelScaling: Sendable {
  let sizes: [Int]
  let steps: ActivationSteps

  /// - Parameter layout: How the images lie; the factors are plain rows, one number a channel. Nil where the
  ///   loops don't know it.
  public init?(_ layout: Layout) {
    guard let steps = layout.activationSteps else { return nil }
    self.steps = steps
    sizes = layout.sizes
  }

  /// `x * factor`, for every number; also the way back from the output to the input. `result` may be `x`.
  public func scale(
    _ x: UnsafePointer<Float>, by factors: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>
  ) {
    forEachPlace { place, factor, lanes in
      for lane in 0..<lanes { result[place + lane] = x[place + lane] * factors[factor + lane] }
    }
  }

  /// The gradient of the factors: for each image and channel, the sum of `x * gradient`, in the order of rows
  /// and columns.
  public func factorGradients(
    _ x: UnsafePointer<Float>, gradient: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<sizes[0] * sizes[1] { result[index] = 0 }
    forEachPlace { place, factor, lanes in
      for lane in 0..<lanes { result[factor + lane] += x[place + lane] * gradient[place + lane] }
    }
  }

  /// Calls `body` with the place of every pixel of every block, the place of its first channel among the
  /// factors, and how many channels lie side by side there.
  @inline(__always)
  private func forEachPlace(_ body: (Int, Int, Int) -> Void) {
    let channels = sizes[1]
    steps.forEachPlace(sizes) { place, image, first, count in body(place, image * channels + first, count) }
  }
}
