import Images
import Testing

@Suite("Image")
struct ImageTests {
  @Test func imagesAreTheirPixels() {
    let image = Image(width: 2, height: 1, channels: 1, pixels: [1, 2])
    #expect(image == Image(width: 2, height: 1, channels: 1, pixels: [1, 2]))
    #expect(image != Image(width: 1, height: 2, channels: 1, pixels: [1, 2]))
  }
}
