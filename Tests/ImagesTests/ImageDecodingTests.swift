import Foundation
import Testing

@testable import Images

/// What Pillow reads: Fixtures/make_images.py and Fixtures/make_variants.py.
struct ImageCase: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  /// In hexadecimal digits, as are the pixels.
  let file: String
  let width: Int?
  let height: Int?
  let channels: Int?
  let pixels: String?
  /// Whether something odd is to be told.
  let remark: Bool?

  var testDescription: String { name }
  var bytes: [UInt8] { Self.bytes(file) }

  static func bytes(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }

  static let all: [ImageCase] = cases("images") + cases("variants")

  private static func cases(_ name: String) -> [ImageCase] {
    guard let url = Bundle.module.resourceURL?.appendingPathComponent("Fixtures/\(name).json"),
      let data = try? Data(contentsOf: url)
    else { return [] }
    return (try? JSONDecoder().decode([ImageCase].self, from: data)) ?? []
  }
}

@Suite("Decoding of images")
struct ImageDecodingTests {
  @Test func thereAreCases() {
    #expect(ImageCase.all.count { $0.pixels != nil } == 201)
    #expect(ImageCase.all.count { $0.pixels == nil } == 16)
    #expect(Set(ImageCase.all.map(\.name)).count == ImageCase.all.count)
  }

  /// Not one level apart, in JPEG files either: the transform, the upsampling and the conversion of colours are
  /// integers in libjpeg-turbo, and in noise each of their bits would show.
  @Test(arguments: ImageCase.all.filter { $0.pixels != nil }) func pixelsAreThoseOfPillow(expected: ImageCase)
    throws
  {
    var remark: String?
    let image = try Image.decode(expected.bytes, remark: &remark)
    #expect(
      image.width == expected.width && image.height == expected.height && image.channels == expected.channels)
    #expect(image.pixels == ImageCase.bytes(try #require(expected.pixels)))
    #expect((remark != nil) == expected.remark, "\(remark ?? "no remark")")
    // The header alone tells how many pixels there will be.
    let extent = try #require(ImageExtent(expected.bytes))
    #expect(extent.pixels == image.width * image.height && extent.isGray == (image.channels <= 2))
    if expected.bytes.starts(with: [0xFF, 0xD8]) {
      #expect(extent.width == image.width && extent.height == image.height)
    }
  }

  @Test(arguments: ImageCase.all.filter { $0.pixels == nil }) func halfAPictureIsRefused(expected: ImageCase)
  {
    #expect(throws: ImageError.self) { try Image.decode(expected.bytes) }
  }

  private func remark(_ name: String) throws -> String? {
    var remark: String?
    _ = try Image.decode(try #require(ImageCase.all.first { $0.name == name }).bytes, remark: &remark)
    return remark
  }

  @Test func whatIsOddIsSaid() throws {
    #expect(try remark("no IEND") == "it ends without its last chunk, IEND")
    #expect(try remark("a wrong checksum of IEND") == "what follows its pixels is damaged (IEND: CRC error)")
    #expect(
      try remark("a wrong checksum of a text")
        == "a chunk that isn't part of the pixels is damaged (tEXt: CRC error)")
    let stray = try #require(try remark("stray bytes before the end of a JPEG"))
    #expect(stray.wholeMatch(of: /4\d stray bytes follow its picture data/) != nil, "\(stray)")
  }

  /// Whatever a file is cut to, it is read whole or refused; Pillow reads none that is refused here, but for
  /// a PNG file that lacks the last bytes of its pixels' checksums.
  @Test func noCutFileGivesOtherPixels() throws {
    for name in ["8 bits, 3 channels", "interlaced 16 bits, 4 channels", "JPEG 4:2:0", "progressive JPEG"] {
      let bytes = try #require(ImageCase.all.first { $0.name == name }).bytes
      let whole = try Image.decode(bytes)
      for length in 0..<bytes.count {
        guard let image = try? Image.decode(Array(bytes.prefix(length))) else { continue }
        #expect(image == whole, "\(name), \(length) of \(bytes.count) bytes")
        #expect(length >= bytes.count - 16, "\(name), \(length) of \(bytes.count) bytes")
      }
    }
  }

  /// No changed byte crashes or asks for memory that isn't there.
  @Test func changedBytesAreReadOrRefused() throws {
    for name in ["palette with alpha", "XMP with an attribute", "JPEG with XMP and EXIF", "CMYK JPEG"] {
      let bytes = try #require(ImageCase.all.first { $0.name == name }).bytes
      for place in bytes.indices {
        for value: UInt8 in [0, 1, 127, 255] where bytes[place] != value {
          var changed = bytes
          changed[place] = value
          if let image = try? Image.decode(changed) { #expect(image.pixels.count <= 4 * Image.pixelLimit) }
          _ = ImageExtent(changed)
        }
      }
    }
  }
}
