/// Random matrices whose rows, or columns where they are fewer, stand at right angles.
enum Orthogonal {
  /// The vectors of a matrix of normal numbers made orthogonal and of length 1, one after the other (Gram and
  /// Schmidt, each vector twice, which keeps the angles right to the last digits; Giraud et al.,
  /// doi:10.1007/s00211-005-0615-4).
  ///
  /// - Parameters:
  ///   - normal: Row by row; independent normal numbers make every direction as likely.
  /// - Complexity: O(rows * columns * min(rows, columns)).
  static func matrix(_ normal: [Double], rows: Int, columns: Int) -> [Double] {
    let isWide = rows <= columns
    let (count, length) = isWide ? (rows, columns) : (columns, rows)
    var vectors = isWide ? normal : transposed(normal, rows: rows, columns: columns)
    vectors.withUnsafeMutableBufferPointer { all in
      for index in 0..<count {
        let vector = UnsafeMutableBufferPointer(rebasing: all[index * length..<(index + 1) * length])
        for _ in 0..<2 {
          for before in 0..<index {
            let other = UnsafeMutableBufferPointer(rebasing: all[before * length..<(before + 1) * length])
            let share = dot(vector, other)
            for place in 0..<length { vector[place] -= share * other[place] }
          }
        }
        let size = dot(vector, vector).squareRoot()
        for place in 0..<length { vector[place] /= size }
      }
    }
    return isWide ? vectors : transposed(vectors, rows: columns, columns: rows)
  }

  /// In eight sums, so that it goes by vectors; their order is fixed.
  private static func dot(_ a: UnsafeMutableBufferPointer<Double>, _ b: UnsafeMutableBufferPointer<Double>)
    -> Double
  {
    var sums = SIMD8<Double>()
    let whole = a.count / 8 * 8
    for first in stride(from: 0, to: whole, by: 8) {
      for lane in 0..<8 { sums[lane] += a[first + lane] * b[first + lane] }
    }
    var sum = 0.0
    for lane in 0..<8 { sum += sums[lane] }
    for place in whole..<a.count { sum += a[place] * b[place] }
    return sum
  }

  private static func transposed(_ values: [Double], rows: Int, columns: Int) -> [Double] {
    (0..<values.count).map { values[$0 % rows * columns + $0 / rows] }
  }
}
