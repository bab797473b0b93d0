// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// One room of the house: a Swift module in Sources/ and its tests in Tests/.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
  testing: [Target.Dependency] = [], fixtures: Bool = false
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings),
    .testTarget(
      name: name + "Tests", dependencies: [.byName(name: name)] + dependencies + testing,
      resources: fixtures ? [.copy("Fixtures")] : [], swiftSettings: swiftSettings),
  ]
}

/// The edge to a C library that pkg-config or a plain `link` in the module map finds.
func edge(_ name: String, pkgConfig: String? = nil, package: String) -> Target {
  .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

var targets: [Target] = []

// C edges: nothing but module maps and shims.
targets += [
  edge("CEditline", pkgConfig: "libedit", package: "libedit-dev"),
  edge("COneDNN", package: "libdnnl-dev"),
  edge("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
  .target(
    name: "CGnuplot",
    linkerSettings: [.linkedLibrary("boost_iostreams"), .linkedLibrary("boost_filesystem"), .linkedLibrary("boost_system")]),
  .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
  .target(name: "CLoops"),
  .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
]

// The domain: knows nothing of text, terminals or files of ours.
targets += room("Declarations")
targets += room("Tensors")
targets += room("Kernels", ["CLoops", "COneDNN", "Tensors"])
targets += room("Images", ["CJPEG", "CPNG", "Tensors"], fixtures: true)
targets += room(
  "Datasets", ["CZlib", "Declarations", "Images", "Tensors", crypto], resources: [.embedInCode("Resources")], fixtures: true)
targets += room("Models", ["Datasets", "Tensors"])
targets += room("Networks", ["Datasets", "Declarations", "Kernels", "Models", "Tensors", crypto], fixtures: true)
targets += room("Evaluation", ["Datasets", "Models", "Tensors"], fixtures: true)

// The language.
targets += room("Diagnostics")
targets += room("Syntax", ["Diagnostics"])
targets += room("Runtime", ["Declarations", "Diagnostics", "Syntax"])
targets += room("Record", ["Diagnostics", "Runtime", crypto])

// Pictures and the prompt.
targets += room("Plotting", ["CGnuplot"])
targets += room("Terminal", ["CEditline", "Diagnostics"])

// Where they meet.
targets += room(
  "Commands",
  [
    "Datasets", "Declarations", "Diagnostics", "Evaluation", "Images", "Models", "Networks", "Plotting", "Record", "Runtime",
    "Syntax", "Tensors",
  ])
targets += [
  .executableTarget(
    name: "fovea", dependencies: ["Commands", "Diagnostics", "Terminal", arguments], swiftSettings: swiftSettings),
  .testTarget(name: "foveaTests", dependencies: ["fovea"], swiftSettings: swiftSettings),
]

let package = Package(
  name: "fovea",
  products: [.executable(name: "fovea", targets: ["fovea"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
  ],
  targets: targets)
