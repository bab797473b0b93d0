extension ReferenceKernels {
  /// Images (batch, channels, height, width) enlarged by whole factors.
  static func resampling(_ kind: ResamplingKind, _ x: [Double], sizes: [Int], to larger: [Int]) -> [Double] {
    taps(kind, sizes: sizes, to: larger).map { $0.reduce(0) { $0 + x[$1.place] * $1.weight } }
  }

  /// The gradient of the input.
  static func resamplingBackward(
    _ kind: ResamplingKind, gradient: [Double], sizes: [Int], to larger: [Int]
  ) -> [Double] {
    var result = [Double](repeating: 0, count: sizes.reduce(1, *))
    for (taps, value) in zip(taps(kind, sizes: sizes, to: larger), gradient) {
      for tap in taps { result[tap.place] += value * tap.weight }
    }
    return result
  }

  /// For each output pixel, the input pixels that it is made of.
  private static func taps(
    _ kind: ResamplingKind, sizes: [Int], to larger: [Int]
  ) -> [[(place: Int, weight: Double)]] {
    func line(_ index: Int, _ count: Int, _ larger: Int) -> [(Int, Double)] {
      if kind == .nearest { return [(index * count / larger, 1)] }
      let place = min(max((Double(index) + 0.5) * Double(count) / Double(larger) - 0.5, 0), Double(count - 1))
      let first = Int(place)
      let share = place - Double(first)
      return share == 0 ? [(first, 1)] : [(first, 1 - share), (first + 1, share)]
    }
    var result: [[(place: Int, weight: Double)]] = []
    for plane in 0..<sizes[0] * sizes[1] {
      for y in 0..<larger[2] {
        for x in 0..<larger[3] {
          result.append(
            line(y, sizes[2], larger[2]).flatMap { row, rowShare in
              line(x, sizes[3], larger[3]).map { column, share in
                (place: (plane * sizes[2] + row) * sizes[3] + column, weight: rowShare * share)
              }
            })
        }
      }
    }
    return result
  }
}
