import Foundation
import Testing

@testable import Datasets

@Suite("Arrays of NumPy")
struct NumberArrayTests {
  /// What NumPy reads from each file, see Fixtures/make_arrays.py.
  static let expected: [String: Expected] = {
    let content = try? Data(contentsOf: URL(fileURLWithPath: Fixtures.path("arrays.json")))
    let json = content.flatMap { try? JSONSerialization.jsonObject(with: $0) } as? [String: Any] ?? [:]
    return json.compactMapValues { value in
      guard let entry = value as? [String: Any], let shape = entry["shape"] as? [Int] else { return nil }
      return Expected(
        shape: shape, numbers: entry["elements"] as? [Double], texts: entry["elements"] as? [String])
    }
  }()

  struct Expected: Sendable {
    let shape: [Int]
    let numbers: [Double]?
    let texts: [String]?
  }

  @Test(arguments: Self.expected.keys.sorted()) func elementsAreThoseOfNumPy(name: String) throws {
    let expected = try #require(Self.expected[name])
    let array = try NumberArray(FileAccess.bytes(Fixtures.path("arrays/\(name).npy")), name: name)
    #expect(array.shape == expected.shape)
    if array.type.isText {
      #expect(array.texts == expected.texts)
    } else {
      let numbers = try #require(expected.numbers)
      #expect(array.numbers == numbers)
      #expect(array.floats == numbers.map(Float.init))
    }
  }

  @Test func allTypesAndOrdersAreThere() {
    #expect(Self.expected.count == 2 * 17 + 3 + 5)
  }

  private func file(_ header: String, _ content: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    let size = version == 1 ? [UInt8(text.count), 0] : [UInt8(text.count), 0, 0, 0]
    return ArrayHeader.magic + [version, 0] + size + text + content
  }

  @Test(arguments: [
    ("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "it holds objects of Python"),
    ("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", "its elements are of type '<c8'"),
    ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "of type 'structure'"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, -1), }", "its shape can't be read: (2, -1)"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
      "a size that no array has"
    ),
    ("{'descr': '<f4', 'shape': (2,), }", "its header can't be read"),
    ("{'descr': '<f3', 'fortran_order': False, 'shape': (2,), }", "its elements are of type '<f3'"),
  ])
  func headersThatCannotBeReadAreNamed(header: String, message: String) {
    let error = #expect(throws: DataError.self) { try NumberArray(file(header), name: "a.npy") }
    #expect(error?.message.hasPrefix("'a.npy': ") == true)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  /// As NumPy makes float32 of them: by way of 64 bits they would end at the even neighbour.
  @Test(arguments: ["<i8", ">i8", "<u8"]) func wholeNumbersAreRoundedOnce(type: String) throws {
    let number: UInt64 = 1 << 61 + 1 << 37 + 1
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    let content = file(
      "{'descr': '\(type)', 'fortran_order': False, 'shape': (1,), }",
      type.hasPrefix(">") ? bytes.reversed() : bytes)
    #expect(try NumberArray(content, name: "a").floats == [0x1.000002p61])
  }

  @Test func whatIsCutOrTooLongIsNamed() {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
    #expect(throws: DataError.truncated(path: "a", expected: 8, found: 7)) {
      try NumberArray(file(header, [UInt8](repeating: 0, count: 7)), name: "a")
    }
    #expect(throws: DataError.trailingBytes(path: "a", expected: 8)) {
      try NumberArray(file(header, [UInt8](repeating: 0, count: 9)), name: "a")
    }
    #expect(throws: DataError.self) { try NumberArray([1, 2, 3], name: "a") }
    #expect(throws: DataError.self) { try NumberArray(file(header, version: 9), name: "a") }
    let whole = file(header, [UInt8](repeating: 0, count: 8))
    for size in 0..<whole.count {
      #expect(throws: DataError.self) { try NumberArray(Array(whole[..<size]), name: "a") }
    }
  }
}
