/// Rows of features in memory of their own: floats, or bytes on a common scale, which take a quarter of the
/// room and whose dot products are exact.
///
/// Unchecked: it is filled before others see it, and never changed after.
final class FeatureRows: @unchecked Sendable {
  let count: Int
  let width: Int
  let isBytes: Bool
  let memory: UnsafeMutableRawPointer
  /// Whose memory it is, where it isn't its own.
  private let owner: FeatureRows?

  init(count: Int, width: Int, isBytes: Bool) {
    self.count = count
    self.width = width
    self.isBytes = isBytes
    memory = .allocate(byteCount: max(1, count * width * (isBytes ? 1 : 4)), alignment: 64)
    owner = nil
  }

  private init(_ range: Range<Int>, of owner: FeatureRows) {
    count = range.count
    width = owner.width
    isBytes = owner.isBytes
    memory = owner.row(range.lowerBound)
    self.owner = owner
  }

  deinit { if owner == nil { memory.deallocate() } }

  var rowBytes: Int { width * (isBytes ? 1 : 4) }
  func row(_ index: Int) -> UnsafeMutableRawPointer { memory + index * rowBytes }
  func bytes(_ index: Int) -> UnsafeMutablePointer<UInt8> { row(index).assumingMemoryBound(to: UInt8.self) }
  func floats(_ index: Int) -> UnsafeMutablePointer<Float> { row(index).assumingMemoryBound(to: Float.self) }

  /// Rows that follow each other, in the same memory.
  func slice(_ range: Range<Int>) -> FeatureRows { FeatureRows(range, of: self) }

  /// The rows at these places, in this order, in memory of their own.
  func selecting(_ places: [Int]) -> FeatureRows {
    let chosen = FeatureRows(count: places.count, width: width, isBytes: isBytes)
    for (index, place) in places.enumerated() {
      chosen.row(index).copyMemory(from: row(place), byteCount: rowBytes)
    }
    return chosen
  }
}
