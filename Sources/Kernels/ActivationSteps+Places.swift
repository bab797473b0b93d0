extension ActivationSteps {
  /// Calls `body` with the place of every pixel of every block of channels, in order: its image, the first of
  /// its channels, and how many channels lie side by side there.
  ///
  /// - Parameter sizes: Batch, channels, height, width.
  @inline(__always)
  func forEachPlace(_ sizes: [Int], _ body: (_ place: Int, _ image: Int, _ first: Int, _ count: Int) -> Void)
  {
    let channels = sizes[1]
    for image in 0..<sizes[0] {
      for first in stride(from: 0, to: channels, by: block) {
        let base = self.image * image + first / block * channelBlock
        let count = min(block, channels - first)
        for y in 0..<sizes[2] {
          for x in 0..<sizes[3] { body(base + y * row + x * column, image, first, count) }
        }
      }
    }
  }
}
