extension ReferenceKernels {
  /// Tensors side by side along their channels; all of the same batch and the same plane.
  static func concatenation(_ parts: [[Double]], batch: Int) -> [Double] {
    (0..<batch).flatMap { image in
      parts.flatMap { part in
        let count = part.count / batch
        return Array(part[image * count..<(image + 1) * count])
      }
    }
  }
}
