import Tensors
import Testing

@Test func bytesHaveTwoDigitsEach() {
  #expect([UInt8]([0, 9, 16, 255]).hexadecimal == "000910ff")
  #expect([UInt8]().hexadecimal == "")
}
