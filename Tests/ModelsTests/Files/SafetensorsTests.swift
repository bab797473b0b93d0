import Testing

@testable import Models

@Suite("Safetensors")
struct SafetensorsTests {
  private let file = Safetensors(
    tensors: [
      NamedTensor(name: "1.weight", shape: [2, 2], values: [1, -2, 0.5, .infinity]),
      NamedTensor(name: "empty", shape: [0], values: []),
      NamedTensor(name: "2.bias", shape: [3], values: [1e-30, 3, 4]),
    ], metadata: ["model": "conv 8 3x3; \"quoted\""])

  @Test func aFileReadsBackTheSame() throws {
    let bytes = file.encoded()
    #expect(bytes == file.encoded())
    let read = try Safetensors(decoding: bytes)
    #expect(read.metadata == file.metadata)
    #expect(Set(read.tensors) == Set(file.tensors))
  }

  private func bytes(header: String, data: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data
  }

  @Test func otherTypesAreRead() throws {
    let header =
      #"{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]},"#
      + #""i":{"dtype":"I64","shape":[1],"data_offsets":[6,14]},"#
      + #""u":{"dtype":"U8","shape":[2],"data_offsets":[14,16]}}"#
    let data: [UInt8] = [0x00, 0x3C, 0x00, 0xC0, 0x40, 0x40] + [5, 0, 0, 0, 0, 0, 0, 0] + [7, 255]
    let read = try Safetensors(decoding: bytes(header: header, data: data))
    #expect(read.tensors.map(\.values) == [[1, -2], [3], [5], [7, 255]])
  }

  @Test func damageIsNamed() {
    let good = file.encoded()
    #expect(throws: SafetensorsError.tooShort(3)) { try Safetensors(decoding: [1, 2, 3]) }
    #expect(throws: SafetensorsError.headerTooLong(.max)) {
      try Safetensors(decoding: [UInt8](repeating: 255, count: 20))
    }
    for length in stride(from: 0, to: good.count, by: 3) {
      #expect(throws: SafetensorsError.self) { try Safetensors(decoding: Array(good.prefix(length))) }
    }
    let hole = #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#
    #expect(throws: SafetensorsError.gap(at: 0)) {
      try Safetensors(decoding: bytes(header: hole, data: [1, 2]))
    }
    let odd = #"{"a":{"dtype":"Q8","shape":[1],"data_offsets":[0,1]}}"#
    #expect(throws: SafetensorsError.unknownType(tensor: "a", type: "Q8")) {
      try Safetensors(decoding: bytes(header: odd, data: [1]))
    }
    let small = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,1]}}"#
    #expect(throws: SafetensorsError.self) { try Safetensors(decoding: bytes(header: small, data: [1])) }
  }
}
