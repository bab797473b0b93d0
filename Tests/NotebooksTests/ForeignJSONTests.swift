import Testing

@testable import Notebooks

/// What a double doesn't hold comes back all the same: a seed may be any whole number of 64 bits.
@Test(arguments: [0, 7, 1 << 53, (1 << 53) + 1, .max] as [UInt64]) func seedsSurviveForeignJSON(seed: UInt64)
  throws
{
  #expect(JSONValue(encoding: ["seed": seed]).decoded(as: [String: UInt64].self) == ["seed": seed])
}
