public import Runtime

/// The versions of numerics in a session's header, one an area.
extension SessionHeader {
  private static let numerics = "numerics"

  /// The version that tells one area.
  public static func numerics(_ area: NumericsArea, _ version: Int) -> Version {
    numerics(area, String(version))
  }

  private static func numerics(_ area: NumericsArea, _ version: String) -> Version {
    Version("\(numerics).\(area.rawValue)", version)
  }

  /// The area that a version is of; nil where it is of something else.
  static func area(ofVersion name: String) -> NumericsArea? {
    let prefix = numerics + "."
    return name.hasPrefix(prefix) ? NumericsArea(rawValue: String(name.dropFirst(prefix.count))) : nil
  }

  /// A version as it counts. Sessions of format 1 have one number for all areas: up to 3 only what networks
  /// give had changed, with 4 the orientation of PNG files and HOG too.
  static func expanded(_ version: Version) -> [Version] {
    guard version.name == numerics else { return [version] }
    let others = ["0", "1", "2", "3"].contains(version.version) ? "1" : "2"
    return NumericsArea.allCases.map { numerics($0, $0 == .networks ? version.version : others) }
  }
}
