// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One room of the house: a Swift module in Sources/ and its tests in Tests/.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], testing: [Target.Dependency] = []) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings),
    .testTarget(
      name: name + "Tests", dependencies: [.byName(name: name)] + dependencies + testing, swiftSettings: swiftSettings),
  ]
}

var targets: [Target] = []

// The domain: knows nothing of text, terminals or files of ours.
targets += room("Declarations")
targets += room("Tensors")

// The language.
targets += room("Diagnostics")
targets += room("Syntax", ["Diagnostics"])
targets += room("Runtime", ["Declarations", "Diagnostics", "Syntax"])

let package = Package(name: "fovea", targets: targets)
