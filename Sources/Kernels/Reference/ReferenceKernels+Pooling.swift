extension ReferenceKernels {
  /// Pooling of (batch, channels, height, width); padding doesn't count.
  static func pooling(_ kind: PoolingKind, _ x: [Double], sizes: [Int], window: Window) -> [Double] {
    elements(sizes, window).map { members in
      switch kind {
      case .maximum: members.map { x[$0] }.max() ?? 0
      case .average: members.reduce(0) { $0 + x[$1] } / Double(max(members.count, 1))
      }
    }
  }

  /// The gradient of the input; that of a maximum goes to the first of equal elements.
  static func poolingBackward(
    _ kind: PoolingKind, _ x: [Double], gradient: [Double], sizes: [Int], window: Window
  ) -> [Double] {
    var result = [Double](repeating: 0, count: x.count)
    for (members, value) in zip(elements(sizes, window), gradient) {
      switch kind {
      case .maximum:
        guard var best = members.first else { continue }
        for member in members where x[member] > x[best] { best = member }
        result[best] += value
      case .average: for member in members { result[member] += value / Double(members.count) }
      }
    }
    return result
  }

  /// For each output, the places of the inputs under its window.
  private static func elements(_ sizes: [Int], _ window: Window) -> [[Int]] {
    let (vertical, horizontal) = (window.vertical, window.horizontal)
    var result: [[Int]] = []
    for plane in 0..<sizes[0] * sizes[1] {
      for row in 0..<vertical.outputs(of: sizes[2]) {
        for column in 0..<horizontal.outputs(of: sizes[3]) {
          let top = row * vertical.stride - vertical.before
          let left = column * horizontal.stride - horizontal.before
          var members: [Int] = []
          for y in max(top, 0)..<min(top + vertical.size, sizes[2]) {
            for x in max(left, 0)..<min(left + horizontal.size, sizes[3]) {
              members.append((plane * sizes[2] + y) * sizes[3] + x)
            }
          }
          result.append(members)
        }
      }
    }
    return result
  }
}
