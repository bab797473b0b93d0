import Foundation

/// Values of the folder Fixtures, see Fixtures/make_fixtures.py.
enum Fixtures {
  static func read<Row: Decodable>(_ name: String, as type: Row.Type) throws -> [Row] {
    let folder = Bundle.module.resourceURL ?? URL(fileURLWithPath: ".")
    return try JSONDecoder().decode(
      [Row].self, from: Data(contentsOf: folder.appendingPathComponent("Fixtures/" + name)))
  }
}

/// Classes written as digits, "0120".
func labels(_ digits: String) -> [Int] { digits.compactMap(\.wholeNumberValue) }

/// Whether numbers agree to 1e-12: rounding of sums in another order is about 1e-15 for the sizes here.
func agree(_ found: [Double], _ expected: [Double], tolerance: Double = 1e-12) -> Bool {
  found.count == expected.count
    && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
}
