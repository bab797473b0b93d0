import Foundation
import Images
import Testing

/// What Pillow makes of a picture in another size: Fixtures/make_geometry.py.
struct ResizingCase: Decodable, Sendable, CustomTestStringConvertible {
  let filter: String
  let height: Int, width: Int, channels: Int
  let newHeight: Int, newWidth: Int
  /// In hexadecimal digits, as is what is expected.
  let pixels: String
  let expected: String

  var testDescription: String {
    "\(filter), \(width)x\(height) to \(newWidth)x\(newHeight), \(channels) channels"
  }
}

/// What scipy makes of a picture under a map: Fixtures/make_geometry.py.
struct WarpingCase: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let map: [Double]
  let fill: String
  let height: Int, width: Int
  let source: [Float]
  let expected: [Float]

  var testDescription: String { name }
}

private func cases<Case: Decodable>(_ name: String) -> [Case] {
  guard let url = Bundle.module.resourceURL?.appendingPathComponent("Fixtures/\(name).json"),
    let data = try? Data(contentsOf: url)
  else { return [] }
  return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
}

@Suite("Sizes and maps of images")
struct ImageGeometryTests {
  static let sizes: [ResizingCase] = cases("resizing")
  static let maps: [WarpingCase] = cases("warping")

  @Test func thereAreCases() {
    #expect(
      Self.sizes.count == 160 && Set(Self.sizes.map(\.filter)) == Set(ResizeFilter.allCases.map(\.rawValue)))
    #expect(Self.maps.count == 120)
  }

  /// Pillow's integers are ours: not one level apart.
  @Test(arguments: sizes) func sizesAreThoseOfPillow(expected: ResizingCase) throws {
    let image = Image(
      width: expected.width, height: expected.height, channels: expected.channels,
      pixels: ImageCase.bytes(expected.pixels))
    let filter = try #require(ResizeFilter(rawValue: expected.filter))
    let resized = image.resized(width: expected.newWidth, height: expected.newHeight, filter: filter)
    #expect(resized.width == expected.newWidth && resized.height == expected.newHeight)
    #expect(resized.channels == expected.channels && resized.pixels == ImageCase.bytes(expected.expected))
  }

  /// Scipy mixes in 64 bits, this in 32, four numbers below 1: a millionth is what rounding may take.
  @Test(arguments: maps) func mapsAreThoseOfScipy(expected: WarpingCase) throws {
    let fill = try #require(
      ["constant": FillMode.constant(0.5), "nearest": .nearest, "reflect": .reflect, "wrap": .wrap][
        expected.fill])
    let m = expected.map
    var drawn = [Float](repeating: -1, count: expected.source.count)
    var target = drawn.mutableSpan
    warp(
      expected.source.span, channels: 2, height: expected.height, width: expected.width,
      by: AffineMap(a: m[0], b: m[1], c: m[2], d: m[3], e: m[4], f: m[5]), fill: fill, into: &target)
    let worst = zip(drawn, expected.expected).map { abs($0 - $1) }.max()
    #expect(try #require(worst) < 1e-6)
  }
}
