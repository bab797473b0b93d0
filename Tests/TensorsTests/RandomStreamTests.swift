import Testing

@testable import Tensors

@Suite("Random streams")
struct RandomStreamTests {
  /// The known answers of Random123's kat_vectors for philox4x32-10.
  @Test func philoxGivesThePublishedAnswers() {
    #expect(
      RandomStream.philox(counter: .zero, key: .zero)
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      RandomStream.philox(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      RandomStream.philox(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func streamsAndPositionsDiffer() {
    let shuffle = RandomStream(seed: 7, stream: .shuffle)
    let dropout = RandomStream(seed: 7, stream: .dropout)
    #expect(shuffle.bits(epoch: 0, sample: 1, index: 2) != dropout.bits(epoch: 0, sample: 1, index: 2))
    #expect(shuffle.bits(epoch: 0, sample: 1, index: 2) != shuffle.bits(epoch: 0, sample: 2, index: 1))
  }

  @Test func aPermutationHoldsEveryIndexOnce() {
    let order = RandomStream(seed: 1, stream: .shuffle).permutation(of: 1000, epoch: 3)
    #expect(order.sorted() == Array(0..<1000))
    #expect(order != Array(0..<1000))
    #expect(order != RandomStream(seed: 1, stream: .shuffle).permutation(of: 1000, epoch: 4))
  }
}
